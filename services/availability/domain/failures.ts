import type { AssetHistory } from './asset-history.ts'
import { isOutOfUse } from './downtimes.ts'
import type { StateInterval } from './state-timeline.ts'

/** One time out of use because of a failure, from entry into `DOWN_UNPLANNED` until the asset is used again or retired. */
export interface FailureSpell {
  readonly fromMs: number
  /** None while it lasts. */
  readonly toMs: number | undefined
  /** Whether it ended in return to use. */
  readonly restored: boolean
}

/** A failure with everything that continues it. */
export interface Failure {
  /** The id of the change that made the first entry. */
  readonly id: string
  readonly fromMs: number
  readonly fault: string | undefined
  /** The first spell, and one for each time the same fault came back soon. */
  readonly spells: readonly FailureSpell[]
}

/** The same fault within this time of return to use continues the failure before it, unless told otherwise. */
export const usualContinuationMs = 7 * 86_400_000

interface GrowingFailure extends Failure {
  readonly spells: FailureSpell[]
}

/**
 * The failures of a history, in order.
 *
 * A failure is an entry into `DOWN_UNPLANNED`. An entry from the checks after a failure continues it, and so does one with a fault
 * that was last out of use no longer than `continuationMs` ago. The fault is the first one named before return to use.
 *
 * @source design, section 6, "A failure is an entry into DOWN_UNPLANNED"
 */
export function failures({ timeline }: Pick<AssetHistory, 'timeline'>, continuationMs: number = usualContinuationMs): Failure[] {
  const { intervals } = timeline
  const found: GrowingFailure[] = []
  const latestOfFault = new Map<string, GrowingFailure>()
  let latest: GrowingFailure | undefined
  intervals.forEach((interval, index) => {
    const before = intervals[index - 1]
    if (interval.state !== 'DOWN_UNPLANNED' || before?.state === 'DOWN_UNPLANNED') return
    if (before?.followsFailure === true && latest !== undefined && lastsAt(latest, interval.fromMs)) return
    const { fault, ...spell } = spellFrom(intervals, index)
    const same = fault === undefined ? undefined : latestOfFault.get(fault)
    if (same !== undefined && interval.fromMs - lastEndMs(same) <= continuationMs) {
      if (!lastsAt(same, interval.fromMs)) same.spells.push(spell)
      latest = same
      return
    }
    latest = { id: interval.change?.eventId ?? '', fromMs: interval.fromMs, fault, spells: [spell] }
    found.push(latest)
    if (fault !== undefined) latestOfFault.set(fault, latest)
  })
  return found
}

/** When the failure's last spell ended; infinity while it lasts. */
const lastEndMs = ({ spells }: Failure): number => spells.at(-1)?.toMs ?? Infinity

const lastsAt = (failure: Failure, atMs: number): boolean => lastEndMs(failure) > atMs

/** Reads on from an entry to the end of the time out of use. */
function spellFrom(intervals: readonly StateInterval[], start: number): FailureSpell & { readonly fault: string | undefined } {
  let end = start
  while (end < intervals.length && isOutOfUse((intervals[end] as StateInterval).state)) end += 1
  const after = intervals[end]
  return {
    fromMs: (intervals[start] as StateInterval).fromMs,
    toMs: after?.fromMs,
    restored: after !== undefined && after.state !== 'RETIRED',
    fault: intervals.slice(start, end).find(({ change }) => change?.fault !== undefined)?.change?.fault,
  }
}
