import type { AssetState, BoardRow, FeedEntry } from '@imaging/schemas'
import { queryText, filterSelect, optionsOf, type FilterSelect } from '../../lists/filters.ts'
import { stateWords } from '../../words/state-words.ts'

/** Which scanners the board shows; kept in the address so that a view can be shared. */
export interface BoardFilter {
  readonly trust: string | undefined
  readonly site: string | undefined
  readonly type: string | undefined
  readonly supplier: string | undefined
  readonly status: string | undefined
}

/** `not-confirmed` is no state: it asks for scanners whose signal has stopped. */
export const NOT_CONFIRMED = 'not-confirmed'

/** The filter in a query. */
export const boardFilter = (query: Readonly<Record<string, unknown>>): BoardFilter => ({
  trust: queryText(query['trust']),
  site: queryText(query['site']),
  type: queryText(query['type']),
  supplier: queryText(query['supplier']),
  status: queryText(query['status']),
})

const isWanted = (wanted: string | undefined, value: string | undefined): boolean => wanted === undefined || wanted === value

const hasStatus = (wanted: string | undefined, { state, health }: Pick<BoardRow, 'state' | 'health'>): boolean =>
  wanted === undefined || (wanted === NOT_CONFIRMED ? health === 'SILENT' : state === wanted)

/** The rows a filter asks for. */
export const filteredRows = (rows: readonly BoardRow[], filter: BoardFilter): readonly BoardRow[] =>
  rows.filter(
    (row) =>
      isWanted(filter.trust, row.trust) &&
      isWanted(filter.site, row.siteCode) &&
      isWanted(filter.type, row.classId) &&
      isWanted(filter.supplier, row.supplierId) &&
      hasStatus(filter.status, row),
  )

/** Whether a change concerns what a board with this filter shows. Changes of status always do: they may enter or leave it. */
export const isChangeWanted = (entry: FeedEntry, filter: BoardFilter): boolean =>
  isWanted(filter.trust, entry.trust) && isWanted(filter.type, entry.classId)

const statusOptions = [
  ...(Object.entries(stateWords) as [AssetState, (typeof stateWords)[AssetState]][]).map(([value, { word }]) => ({ value, text: word })),
  { value: NOT_CONFIRMED, text: 'Not confirmed' },
]

/** The selects above the board; sites are those of the chosen trust. */
export const boardFilters = (rows: readonly BoardRow[], filter: BoardFilter): readonly FilterSelect[] => {
  const ofTrust = rows.filter((row) => isWanted(filter.trust, row.trust))
  const suppliers = optionsOf(rows, ({ supplierId, supplierName }) =>
    supplierId === undefined ? undefined : { value: supplierId, text: supplierName ?? supplierId },
  )
  return [
    filterSelect(
      'trust',
      'Trust',
      'All trusts',
      optionsOf(rows, (row) => ({ value: row.trust, text: row.trustName })),
      filter.trust,
    ),
    filterSelect(
      'site',
      'Site',
      'All sites',
      optionsOf(ofTrust, (row) => ({ value: row.siteCode, text: row.siteName })),
      filter.site,
    ),
    filterSelect(
      'type',
      'Type',
      'All types',
      optionsOf(rows, (row) => ({ value: row.classId, text: row.className })),
      filter.type,
    ),
    filterSelect('supplier', 'Supplier', 'All suppliers', suppliers, filter.supplier),
    filterSelect('status', 'Status', 'Any status', statusOptions, filter.status),
  ]
}
