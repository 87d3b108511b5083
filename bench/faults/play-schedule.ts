import { setTimeout as pause } from 'node:timers/promises'
import { caughtUp } from './caught-up.ts'
import type { PlatformUnderFault } from './platform-under-fault.ts'
import type { Point } from './points.ts'
import { scheduleOf, type Fault } from './schedule.ts'
import type { Teller } from './told-ledger.ts'

/** Where a kill or freeze landed: at the point it was meant for, or elsewhere because the work did not come by in time. */
export type Landing = Point | 'elsewhere'

export interface Played {
  readonly seed: number
  readonly faults: readonly { readonly fault: Fault; readonly landing: Landing | undefined }[]
  /** From the end of the last fault (started anew, or going on) until everything acknowledged is applied and told. */
  readonly recoveryS: number
}

/** Long enough for a server to come back from the fault before. */
const POINT_WAIT_MS = 20_000

/** Plays the faults of one schedule while events flow, then waits until all is well again. */
export async function playSchedule(platform: PlatformUnderFault, teller: Teller, seed: number): Promise<Played> {
  teller.play(seed)
  const faults: { fault: Fault; landing: Landing | undefined }[] = []
  const starts = new Map<string, Promise<void>>()
  let endedAtMs = performance.now()
  for (const fault of scheduleOf(seed)) {
    await pause(fault.afterMs)
    await starts.get(fault.victim)
    const { landing, ended, starting } = await suffer(platform, fault)
    faults.push({ fault, landing })
    endedAtMs = ended
    // Started, but not waited for: the next fault may come while it is coming up.
    starts.set(fault.victim, starting)
  }
  await Promise.all(starts.values())
  await teller.acknowledged()
  await caughtUp(platform.databaseUrl, teller)
  return { seed, faults, recoveryS: (performance.now() - endedAtMs) / 1000 }
}

interface Suffered {
  readonly landing: Landing | undefined
  readonly ended: number
  readonly starting: Promise<void>
}

async function suffer({ sufferers, gates }: PlatformUnderFault, fault: Fault): Promise<Suffered> {
  const victim = sufferers[fault.victim]
  if (fault.kind === 'restart') {
    await victim.stop()
    return { landing: undefined, ended: performance.now(), starting: victim.start() }
  }
  const armed = gates[fault.watched].arm(fault.point)
  const landing = await Promise.race([armed.reached.then(() => fault.point), pause(POINT_WAIT_MS, 'elsewhere' as const)])
  if (fault.kind === 'freeze') {
    const going = victim.freeze(fault.frozenMs)
    armed.release('pass')
    await going
    return { landing, ended: performance.now(), starting: Promise.resolve() }
  }
  await victim.kill()
  armed.release('cut')
  await pause(fault.awayMs)
  return { landing, ended: performance.now(), starting: victim.start() }
}
