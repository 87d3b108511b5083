import type { CaseHours, CaseLedger, CaseState, CaseTerms, OracleCase } from './oracle-case.ts'
import { type Dice, diceOf } from './dice.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** The nights clocks change, the turn of a year, a leap day, and plain summer and winter days. */
const seasons = [
  '2024-02-28',
  '2024-10-26',
  '2025-03-29',
  '2025-10-25',
  '2026-03-28',
  '2026-07-07',
  '2026-10-24',
  '2026-12-30',
  '1996-10-26',
  '2059-03-29',
]

const states: readonly CaseState[] = [
  'UP',
  'UP',
  'UP',
  'UP',
  'DEGRADED',
  'DEGRADED',
  'DOWN_UNPLANNED',
  'DOWN_UNPLANNED',
  'DOWN_UNPLANNED',
  'DOWN_PLANNED',
  'DOWN_PLANNED',
  'DOWN_EXTERNAL',
  'IN_QA',
  'RETIRED',
]
const causes = ['gantry-or-rotation', 'user-caused', 'user-caused', 'upgrade'] as const

/** Every cause that a case may state. */
export const caseCauses: readonly string[] = [...new Set(causes)]
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const steps = [
  'call-logged',
  'call-logged',
  'access-given',
  'access-given',
  'paused',
  'resumed',
  'handed-back',
  'reopened',
  'released',
  'cancelled',
] as const

/** The instants of a case: a window of up to three days in one of the seasons, with some days before it. */
interface Frame {
  readonly beginMs: number
  readonly fromMs: number
  readonly toMs: number
}

/**
 * One case, the same for the same seed: states said by all kinds of reporters, often at the same instant, late or ahead of time;
 * corrections of events, of corrections, of nothing, early and void; silence, lost sessions and work orders; hours with exceptions,
 * several ranges a day and new patterns; contracts of every kind, some changing within the window.
 */
export function generatedCase(seed: number): OracleCase {
  const dice = diceOf(seed)
  const frame = frameOf(dice)
  return {
    ledger: ledgerOf(dice, frame),
    knownAtMs: dice.chance(0.7) ? frame.toMs + 30 * dayMs : instantIn(dice, frame),
    fromMs: frame.fromMs,
    toMs: frame.toMs,
    operatingHours: hoursOf(dice, frame),
    sessions: hoursOf(dice, frame),
    terms: termsOf(dice, frame),
    causeNeedingRelease: 'upgrade',
  }
}

function frameOf(dice: Dice): Frame {
  const seasonMs = Date.parse(`${dice.pick(seasons)}T00:00:00Z`)
  const fromMs = seasonMs + dice.below(1440) * minuteMs
  const toMs = fromMs + (1 + dice.below(3 * 1440)) * minuteMs
  return { beginMs: fromMs - dice.below(3 * 1440) * minuteMs, fromMs, toMs }
}

/** Half of all instants fall on the half hour, so that many coincide. */
function instantIn(dice: Dice, { beginMs, toMs }: Frame): number {
  const stepMs = dice.chance(0.5) ? 30 * minuteMs : minuteMs
  const beforeMs = dice.below(Math.ceil((toMs - beginMs) / minuteMs) + 60) * minuteMs
  return Math.floor((beginMs + beforeMs) / stepMs) * stepMs
}

const laterBy = (dice: Dice, atMs: number): number =>
  atMs + dice.pick([0, 0, minuteMs, 5 * minuteMs, -5 * minuteMs, hourMs, 2 * dayMs, -dayMs])

const listOf = <Item>(dice: Dice, lengthMax: number, make: () => Item): Item[] => Array.from({ length: dice.below(lengthMax + 1) }, make)

function ledgerOf(dice: Dice, frame: Frame): CaseLedger {
  const stateChanges = listOf(dice, dice.pick([3, 6, 16]), () => changeOf(dice, frame))
  const sessionLosses = listOf(dice, 8, () => {
    const fromMs = instantIn(dice, frame)
    const toMs = fromMs + dice.below(900) * minuteMs
    const cause = dice.pick(['staff', 'injector-or-coil', 'it', 'other'] as const)
    return { eventId: dice.id(), recordedMs: laterBy(dice, toMs), fromMs, toMs, cause }
  })
  const healthChanges = listOf(dice, 5, () => {
    const atMs = instantIn(dice, frame)
    return {
      eventId: dice.id(),
      recordedMs: laterBy(dice, atMs),
      atMs,
      health: dice.pick(['LIVE', 'SILENT', 'SILENT', 'NOT_CONNECTED'] as const),
    }
  })
  const workOrderFacts = listOf(dice, 12, () => {
    const atMs = instantIn(dice, frame)
    const reason = dice.pick(['no-access', 'awaiting-customer-checks', 'awaiting-part'])
    return {
      eventId: dice.id(),
      recordedMs: laterBy(dice, atMs),
      atMs,
      workOrderId: dice.pick(['WO-1', 'WO-2']),
      step: dice.pick(steps),
      reason,
    }
  })
  const twice = stateChanges.filter(() => dice.chance(0.1)).map((change) => ({ ...change, recordedMs: change.recordedMs + hourMs }))
  const targets = [...stateChanges, ...stateChanges, ...sessionLosses.slice(0, 2)].map(({ eventId }) => eventId)
  return {
    stateChanges: dice.shuffled([...stateChanges, ...twice]),
    corrections: dice.shuffled(correctionsOf(dice, frame, targets)),
    sessionLosses,
    healthChanges: dice.shuffled(healthChanges),
    workOrderFacts: dice.shuffled(workOrderFacts),
  }
}

const reporterOf = (dice: Dice): { kind: 'device' | 'person' | 'supplier' | 'schedule' } => ({
  kind: dice.pick(['device', 'device', 'person', 'person', 'supplier', 'schedule'] as const),
})

function changeOf(dice: Dice, frame: Frame): CaseLedger['stateChanges'][number] {
  const atMs = instantIn(dice, frame)
  const state = dice.pick(states)
  const endsMs = atMs + (dice.below(600) - 20) * minuteMs
  const canBeReleased = state === 'UP' || state === 'DEGRADED' || dice.chance(0.05)
  return {
    eventId: dice.id(),
    recordedMs: laterBy(dice, atMs),
    atMs,
    state,
    reportedBy: reporterOf(dice),
    ...(state === 'DOWN_PLANNED' && dice.chance(0.85) ? { agreedEndMs: endsMs } : {}),
    ...(dice.chance(0.6) ? { cause: dice.pick(causes) } : {}),
    ...(dice.chance(0.5) ? { fault: dice.pick(['arcing', 'table', 'cold head']) } : {}),
    ...(canBeReleased && dice.chance(0.45) ? { releaseId: dice.id() } : {}),
  }
}

/** Corrections may name each other, whatever order they come in, and things nobody has heard of. */
function correctionsOf(dice: Dice, frame: Frame, targets: readonly string[]): CaseLedger['corrections'][number][] {
  const ids = Array.from({ length: dice.below(7) }, () => dice.id())
  return ids.map((eventId) => ({
    eventId,
    recordedMs: laterBy(dice, instantIn(dice, frame)),
    correctsEventId: dice.pick([...targets, ...ids, 'unheard-of']),
    reason: 'oracle',
    ...(dice.chance(0.6) ? { atMs: instantIn(dice, frame) } : {}),
    ...(dice.chance(0.6) ? { state: dice.pick(states) } : {}),
    ...(dice.chance(0.3) ? { void: true } : {}),
    ...(dice.chance(0.7) ? { reportedBy: reporterOf(dice) } : {}),
  }))
}

const timeText = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

function rangesOf(dice: Dice): { from: string; to: string }[] {
  if (dice.chance(0.2)) return [{ from: '00:00', to: '24:00' }]
  const cuts = [...new Set(Array.from({ length: dice.pick([2, 2, 4]) }, () => dice.below(49) * 30))].toSorted((a, b) => a - b)
  return Array.from({ length: Math.floor(cuts.length / 2) }, (_, index) => ({
    from: timeText(cuts[index * 2] ?? 0),
    to: timeText(cuts[index * 2 + 1] ?? 1440),
  }))
}

function weekOf(dice: Dice): CaseHours['patterns'][number]['week'] {
  const days = weekdays.map((day) => [day, dice.chance(0.2) ? [] : rangesOf(dice)] as const)
  return Object.fromEntries([...days, ['wednesday', [{ from: '08:00', to: '20:00' }]]])
}

function hoursOf(dice: Dice, { fromMs }: Frame): CaseHours {
  const dateText = (days: number): string => new Date(fromMs + days * dayMs).toISOString().slice(0, 10)
  const patterns = dice.chance(0.7)
    ? [{ week: weekOf(dice) }]
    : [
        { validFrom: dateText(1), week: weekOf(dice) },
        { validTo: dateText(dice.below(2)), week: weekOf(dice) },
      ]
  return {
    patterns,
    exceptions: dice.chance(0.3) ? [{ date: dateText(dice.below(3)), hours: dice.chance(0.5) ? [] : rangesOf(dice) }] : [],
  }
}

function termsOf(dice: Dice, frame: Frame): CaseTerms[] {
  const changeMs = frame.fromMs + dice.below(2880) * minuteMs
  if (dice.chance(0.7)) return [oneTerms(dice, frame, frame.beginMs - dayMs, frame.toMs + dayMs)]
  return [
    oneTerms(dice, frame, changeMs + dice.below(60) * minuteMs, frame.toMs + dayMs),
    oneTerms(dice, frame, frame.beginMs, changeMs),
  ].filter(({ fromMs, toMs }) => fromMs < toMs)
}

const oneTerms = (dice: Dice, frame: Frame, fromMs: number, toMs: number): CaseTerms => ({
  contractId: dice.id(),
  fromMs,
  toMs,
  cover: hoursOf(dice, frame),
  coverIncludesPlannedWork: dice.chance(0.3),
  degradedWeight: dice.pick([0, 0, 0.5, 0.25, 1]),
  clockStarts: dice.pick(['call-logged-with-access', 'fault'] as const),
  clockStops: dice.pick(['hand-back', 'return-to-use'] as const),
  lostHours: dice.pick(['cover', 'cover', 'elapsed'] as const),
  pauseReasons: ['no-access', 'awaiting-customer-checks'],
  excludedCauses: dice.chance(0.5) ? ['user-caused'] : [],
})
