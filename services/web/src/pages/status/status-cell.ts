import type { AssetState, DataHealth } from '@imaging/schemas'
import { tag } from '../../components/tag.ts'
import { html, type Printable, type SafeHtml } from '../../html/safe-html.ts'
import { stateWords } from '../../words/state-words.ts'
import { momentWords } from '../../words/time-words.ts'

/** What the status of a scanner is read from. */
export interface StatusNow {
  readonly state: AssetState
  readonly health: DataHealth
  readonly healthSince?: string
  readonly assetId?: string
  /** Reports from its label that wait to be confirmed, or how many there are. */
  readonly heldReports?: number | readonly unknown[]
}

/** Whether the state is only the last one known: its signal was expected and did not come. */
export const isUnconfirmed = ({ state, health }: StatusNow): boolean => health === 'SILENT' && (state === 'UP' || state === 'DEGRADED')

/** "not confirmed since 2:32pm", for a scanner whose signal stopped. */
export const unconfirmedWords = ({ healthSince }: StatusNow, nowMs: number): string =>
  healthSince === undefined ? 'not confirmed' : `not confirmed since ${momentWords(Date.parse(healthSince), nowMs)}`

/** Whether somebody reported it from its label, and nobody has confirmed that yet. */
export const isHeld = ({ heldReports = 0 }: StatusNow): boolean => (typeof heldReports === 'number' ? heldReports : heldReports.length) > 0

const heldMark = (row: StatusNow): Printable =>
  isHeld(row) && html` <a class="app-held" href="/held-reports#${row.assetId}">Reported from the label, not confirmed</a>`

/** The tag of a scanner's state; a silent scanner never shows as plainly working. */
export const statusCell = (row: StatusNow, nowMs: number): SafeHtml => {
  const { word, tag: colour } = stateWords[row.state]
  return isUnconfirmed(row)
    ? html`${tag(`Last known: ${word}`, 'white')} <span class="app-small">${unconfirmedWords(row, nowMs)}</span>${heldMark(row)}`
    : html`${tag(word, colour)}${heldMark(row)}`
}
