/** Somebody who left their desk is signed out. @source OWASP ASVS 5.0, 7.3.1 */
const IDLE_MS = 30 * 60_000
/** A working day: nobody stays signed in over night. @source OWASP ASVS 5.0, 7.3.2 */
const ABSOLUTE_MS = 12 * 3_600_000
/** That it is used is written down at most so often: a write at every request would cost more than it says. */
const TOUCH_EVERY_MS = 60_000

/** When a session ends whatever happens. Choosing another role begins it anew, but not its time. */
export const endsAtMs = (signedInAtMs: number): number => signedInAtMs + ABSOLUTE_MS

/** Bounds between which a session lives at an instant: those seen and signed in after these. */
export const liveBounds = (
  nowMs: number,
): { readonly seenAfterMs: number; readonly signedInAfterMs: number; readonly touchBeforeMs: number } => ({
  seenAfterMs: nowMs - IDLE_MS,
  signedInAfterMs: nowMs - ABSOLUTE_MS,
  touchBeforeMs: nowMs - TOUCH_EVERY_MS,
})
