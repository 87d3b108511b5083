import { newEvent, type EventNamed, type EventName } from '@imaging/schemas'
import type { Dice } from '../dice.ts'
import type { ExampleAsset } from '../example-register.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** One fact as the ledger's table holds it. */
export interface ToldFact {
  readonly kind: 'state' | 'health'
  readonly recordedAt: string
  readonly event: EventNamed<'downtime.state-changed.v1'> | EventNamed<'telemetry.data-health-changed.v1'>
}

export interface HistoryQuestion {
  readonly asset: ExampleAsset
  readonly fromMs: number
  readonly toMs: number
  /** How many facts to tell; each begins an interval. */
  readonly facts: number
  readonly dice: Dice
}

type Change = Omit<EventNamed<'downtime.state-changed.v1'>['data'], 'assetId' | 'at' | 'reportedBy'>
type Step = { readonly afterMs: number } & ({ readonly change: Change } | { readonly health: 'LIVE' | 'SILENT' })

const CAUSES = ['cryogenics', 'rf-or-coil', 'gradient', 'computer-or-software', 'table', 'cooling'] as const
const FAULTS = ['f-101', 'f-102', 'f-103', 'f-104', 'f-105', 'f-106', 'f-107', 'f-108'] as const

/** What happened to one scanner over years: failures and repairs, limited use, planned work with overruns, a failed building, silence. */
export function toldHistory({ asset, fromMs, toMs, facts, dice }: HistoryQuestion): readonly ToldFact[] {
  const episodes = drawEpisodes(facts - 2, dice)
  const everyMs = (toMs - fromMs) / (episodes.length + 1)
  const told: ToldFact[] = [fact(asset, fromMs, { change: { state: 'UP' } }, dice), fact(asset, fromMs, { health: 'LIVE' }, dice)]
  for (const [index, steps] of episodes.entries()) {
    let atMs = fromMs + (index + 0.2 + 0.4 * dice.share()) * everyMs
    for (const step of steps) {
      atMs += step.afterMs
      told.push(fact(asset, atMs, step, dice))
    }
  }
  return told
}

/** Episodes that come to exactly so many facts; single reports of working fill up the rest. */
function drawEpisodes(facts: number, dice: Dice): readonly (readonly Step[])[] {
  const episodes: (readonly Step[])[] = []
  let left = facts
  while (left > 0) {
    const drawn = episode(dice)
    const taken = drawn.length <= left ? drawn : [{ afterMs: 0, change: { state: 'UP' as const } }]
    episodes.push(taken)
    left -= taken.length
  }
  return episodes
}

function episode(dice: Dice): readonly Step[] {
  const kind = dice.share()
  const hours = (most: number): number => Math.ceil(dice.share() * most * 60) * MINUTE_MS
  const release = `R-${dice.whole(1, 999_999)}`
  if (kind < 0.45) {
    const cause = dice.oneOf(CAUSES)
    return [
      { afterMs: 0, change: { state: 'DOWN_UNPLANNED', cause, fault: dice.oneOf(FAULTS) } },
      // Without a release this is `IN_QA`, whatever was said.
      { afterMs: hours(40), change: { state: dice.share() < 0.5 ? 'IN_QA' : 'UP' } },
      { afterMs: hours(4), change: { state: 'UP', release } },
    ]
  }
  if (kind < 0.65)
    return [
      { afterMs: 0, change: { state: 'DEGRADED', canStill: ['routine'] } },
      { afterMs: hours(60), change: { state: 'UP' } },
    ]
  if (kind < 0.85) return plannedWork(hours(10), dice.share() < 0.2 ? hours(6) : -MINUTE_MS, release)
  if (kind < 0.95)
    return [
      { afterMs: 0, health: 'SILENT' },
      { afterMs: hours(12), health: 'LIVE' },
    ]
  return [
    { afterMs: 0, change: { state: 'DOWN_EXTERNAL', cause: 'power' } },
    { afterMs: hours(8), change: { state: 'UP' } },
  ]
}

/** The agreed end follows from the beginning and is put in when that is known. */
const plannedWork = (agreedMs: number, overrunMs: number, release: string): readonly Step[] => [
  { afterMs: 0, change: { state: 'DOWN_PLANNED', cause: 'planned-service', agreedEnd: String(agreedMs) } },
  { afterMs: agreedMs + overrunMs, change: { state: 'UP', release } },
]

function fact(
  asset: ExampleAsset,
  atMs: number,
  step: { readonly change: Change } | { readonly health: 'LIVE' | 'SILENT' },
  dice: Dice,
): ToldFact {
  const at = minute(atMs)
  // One fact in thirty is told late, by up to three days.
  const recordedAt = minute(atMs + (dice.share() < 1 / 30 ? dice.share() * 3 * DAY_MS : 2 * MINUTE_MS))
  const told = <Name extends EventName>(name: Name, data: EventNamed<Name>['data']): EventNamed<Name> =>
    newEvent({
      id: dice.uuid(atMs),
      name,
      source: asset.source,
      subject: asset.assetId,
      time: recordedAt,
      recordedtime: recordedAt,
      example: true,
      data,
    })
  if ('health' in step)
    return {
      kind: 'health',
      recordedAt,
      event: told('telemetry.data-health-changed.v1', { assetId: asset.assetId, health: step.health, at }),
    }
  const { agreedEnd, ...change } = step.change
  const data = {
    ...change,
    ...(agreedEnd === undefined ? {} : { agreedEnd: minute(Date.parse(at) + Number(agreedEnd)) }),
    assetId: asset.assetId,
    at,
    reportedBy: { kind: 'person' as const, role: 'radiographer' },
  }
  return { kind: 'state', recordedAt, event: told('downtime.state-changed.v1', data) }
}

const minute = (atMs: number): string => new Date(Math.floor(atMs / MINUTE_MS) * MINUTE_MS).toISOString()
