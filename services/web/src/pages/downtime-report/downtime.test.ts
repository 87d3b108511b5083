import { describe, expect, it } from 'vitest'
import { fixtureNow } from '../../../preview/board-fixture.ts'
import { downtimeFixture, noOpenedHoursFixture, openedHoursFixture } from '../../../preview/register-fixture.ts'
import { downtimeCsv, downtimeView } from './downtime-view.ts'
import { CSV_STRETCHES_MAX, hoursCsv, hoursView } from './hours-view.ts'
import { askedOpened, askedQuestion, presets } from './report-question.ts'

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
    [{ from: '2027-01-01', to: '2027-05-01' }, '#from'],
    [{ knownDate: '2025-02-31' }, '#knownDate'],
    [{ knownDate: '', knownTime: '09:00' }, '#knownDate'],
    [{ knownDate: '2030-01-01' }, '#knownDate'],
    [{ knownDate: '2025-04-01' }, '#knownDate'],
  ])('says what to mend in %o and answers with a period that can be', (query, href) => {
    const { errors, question } = askedQuestion(query, nowMs)
    expect(errors[0]?.href).toBe(href)
    expect(Date.parse(question.from)).toBeLessThan(Date.parse(question.to))
  })

  it('reads the instant it is to be as known at in London time', () => {
    expect(askedQuestion({ knownDate: '2026-07-01', knownTime: '09:00' }, nowMs).question.knownAt).toBe('2026-07-01T08:00:00.000Z')
  })

  it('shows the instant of a link in the form, so that asking again keeps it, and believes the form where both speak', () => {
    const linked = askedQuestion({ knownAt: '2026-07-01T08:00:00.000Z' }, nowMs)
    expect(linked.knownAt).toEqual({ date: '2026-07-01', time: '09:00' })
    const cleared = askedQuestion({ knownAt: '2026-07-01T08:00:00.000Z', knownDate: '', knownTime: '' }, nowMs)
    expect(cleared.question.knownAt).toBeUndefined()
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
  const viewOf = (query: Record<string, string>, knownSince?: string) =>
    downtimeView(downtimeFixture, askedQuestion(query, nowMs), knownSince, 1, nowMs)
  const view = viewOf({ trust: 'RYJ' })

  it('says the period, what was known when, and bounds beside every figure', () => {
    expect(view.known).toMatchObject({ period: '1 April 2025 to 31 October 2025', words: 'As known at 8:15am on 20 November 2026' })
    expect(String(view.totals).match(/between 9/g)).toHaveLength(3)
  })

  it('opens every number of hours to the time behind it: totals, lines and causes', () => {
    const numbers = [view.totals, view.causes, view.lines].flatMap((table) => [...String(table).matchAll(/>([\d,.]+ hours?)</g)])
    const links = [view.totals, view.causes, view.lines].flatMap((table) => [...String(table).matchAll(/downtime\/hours\?/g)])
    const noughts = numbers.filter(([, text]) => text === '0 hours')
    expect(links).toHaveLength(numbers.length - noughts.length)
    for (const definition of ['technical', 'contractual', 'clinical', 'planned', 'building', 'unconfirmed'])
      expect(String(view.totals)).toContain(`definition=${definition}"`)
    expect(String(view.causes)).toContain('definition=technical&amp;cause=cryogenics')
  })

  it('keeps the group of a line when its hours are opened, and leads from a group to its scanners', () => {
    expect(String(view.lines)).toContain(
      '/hours?from=2025-04-01&amp;to=2025-11-01&amp;by=class&amp;trust=RYJ&amp;type=ct&amp;definition=planned',
    )
    expect(String(view.lines)).toContain('/reports/downtime?from=2025-04-01&amp;to=2025-11-01&amp;by=asset&amp;trust=RYJ&amp;type=ct')
    expect(String(viewOf({ by: 'asset' }).lines)).toContain('definition=contractual&amp;scanner=ct')
  })

  it('says in words that nothing was known, and since when something is', () => {
    const query = { knownDate: '2025-07-01', knownTime: '09:00' }
    const past = downtimeView({ ...downtimeFixture, knownAt: '2025-07-01T08:00:00.000Z' }, askedQuestion(query, nowMs), undefined, 1, nowMs)
    expect(past.known.nothing).toMatch(/^Nothing had been recorded about these scanners by 9am on 1 July 2025, so there are no figures/)
    expect(past.known.nowHref).not.toContain('knownAt')
    expect(viewOf(query, '2025-06-01T00:00:00.000Z').known.nothing).toBeUndefined()
  })

  it('puts the cause that cost most first', () =>
    expect(String(view.causes).indexOf('Helium')).toBeLessThan(String(view.causes).indexOf('Tube')))

  it('ends the CSV with the total', () =>
    expect(downtimeCsv(downtimeFixture).trim().split('\r\n').at(-1)).toMatch(/^total,Total,105,2239.4,/))
})

describe('hoursView', () => {
  const { question } = askedQuestion({ type: 'mri' }, nowMs)
  const opened = askedOpened({ definition: 'technical' })
  const view = hoursView(openedHoursFixture, question, opened, undefined, 1)

  it('says what it adds up to, of whom and by what definition', () => {
    expect(view).toMatchObject({ about: 'MRI scanners', heading: 'Technical downtime' })
    expect(view.total).toBe('300 hours in 60 stretches of time on 60 scanners')
    expect(view.definitions.filter(({ current }) => current)).toHaveLength(1)
  })

  it('shows with each stretch the rule that counted it and the events behind it, as they were told', () => {
    const table = String(view.table)
    expect(table).toContain('Down after a failure, or in the checks after it')
    expect(table).toContain('Planned work went on past its agreed end')
    expect(table).toContain('Priya Shah, radiology lead')
    expect(table).toContain('Call logged')
    expect(table).toContain('of 6 hours')
    expect(table).toContain('Nothing was reported')
  })

  it('divides any definition by cause, each opening to its own time, and leads to the next page', () => {
    expect(String(view.causes)).toContain('cause=not+stated')
    expect(hoursView(openedHoursFixture, question, { ...opened, cause: 'cryogenics' }, undefined, 1).causes).toBeUndefined()
    expect(view.pagination?.next?.href).toContain('type=mri&definition=technical&page=2')
  })

  it('says so where no time was counted, and offers no file', () => {
    const empty = hoursView(noOpenedHoursFixture, question, opened, undefined, 1)
    expect([String(empty.table), empty.csvHref]).toEqual([expect.stringContaining('No time was counted here'), undefined])
  })

  it('offers no file that would be too long', () => {
    const long = hoursView({ ...openedHoursFixture, total: CSV_STRETCHES_MAX + 1 }, question, opened, undefined, 1)
    expect([long.isTooLong, long.csvHref]).toEqual([true, undefined])
  })

  it('gives every stretch as CSV with its events', () => {
    const lines = hoursCsv(openedHoursFixture).trim().split('\r\n')
    expect(lines).toHaveLength(61)
    expect(lines[1]).toContain('019aa000-0000-7000-8000-000000000021 019aa000-0000-7000-8000-000000000022')
  })
})
