import { describe, expect, it } from 'vitest'
import { html } from '../html/safe-html.ts'
import { responsiveTable } from './responsive-table.ts'

const columns = [
  { heading: 'Scanner', cell: (row: { name: string; hours: number }) => row.name },
  { heading: 'Hours lost', cell: (row: { name: string; hours: number }) => html`<b>${row.hours}</b>`, isNumeric: true },
]

describe('responsiveTable', () => {
  const markup = String(responsiveTable({ caption: 'Time lost', columns, rows: [{ name: '<CT 2>', hours: 4 }], empty: 'None' }))

  it('has a caption, column headings and a heading for each row', () => {
    expect(markup).toMatch(/<caption class="nhsuk-table__caption nhsuk-table__caption--m"> ?Time lost ?<\/caption>/)
    expect(markup).toContain('scope="col" role="columnheader">Scanner</th>')
    expect(markup).toContain('scope="row" role="rowheader"')
  })

  it('escapes text and keeps markup', () => {
    expect(markup).toContain('&lt;CT 2&gt;')
    expect(markup).toContain('<b>4</b>')
  })

  it('says in words that there is nothing', () => {
    expect(String(responsiveTable({ caption: 'Time lost', columns, rows: [], empty: 'There are no scanners down.' }))).toBe(
      '<p class="app-empty">There are no scanners down.</p>',
    )
  })
})
