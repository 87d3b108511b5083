import { describe, expect, it } from 'vitest'
import { boardFixture, fixtureNow } from '../../../preview/board-fixture.ts'
import { knownFault, reportAnswers, reportErrors, reportView, stateReport } from './report-view.ts'

const scanners = boardFixture.rows
const nowMs = fixtureNow.getTime()
const [working, down] = [scanners[0], scanners[1]] as [(typeof scanners)[0], (typeof scanners)[0]]
const answers = reportAnswers({ scanner: working.assetId, severity: 'down', reason: 'cooling', note: ' Alarm at the chiller ' })
const earlier = { since: 'earlier', sinceDate: '2026-11-20', sinceTime: '07:30' }

describe('report a fault', () => {
  it('asks for everything that is missing, by field', () => {
    expect(reportErrors(reportAnswers({ since: 'earlier' }), scanners, nowMs).map(({ href }) => href)).toEqual([
      '#scanner',
      '#severity',
      '#reason',
      '#sinceDate',
    ])
    expect(reportErrors(answers, scanners, nowMs)).toEqual([])
  })

  it('refuses a patient’s number at the field', () => {
    const note = 'Patient 943 476 5919 moved'
    expect(reportErrors({ ...answers, note }, scanners, nowMs)).toEqual([
      { href: '#note', text: 'Details must not hold a patient’s number' },
    ])
    expect(reportErrors({ ...answers, note: 'Error 943 476 5918' }, scanners, nowMs)).toEqual([])
  })

  it('keeps what was chosen when the form is shown again', () => {
    const view = reportView({ ...answers, ...earlier }, { scanners, errors: [], nowMs })
    expect(view.severities).toContainEqual({ value: 'down', text: 'Down', hint: { text: 'We cannot scan' }, checked: true })
    expect(view.since).toContainEqual({ value: 'earlier', text: 'Earlier', checked: true })
    expect(view).toMatchObject({ note: 'Alarm at the chiller', sinceDate: '2026-11-20', sinceTime: '07:30', scanner: { name: 'CT 1' } })
  })

  it('takes now for the start without asking for anything, and offers today first', () => {
    const view = reportView(reportAnswers({}), { scanners, errors: [], nowMs })
    expect(view.since).toContainEqual({ value: 'now', text: 'Now', checked: true })
    expect([view.sinceDate, view.sinceTime]).toEqual(['2026-11-20', ''])
    expect(stateReport(answers, working, nowMs)).not.toHaveProperty('at')
  })

  it('knows a fault that is already open', () => {
    expect(knownFault(down, nowMs)?.words).toBe('CT 2 is already reported as Down since 1:45am: Tube arcing, scans abort.')
    expect(knownFault(working, nowMs)).toBeUndefined()
  })

  it('becomes the state it stands for', () => {
    expect(stateReport({ ...answers, ...earlier }, working, nowMs)).toEqual({
      assetId: working.assetId,
      state: 'DOWN_UNPLANNED',
      fault: 'cooling',
      cause: 'cooling',
      at: '2026-11-20T07:30:00.000Z',
      note: 'Cooling: Alarm at the chiller',
    })
    expect(stateReport({ ...answers, severity: 'not-right', reason: 'poor-images', note: '' }, working, nowMs)).toEqual({
      assetId: working.assetId,
      state: 'DEGRADED',
      fault: 'poor-images',
      canStill: ['cardiac-ct', 'trauma'],
      note: 'Poor images',
    })
  })
})
