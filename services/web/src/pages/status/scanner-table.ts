import type { BoardRow } from '@imaging/schemas'
import { availabilityStrip24h, stripWords } from '../../charts/availability-strip.ts'
import { bars90Days, barsWords } from '../../charts/bars-90-days.ts'
import { boundsWords } from '../../components/figure-with-bounds.ts'
import { html, type SafeHtml } from '../../html/safe-html.ts'
import { shareWords } from '../../words/number-words.ts'
import { statusCell } from './status-cell.ts'

/** Uptime against the contract: "Meets 98%", "Below 98%", or that there is no target. */
export const targetWords = ({ uptime, uptimeTarget }: Pick<BoardRow, 'uptime' | 'uptimeTarget'>): string => {
  if (uptimeTarget === undefined) return 'No contract target'
  const target = shareWords(uptimeTarget, uptimeTarget * 100 === Math.round(uptimeTarget * 100) ? 0 : 1)
  if (uptime.value === undefined) return `Target ${target}`
  return uptime.value >= uptimeTarget ? `Meets ${target}` : `Below ${target}`
}

const labelled = (label: string, content: SafeHtml): SafeHtml => html`<span class="app-cell-label">${label}: </span>${content}`

const scannerRow = (row: BoardRow, nowMs: number): SafeHtml => {
  const name = `${row.name}, ${row.siteName}`
  return html`<tr role="row" data-asset="${row.assetId}">
    <th scope="row" role="rowheader">
      <a href="/scanners/${row.assetId}">${row.name}</a><br /><span class="app-quiet">${row.siteName}</span>
    </th>
    <td role="cell" data-status>${statusCell(row, nowMs)}</td>
    <td role="cell">
      ${labelled('Last 24 hours', html`${availabilityStrip24h(name, row.last24h, nowMs)}<span class="app-quiet">${stripWords(row.last24h, nowMs)}</span>`)}
    </td>
    <td role="cell">
      ${labelled('Last 90 days', html`${bars90Days(name, row.last90Days, row.hoursLost90Days)}<span class="app-quiet">${barsWords(row.last90Days, row.hoursLost90Days)}</span>`)}
    </td>
    <td role="cell">
      ${labelled('Uptime, last 90 days', html`<strong>${shareWords(row.uptime.value)}</strong> ${targetWords(row)}<br /><span class="app-quiet">${boundsWords(row.uptime)}</span>`)}
    </td>
  </tr> `
}

const headings = ['Scanner', 'Status', 'Last 24 hours', 'Last 90 days', 'Uptime, last 90 days']

/** All scanners of one page: state, the last day, the last 90 days, and uptime against the contract. */
export const scannerTable = (rows: readonly BoardRow[], nowMs: number): SafeHtml =>
  rows.length === 0
    ? html`<p>There are no scanners that match.</p>`
    : html`<table class="app-scanners" role="table">
        <caption class="nhsuk-u-visually-hidden">
          All scanners
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            ${headings.map((heading) => html`<th scope="col" role="columnheader">${heading}</th>`)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${rows.map((row) => scannerRow(row, nowMs))}
        </tbody>
      </table>`
