import { describe, expect, it } from 'vitest'
import { fixtureNow } from '../../../preview/board-fixture.ts'
import { downtimeFixture, evidenceFixture } from '../../../preview/register-fixture.ts'
import { downtimeCsv, downtimeView, evidenceView } from './downtime-view.ts'
import { askedQuestion, presets } from './report-question.ts'

const nowMs = fixtureNow.getTime()

describe('askedQuestion', () => {
  it('begins with the April to October that people compare', () => {
    expect(askedQuestion({}, nowMs).question).toMatchObject({ from: '2025-04-01', to: '2025-11-01', groupBy: 'class', knownAt: undefined })
  })

  it.each([
    [{ from: '2025-02-31' }, '#from'],
    [{ to: 'tomorrow' }, '#to'],
    [{ from: '2025-06-01', to: '2025-05-01' }, '#to'],
    [{ from: '1990-06-01', to: '2025-05-01' }, '#from'],
    [{ knownDate: '2025-02-31' }, '#knownDate'],
  ])('says what to mend in %o and answers with a period that can be', (query, href) => {
    const { errors, question } = askedQuestion(query, nowMs)
    expect(errors[0]?.href).toBe(href)
    expect(Date.parse(question.from)).toBeLessThan(Date.parse(question.to))
  })

  it('reads the instant it is to be as known at in London time', () => {
    expect(askedQuestion({ knownDate: '2026-07-01', knownTime: '09:00' }, nowMs).question.knownAt).toBe('2026-07-01T08:00:00.000Z')
  })

  it('offers whole financial years and marks the period asked for', () => {
    const offered = presets(askedQuestion({}, nowMs).question, nowMs)
    expect(offered.map(({ text }) => text)).toEqual([
      'April to October 2025',
      'April to October 2026',
      'Financial year 2025 to 2026',
      'Financial year 2026 to 2027',
    ])
    expect(offered.filter(({ current }) => current)).toHaveLength(1)
  })
})

describe('downtimeView', () => {
  const view = downtimeView(downtimeFixture, askedQuestion({ trust: 'RYJ' }, nowMs), 1, nowMs)

  it('says the period, what was known when, and bounds beside every figure', () => {
    expect(view.period).toBe('1 April 2025 to 31 October 2025')
    expect(view.knownWords).toBe('As known at 8:15am on 20 November 2026')
    expect(String(view.totals).match(/between 9/g)).toHaveLength(3)
  })

  it('opens a group’s hours to its scanners, and a scanner’s hours to the time itself', () => {
    expect(String(view.lines)).toContain('/reports/downtime?from=2025-04-01&amp;to=2025-11-01&amp;by=asset&amp;trust=RYJ&amp;type=ct')
    const byScanner = downtimeView(downtimeFixture, askedQuestion({ by: 'asset' }, nowMs), 1, nowMs)
    expect(String(byScanner.lines)).toContain('definition=contractual&amp;scanner=ct')
  })

  it('puts the cause that cost most first', () =>
    expect(String(view.causes).indexOf('Helium')).toBeLessThan(String(view.causes).indexOf('Tube')))

  it('ends the CSV with the total', () =>
    expect(downtimeCsv(downtimeFixture).trim().split('\r\n').at(-1)).toMatch(/^total,Total,105,2239.4,/))
})

describe('evidenceView', () => {
  it('adds up to the hours it explains, and names the rule that counted them', () => {
    const view = evidenceView(evidenceFixture, 'NWL-001', askedQuestion({}, nowMs).question, 'technical', 1)
    expect(view.total).toBe('300 hours in 60 stretches of time')
    expect(String(view.table)).toContain('Operating hours in unplanned downtime')
    expect(view.pagination?.next?.href).toContain('scanner=NWL-001&page=2')
  })
})
