import type { AssetState } from './ledger.ts'
import type { StandingChange } from './standing-changes.ts'
import type { StateInterval, StateTimeline } from './state-timeline.ts'

/** One period out of use, from the change that took the asset out of use until it is used again or retired. */
export interface Downtime {
  /** The id of the change that opened it. */
  readonly id: string
  readonly fromMs: number
  /** None while it lasts. */
  readonly toMs: number | undefined
  readonly opening: StandingChange
  readonly openingState: AssetState
  /** When it became an unplanned downtime; none while it is planned work, a building fault or checks only. */
  readonly unplannedFromMs: number | undefined
  /** The stretches it is made of: a failure, the checks after it, the failure again. */
  readonly intervals: readonly StateInterval[]
}

const outOfUseStates: ReadonlySet<AssetState> = new Set<AssetState>(['DOWN_UNPLANNED', 'DOWN_PLANNED', 'DOWN_EXTERNAL', 'IN_QA'])

/** Whether an asset in the state is out of use: down for any reason, or awaiting checks. */
export const isOutOfUse = (state: AssetState): boolean => outOfUseStates.has(state)

/** Whether an asset in the state is out of use, or can do only some of its work: what people are told of and work orders are for. */
export const isNotFullyWorking = (state: AssetState): boolean => state === 'DEGRADED' || isOutOfUse(state)

/**
 * The downtimes of a timeline, in order, each named by its opening event.
 *
 * A downtime is the longest run of stretches out of use: planned work that overruns, a failure during a power cut and checks that
 * fail stay one downtime, since to the people waiting they are one.
 *
 * @param belongs Which states make it up: those out of use; limited use too where `isNotFullyWorking` is given.
 * @source design, section 6, "A downtime is named by its opening event's id"
 */
export function downtimes({ intervals }: StateTimeline, belongs: (state: AssetState) => boolean = isOutOfUse): Downtime[] {
  const found: Downtime[] = []
  let run: StateInterval[] = []
  for (const interval of intervals) {
    if (belongs(interval.state)) run.push(interval)
    else {
      found.push(...downtimeOf(run, interval.fromMs))
      run = []
    }
  }
  return [...found, ...downtimeOf(run, undefined)]
}

function downtimeOf(run: readonly StateInterval[], toMs: number | undefined): Downtime[] {
  const [first] = run
  if (first?.change === undefined) return []
  return [
    {
      id: first.change.eventId,
      fromMs: first.fromMs,
      toMs,
      opening: first.change,
      openingState: first.state,
      unplannedFromMs: run.find(({ state }) => state === 'DOWN_UNPLANNED')?.fromMs,
      intervals: run,
    },
  ]
}
