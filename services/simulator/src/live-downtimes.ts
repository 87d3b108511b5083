import type { Log } from '@imaging/observability'
import { timerPart, type RunningPart } from '@imaging/service'
import type { LiveEpisode, FleetAsset } from '../domain/index.ts'
import type { BoardView } from './board-view.ts'
import { causeDowntime, endDowntime, type CauseDeps } from './cause-downtime.ts'
import type { Example } from './example.ts'
import { deliverHeldBack } from './held-back.ts'
import type { LiveSchedule } from './live-schedule.ts'
import { endMadeDowntime, openMadeDowntimes, type MadeDowntime } from './made-downtime-repository.ts'
import { madeOf } from './made-downtime.ts'
import { stateEvent } from './state-events.ts'

export interface LiveDowntimeDeps extends CauseDeps {
  readonly example: Example
  readonly schedule: LiveSchedule
  readonly board: BoardView
  readonly log: Log
}

const TICK_MS = 1_000
/** An older view of the board is no ground for taking a scanner out of use. */
const VIEW_AGE_MS_MAX = 60_000
/** The board follows within seconds; a downtime it does not show by then is over. */
const SHOWN_AFTER_MS = 120_000

/** Makes scanners fail, be serviced and lose power as the schedule says, and ends what ends by itself. */
export function liveDowntimes(deps: LiveDowntimeDeps): RunningPart {
  let untilMs = deps.now().getTime()
  return timerPart({
    name: 'live downtimes',
    everyMs: TICK_MS,
    log: deps.log,
    work: async () => {
      const nowMs = deps.now().getTime()
      await deliverHeldBack(deps.pool, new Date(nowMs))
      await endWhatIsOver(deps, nowMs)
      // Without a fresh view what is due is passed over: nothing is made up about scanners that cannot be seen.
      const due = deps.schedule.dueBetween(untilMs, nowMs)
      untilMs = nowMs + 1
      if (nowMs - deps.board.seenAtMs() > VIEW_AGE_MS_MAX) return
      for (const happening of due) await happen(deps, happening)
    },
  })
}

/** An asset that is not plainly working, for whatever reason, is left alone. */
async function happen(deps: LiveDowntimeDeps, { asset, episode, states }: LiveEpisode & { readonly asset: FleetAsset }): Promise<void> {
  const { example, board, log } = deps
  const [opening] = states
  if (opening === undefined || board.of(asset.assetId)?.state !== 'UP') return
  const toldMs = deps.now().getTime()
  const event = stateEvent(example.seed, asset, episode, { ...opening, toldMs })
  const made = madeOf(example.seed, event.id, episode, { sinceMs: episode.backMs, speed: 1 })
  if (!(await causeDowntime(deps, made, event))) return
  log.info({ assetId: asset.assetId, kind: episode.kind, cause: episode.cause, downtimeId: event.id }, 'an example scanner is out of use')
}

async function endWhatIsOver(deps: LiveDowntimeDeps, nowMs: number): Promise<void> {
  for (const made of await openMadeDowntimes(deps.pool)) {
    if (endsByItself(made)) await endWhenBack(deps, made, nowMs)
    else if (isBackInUse(deps, made, nowMs)) await endMadeDowntime(deps.pool, made.downtimeId, new Date(nowMs))
  }
}

const endsByItself = ({ kind }: MadeDowntime): boolean => kind === 'service' || kind === 'external'

async function endWhenBack(deps: LiveDowntimeDeps, made: MadeDowntime, nowMs: number): Promise<void> {
  const asset = deps.example.find(made.assetId)
  if (asset === undefined || made.backMs > nowMs) return
  const by = { kind: 'person', role: 'radiology-lead' } as const
  const state = { state: 'UP', atMs: made.backMs, toldMs: nowMs, by, released: made.kind === 'service' } as const
  await endDowntime(deps, made, stateEvent(deps.example.seed, asset, made, state))
}

/** A failure ends through its work order, and shows on the board when it has. */
function isBackInUse({ board }: LiveDowntimeDeps, { assetId, fromMs, downtimeId }: MadeDowntime, nowMs: number): boolean {
  const standing = board.of(assetId)
  return standing?.state === 'UP' && standing.downtimeId !== downtimeId && nowMs - fromMs > SHOWN_AFTER_MS
}
