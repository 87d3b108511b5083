/** What a command's exit code tells the shell. */
export const EXIT = { ok: 0, failed: 1, usage: 2, refused: 3, interrupted: 130 } as const

/** The input was read and is not acceptable: exit code 3. Say where it is wrong and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** The command was called wrongly: exit code 2, and the way to call it is shown. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
