import type { ChannelSeries, RegisterAsset } from '@imaging/schemas'
import { describe, expect, it } from 'vitest'
import { boardFixture, fixtureNow, hoursAgo } from '../../../preview/board-fixture.ts'
import { ledgerFixture, registerFixture, seriesFixture, workOrderFixture } from '../../../preview/register-fixture.ts'
import { historyView } from './history-view.ts'
import { periodsOf } from './periods.ts'
import { breachesOf, readingsSummary } from './readings-view.ts'
import { buildingWords, roomWords } from './place-words.ts'
import { scannerView } from './scanner-view.ts'
import { filteredScanners, scannersCsv, scannersFilter, yearsWords } from './scanners-view.ts'

const nowMs = fixtureNow.getTime()

describe('the list of scanners', () => {
  const found = (query: Record<string, string>): readonly RegisterAsset[] => filteredScanners(registerFixture, scannersFilter(query), nowMs)

  it('finds by name, ID, serial or site, whatever the order of words', () => {
    expect(found({ q: 'mary mri' }).map(({ asset }) => asset.name)).toEqual(['MRI 1', 'MRI 2'])
    expect(found({ q: 'nwl-007' }).map(({ asset }) => asset.assetId)).toEqual(['NWL-007'])
    expect(found({ q: 'nothing like it' })).toEqual([])
  })

  it('narrows by age and by the end of support', () => {
    expect(found({ age: 'over-life' }).every(({ ageYears }) => ageYears > 8)).toBe(true)
    expect(found({ age: 'support' }).every(({ asset }) => (asset.supportEnds ?? '') < '2028-11-20')).toBe(true)
  })

  it('says an age in whole years', () => {
    expect(yearsWords(0.4)).toBe('less than a year')
    expect(yearsWords(1.9)).toBe('1 year')
    expect(yearsWords(9)).toBe('9 years')
  })

  it('is the same as CSV', () => expect(scannersCsv(registerFixture).trim().split('\r\n')).toHaveLength(registerFixture.length + 1))
})

describe('scannerView', () => {
  const asset = registerFixture[1] as RegisterAsset

  it('says of each part that it cannot be read instead of leaving it out', () => {
    const view = scannerView({
      asset,
      board: undefined,
      orders: undefined,
      ordersOf: [],
      figures: undefined,
      conditions: undefined,
      exams: undefined,
      nowMs,
    })
    expect(view).toMatchObject({
      now: undefined,
      strip: undefined,
      figures: undefined,
      conditions: undefined,
      exams: undefined,
      orders: undefined,
    })
    expect(view.facts.length).toBeGreaterThan(8)
  })

  it('tells what is wrong now, and leaves out warnings that have cleared', () => {
    const cleared = {
      conditionId: 'c',
      assetId: 'NWL-002',
      kind: 'helium-low',
      severity: 'alarm' as const,
      raisedAt: hoursAgo(5),
      clearedAt: hoursAgo(1),
      message: 'Helium low',
    }
    const view = scannerView({
      asset,
      board: boardFixture.rows,
      orders: [],
      ordersOf: [],
      figures: [],
      conditions: [cleared],
      exams: undefined,
      nowMs,
    })
    expect(view.now?.reason).toBe('Tube arcing, scans abort')
    expect(view.conditions).toEqual([])
  })
})

describe('a scanner’s place', () => {
  const asset = registerFixture[1] as RegisterAsset
  const { room: _room, building: _building, ...nowhere } = asset

  it('says how long room and building last, and what the room offers', () => {
    expect(String(roomWords(asset))).toMatch(
      /X1, Level 1[\s\S]*Life ends 1 June 2033\. Next survey 1 March 2027\. Shielded against radio waves/,
    )
    expect(String(roomWords(asset))).toContain('Floor for 9,000 kg, 120 kVA and chilled water for 60 kW. Scanners come in by crane.')
    expect(String(buildingWords(asset))).toContain('To be rebuilt: New Hospital Programme, works from 1 April 2035 to 1 April 2040.')
    expect(String(buildingWords(asset))).toContain('Life ends 1 April 2036. Landlord Imperial.')
  })

  it('says so where they are not recorded', () => {
    expect([roomWords(nowhere), buildingWords(nowhere)]).toEqual(['Not recorded', 'Not recorded'])
  })
})

describe('periodsOf', () => {
  it('begins months, quarters and financial years at London midnights', () => {
    expect(periodsOf(Date.parse('2026-08-10T10:00:00Z')).map(({ period }) => period.from)).toEqual([
      '2026-07-31T23:00:00.000Z',
      '2026-06-30T23:00:00.000Z',
      '2026-03-31T23:00:00.000Z',
    ])
    expect(periodsOf(Date.parse('2026-02-10T10:00:00Z')).map(({ period }) => period.from)).toEqual([
      '2026-02-01T00:00:00.000Z',
      '2026-01-01T00:00:00.000Z',
      '2025-03-31T23:00:00.000Z',
    ])
  })
})

describe('historyView', () => {
  const sources = { assetId: 'NWL-002', events: ledgerFixture, orders: [workOrderFixture({})], kind: undefined, page: 1 }

  it('is one list of all that was reported and done, newest first', () => {
    const { entries } = historyView(sources)
    expect(entries).toHaveLength(6)
    expect(entries.map(({ atMs }) => atMs)).toEqual(entries.map(({ atMs }) => atMs).toSorted((a, b) => b - a))
  })

  it('keeps what was corrected, struck through, beside its correction and when it was told', () => {
    const { entries } = historyView({ ...sources, kind: 'status' })
    expect(entries.find(({ isVoid }) => isVoid)).toMatchObject({ title: 'Working', detail: expect.stringContaining('Corrected later') })
    expect(entries.find(({ title }) => title === 'Corrected to Working')?.detail).toMatch(/It was back an hour earlier. Told at/)
  })

  it('says who said so and from where', () => {
    expect(historyView(sources).entries.find(({ title }) => title === 'Down')?.source).toBe('From Radiographer (urn:nhs:ods:RYJ:label)')
  })
})

describe('readings', () => {
  it('joins neighbouring readings beyond a limit into one breach', () => {
    const breaches = breachesOf(seriesFixture)
    expect(breaches).toHaveLength(2)
    expect(breaches[0]).toMatchObject({ side: 'high' })
    expect(readingsSummary(seriesFixture, breaches)).toBe(
      'Beyond the limit 2 times, on 29 October 2026 and 15 November 2026. The limit is passed above 5.2 K.',
    )
  })

  it('tells a fall below from a rise above, and a quiet line from none', () => {
    const at = (index: number, value: number) => ({ at: hoursAgo(10 - index), mean: value, min: value, max: value, count: 1 })
    const series: ChannelSeries = { ...seriesFixture, unit: '%', low: 60, high: 80, points: [at(0, 50), at(1, 90), at(2, 70)] }
    expect(breachesOf(series).map(({ side, worst }) => [side, worst])).toEqual([
      ['low', 50],
      ['high', 90],
    ])
    expect(readingsSummary({ ...series, points: [at(0, 70)] }, [])).toBe(
      'Within limits all the time. The limit is passed below 60% and above 80%.',
    )
    expect(readingsSummary({ ...series, points: [] }, [])).toBe('There are no readings in this time.')
  })
})
