import type { BoardRow } from '@imaging/schemas'
import { responsiveTable } from '../../components/responsive-table.ts'
import { tag } from '../../components/tag.ts'
import type { SafeHtml } from '../../html/safe-html.ts'
import { countWords, listWords } from '../../words/number-words.ts'
import { momentWords } from '../../words/time-words.ts'
import type { ServiceHealth } from './platform-health.ts'

/** How the platform itself does. */
export interface SystemStatusView {
  readonly lead: string
  readonly services: SafeHtml
  readonly feeds: SafeHtml | undefined
}

interface FeedLine {
  readonly supplier: string
  readonly connected: number
  readonly silent: number
  readonly silentSinceMs: number | undefined
  readonly unconnected: number
}

const stateTag = ({ isReady, state }: ServiceHealth): SafeHtml => {
  if (isReady) return tag('Working', 'green')
  return state === 'starting' ? tag('Starting', 'yellow') : tag('Not available', 'red')
}

const feedLines = (rows: readonly BoardRow[]): readonly FeedLine[] =>
  [...Map.groupBy(rows, ({ supplierName }) => supplierName ?? 'No supplier recorded')]
    .map(([supplier, own]) => {
      const silent = own.filter(({ health }) => health === 'SILENT')
      const since = silent.flatMap(({ healthSince }) => (healthSince === undefined ? [] : Date.parse(healthSince)))
      return {
        supplier,
        connected: own.filter(({ health }) => health === 'LIVE').length,
        silent: silent.length,
        silentSinceMs: since.length === 0 ? undefined : Math.min(...since),
        unconnected: own.filter(({ health }) => health === 'NOT_CONNECTED').length,
      }
    })
    .toSorted((a, b) => a.supplier.localeCompare(b.supplier, 'en-GB'))

const feedsTable = (rows: readonly BoardRow[], nowMs: number): SafeHtml =>
  responsiveTable<FeedLine>({
    caption: 'Signals from scanners, by supplier',
    columns: [
      { heading: 'Supplier', cell: ({ supplier }) => supplier },
      { heading: 'Sending', cell: ({ connected }) => connected, isNumeric: true },
      { heading: 'Silent', cell: ({ silent }) => silent, isNumeric: true },
      {
        heading: 'Longest silence',
        cell: ({ silentSinceMs }) => (silentSinceMs === undefined ? 'None' : `since ${momentWords(silentSinceMs, nowMs)}`),
      },
      { heading: 'No signal fitted', cell: ({ unconnected }) => unconnected, isNumeric: true },
    ],
    rows: feedLines(rows),
    empty: 'There are no scanners yet.',
  })

/** The platform's own status; the signals are missing while the board cannot be read. */
export const systemStatusView = (
  services: readonly ServiceHealth[],
  board: readonly BoardRow[] | undefined,
  nowMs: number,
): SystemStatusView => {
  const ill = services.filter(({ isReady }) => !isReady)
  return {
    lead:
      ill.length === 0
        ? 'All parts of the service are working.'
        : `${countWords(ill.length, 'part')} of the service ${ill.length === 1 ? 'is' : 'are'} not available.`,
    services: responsiveTable<ServiceHealth>({
      caption: 'Parts of the service',
      columns: [
        { heading: 'Part', cell: ({ name }) => name },
        { heading: 'Status', cell: stateTag },
        {
          heading: 'What is failing',
          cell: ({ failing, state }) => (state === undefined ? 'It does not answer' : listWords(failing) || 'Nothing'),
        },
      ],
      rows: services,
      empty: '',
    }),
    feeds: board && feedsTable(board, nowMs),
  }
}
