import { type Calendar, calendarOf, weekdays } from '@imaging/calendar'
import { type AssetHistory, assetHistory } from '../asset-history.ts'
import { emptyLedger, type Ledger, type SessionLoss, type StateChange, type StateCorrection, type WorkOrderFact } from '../ledger.ts'
import type { TimelineQuestion } from '../state-timeline.ts'

/** The day all examples happen on: a Monday in winter, when London keeps UTC. */
const exampleDay = '2026-01-05'
const dayMs = 86_400_000

/** An instant of the example day, `HH:MM`, or of a day that many later. */
export const at = (time: string, daysLater = 0): number => Date.parse(`${exampleDay}T${time}:00Z`) + daysLater * dayMs

/** The same instant as text, for reading what came out. */
export const timeOf = (atMs: number): string => (Number.isFinite(atMs) ? new Date(atMs).toISOString().slice(11, 16) : 'ever')

/** A change said by a device and recorded as it happened, unless told otherwise. The id is the time and state unless given. */
export const said = (state: StateChange['state'], time: string, rest: Partial<StateChange> = {}): StateChange => ({
  eventId: `${time} ${state}`,
  state,
  atMs: at(time),
  recordedMs: at(time),
  reportedBy: { kind: 'device' },
  ...rest,
})

export const byPerson = { reportedBy: { kind: 'person', role: 'radiographer' } } as const
export const bySupplier = { reportedBy: { kind: 'supplier' } } as const

/** A correction recorded at noon of the next day, unless told otherwise. */
export const correction = (correctsEventId: string, rest: Partial<StateCorrection> = {}): StateCorrection => ({
  eventId: `corrects ${correctsEventId}`,
  correctsEventId,
  reason: 'example',
  recordedMs: at('12:00', 1),
  ...rest,
})

export const step = (workOrderStep: WorkOrderFact['step'], time: string, rest: Partial<WorkOrderFact> = {}): WorkOrderFact => ({
  eventId: `${time} ${workOrderStep}`,
  workOrderId: 'WO-1',
  step: workOrderStep,
  atMs: at(time),
  recordedMs: at(time),
  ...rest,
})

export const lost = (cause: SessionLoss['cause'], from: string, to: string, rest: Partial<SessionLoss> = {}): SessionLoss => ({
  eventId: `${cause} ${from}`,
  cause,
  fromMs: at(from),
  toMs: at(to),
  recordedMs: at(to),
  ...rest,
})

export const silentFrom = (time: string): Ledger['healthChanges'][number] => ({
  eventId: `${time} silent`,
  health: 'SILENT',
  atMs: at(time),
  recordedMs: at(time),
})
export const liveFrom = (time: string): Ledger['healthChanges'][number] => ({
  ...silentFrom(time),
  eventId: `${time} live`,
  health: 'LIVE',
})

export const ledgerOf = (...stateChanges: readonly StateChange[]): Ledger => ({ ...emptyLedger, stateChanges })

/** Everything known, to the end of the example day. */
export const wholeDay: TimelineQuestion = { knownAtMs: Infinity, toMs: at('00:00', 1) }

export const historyOf = (ledger: Ledger, question: Partial<TimelineQuestion> = {}): AssetHistory =>
  assetHistory(ledger, { ...wholeDay, ...question })

/** Open every day between two times. */
export const daily = (from: string, to: string): Calendar =>
  calendarOf({ patterns: [{ week: Object.fromEntries(weekdays.map((day) => [day, [{ from, to }]])) }] })

export const hours = (ms: number): number => ms / 3_600_000
