import { assetHistory, emptyLedger, hoursLost, type StateChange } from '@imaging/availability/domain'
import { calendarOf } from '@imaging/calendar'
import { closed, eventReader, eventSchemas, type DowntimeStateChangedV1, type ImagingEvent } from '@imaging/schemas'
import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
import {
  BACK_FILL_TO_MS,
  exampleHours,
  STATED_HOURS_LOST,
  STATED_PERIOD_FROM_MS,
  STATED_PERIOD_TO_MS,
  type DisorderShares,
} from '../domain/index.ts'
import { createCounts } from './counts.ts'
import { disordered } from './disordered.ts'
import { createExample } from './example.ts'
import { toldEpisodes } from './state-events.ts'
import { examSequence, readingSequence } from './telemetry-events.ts'

const HOUR_MS = 3_600_000
const filledToMs = Date.UTC(2026, 10, 22, 10, 17)
const shares: DisorderShares = {
  late: 0.05,
  duplicate: 0.05,
  reordered: 0.05,
  skewed: 0.02,
  malformed: 0.02,
  schemaFault: 0.02,
  unknownAsset: 0.02,
  impossibleUnit: 0.02,
  wrongSource: 0.05,
}

const whole = createExample({ seed: 1, fleet: 'full', filledToMs })
const small = createExample({ seed: 1, fleet: 'small', filledToMs })
const states = (example: typeof whole): readonly DowntimeStateChangedV1[] => toldEpisodes(example).flatMap(({ events }) => events)
const every = (sequence: ReturnType<typeof readingSequence> | ReturnType<typeof examSequence>): readonly ImagingEvent[] =>
  Array.from({ length: sequence.total }, (_, index) => sequence.at(index)).filter((event) => event !== undefined)

const wholeStates = states(whole)
const smallTelemetry = [...every(readingSequence(small)), ...every(examSequence(small))]

/** The events as the platform accepts them, told by its own rules: readable, of a known asset, from its operator, each once. */
function accepted(events: readonly DowntimeStateChangedV1[]): readonly DowntimeStateChangedV1[] {
  const read = eventReader('imaging.downtime')
  const delivered = disordered({ seed: 1, shares, counts: createCounts() }, events, filledToMs)
  const byId = new Map<string, DowntimeStateChangedV1>()
  for (const { body } of delivered) {
    const answer = read(Buffer.from(String(body)), filledToMs)
    if (!('event' in answer)) continue
    const { event } = answer
    if (event.source.split(':')[3] !== whole.find(event.subject)?.operator) continue
    byId.set(event.id, event as DowntimeStateChangedV1)
  }
  return [...byId.values()]
}

const stateChange = ({ id, time, data }: DowntimeStateChangedV1): StateChange => ({
  eventId: id,
  recordedMs: Date.parse(time),
  atMs: Date.parse(data.at),
  state: data.state,
  reportedBy: data.reportedBy,
  ...(data.agreedEnd !== undefined && { agreedEndMs: Date.parse(data.agreedEnd) }),
  ...(data.release !== undefined && { releaseId: data.release }),
  ...(data.cause !== undefined && { cause: data.cause }),
})

function imperialHoursLost(events: readonly DowntimeStateChangedV1[], classId: string): number {
  const byAsset = Map.groupBy(events, ({ subject }) => subject)
  return whole.assets
    .filter((asset) => asset.operator === 'RYJ' && asset.classId === classId)
    .flatMap((asset) => {
      const ledger = { ...emptyLedger, stateChanges: (byAsset.get(asset.assetId) ?? []).map(stateChange) }
      const history = assetHistory(ledger, { knownAtMs: filledToMs, toMs: BACK_FILL_TO_MS })
      const operatingHours = calendarOf(exampleHours[asset.hours])
      return hoursLost({ history, operatingHours, fromMs: STATED_PERIOD_FROM_MS, toMs: STATED_PERIOD_TO_MS })
    })
    .filter(({ definition }) => definition === 'technical')
    .reduce((sum, { lostMs }) => sum + lostMs / HOUR_MS, 0)
}

describe('the told history', () => {
  it.each(['ct', 'mri'] as const)('gives Imperial the stated hours of %s to two per cent, whatever noise stands beside it', (classId) => {
    const hours = imperialHoursLost(accepted(wholeStates), classId)
    expect(Math.abs(hours / STATED_HOURS_LOST[classId] - 1), `${hours} hours`).toBeLessThan(0.02)
  })

  it('accepts every true event and no noise', () => {
    const events = states(small)
    expect(
      accepted(events)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(events.map(({ id }) => id).toSorted())
  })

  it('is the same each time it is made', () => {
    expect(states(createExample({ seed: 1, fleet: 'full', filledToMs }))).toEqual(wholeStates)
    const again = readingSequence(createExample({ seed: 1, fleet: 'small', filledToMs }))
    expect(every(again)).toEqual(every(readingSequence(small)))
  })

  it('names each event once', () => {
    const ids = [...wholeStates, ...smallTelemetry].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('dates nothing after the end of the back-fill', () => {
    const instants = [...wholeStates.map(({ data }) => data.at), ...[...wholeStates, ...smallTelemetry].map(({ time }) => time)]
    expect(instants.filter((at) => Date.parse(at) > filledToMs)).toEqual([])
  })

  it('is marked as example data and fits the closed schemas', () => {
    const validators = new Map(eventSchemas.map(({ type, schema }) => [type, Compile(closed(schema))]))
    const unfit = [...wholeStates, ...smallTelemetry].filter(
      (event) => event.example !== true || validators.get(event.type)?.Check(event) !== true,
    )
    expect(unfit).toEqual([])
  })

  it('tells the states of each asset in the order in which they took effect', () => {
    for (const events of Map.groupBy(wholeStates, ({ subject }) => subject).values()) {
      const instants = events.map(({ data }) => Date.parse(data.at))
      expect(instants).toEqual(instants.toSorted((one, other) => one - other))
    }
  })

  it('tells of an episode that is still going on only how it began', () => {
    const open = toldEpisodes(whole).filter(({ episode }) => episode !== undefined && episode.backMs > filledToMs)
    expect(open.length).toBeGreaterThan(0)
    for (const { events } of open) expect(events.length).toBe(1)
  })

  it('counts no exam on a scanner that is out of use', () => {
    const [down] = toldEpisodes(whole).filter(
      ({ asset, episode }) => asset.classId === 'mri' && episode !== undefined && episode.backMs > filledToMs,
    )
    if (down?.episode === undefined) throw new Error('the example has a magnet that is down')
    const { asset, episode } = down
    const told = examSequence({ ...whole, assets: [asset] })
    const counts = every(told).filter(({ data }) => Date.parse((data as { from: string }).from) >= episode.fromMs)
    expect(counts.length).toBeGreaterThan(0)
    for (const { data } of counts) expect((data as { exams: number }).exams).toBe(0)
  })
})

describe('the small fleet', () => {
  it('has what tests ask for: two CT and two magnets at St Mary’s, a CT at Charing Cross, a magnet with a silent feed', () => {
    const at = (siteCode: string, classId: string) =>
      small.assets.filter((asset) => asset.siteCode === siteCode && asset.classId === classId).length
    expect([at('RYJ01', 'ct'), at('RYJ01', 'mri'), at('RYJ02', 'ct'), at('RYJ03', 'mri')]).toEqual([2, 2, 1, 1])
    const heard = smallTelemetry.filter(({ type, subject }) => type.includes('reading') && subject === 'RYJ03-MRI-001')
    const lastHeard = Math.max(...heard.map(({ time }) => Date.parse(time)))
    expect(filledToMs - lastHeard).toBeGreaterThan(24 * HOUR_MS)
  })

  it('has worked for a day when a test begins', () => {
    for (const asset of small.assets)
      for (const { backMs } of small.episodesOf(asset)) expect(backMs).toBeLessThanOrEqual(filledToMs - 24 * HOUR_MS)
  })
})
