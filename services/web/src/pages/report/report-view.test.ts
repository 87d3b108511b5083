import { describe, expect, it } from 'vitest'
import { boardFixture, fixtureNow } from '../../../preview/board-fixture.ts'
import { knownFault, reportAnswers, reportErrors, reportView, stateReport } from './report-view.ts'

const rows = boardFixture.rows
const [working, down] = [rows[0], rows[1]] as [(typeof rows)[0], (typeof rows)[0]]
const answers = reportAnswers({ scanner: working.assetId, severity: 'down', reason: 'cooling', note: ' Alarm at the chiller ' })

describe('report a fault', () => {
  it('asks for everything that is missing, by field', () => {
    expect(reportErrors(reportAnswers({}), rows).map(({ href }) => href)).toEqual(['#scanner', '#severity', '#reason'])
    expect(reportErrors(answers, rows)).toEqual([])
  })

  it('keeps what was chosen when the form is shown again', () => {
    const view = reportView(answers, rows, [], fixtureNow.getTime())
    expect(view.severities).toContainEqual({ value: 'down', text: 'Down', hint: { text: 'We cannot scan' }, checked: true })
    expect(view.note).toBe('Alarm at the chiller')
    expect(view.scanner?.name).toBe('CT 1')
  })

  it('knows a fault that is already open', () => {
    expect(knownFault(down, fixtureNow.getTime())?.words).toBe('CT 2 is already reported as Down since 1:45am: Tube arcing, scans abort.')
    expect(knownFault(working, fixtureNow.getTime())).toBeUndefined()
  })

  it('becomes the state it stands for', () => {
    expect(stateReport(answers, working)).toEqual({
      assetId: working.assetId,
      state: 'DOWN_UNPLANNED',
      fault: 'cooling',
      cause: 'cooling',
      note: 'Cooling: Alarm at the chiller',
    })
    expect(stateReport({ ...answers, severity: 'not-right', reason: 'poor-images', note: '' }, working)).toEqual({
      assetId: working.assetId,
      state: 'DEGRADED',
      fault: 'poor-images',
      canStill: ['cardiac-ct', 'trauma'],
      note: 'Poor images',
    })
  })
})
