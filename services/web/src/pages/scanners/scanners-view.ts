import type { BoardRow, RegisterAsset } from '@imaging/schemas'
import { responsiveTable, type Column } from '../../components/responsive-table.ts'
import { tag } from '../../components/tag.ts'
import { html, type Printable, type SafeHtml } from '../../html/safe-html.ts'
import { address } from '../../lists/address.ts'
import { csv } from '../../lists/csv.ts'
import { filterSelect, optionsOf, queryText, type FilterSelect } from '../../lists/filters.ts'
import { listPage, type PaginationView } from '../../lists/pagination.ts'
import { countWords } from '../../words/number-words.ts'
import { dateWords } from '../../words/time-words.ts'
import { statusCell } from '../status/status-cell.ts'

/** Which scanners the list shows. */
export interface ScannersFilter {
  readonly trust: string | undefined
  readonly site: string | undefined
  readonly type: string | undefined
  readonly supplier: string | undefined
  readonly age: string | undefined
  readonly q: string | undefined
}

/** The list of scanners, ready to print. */
export interface ScannersView {
  readonly filters: readonly FilterSelect[]
  readonly q: string
  readonly counted: string
  readonly table: SafeHtml
  readonly showing: string | undefined
  readonly pagination: PaginationView | undefined
  readonly csvHref: string
}

/** The filter in a query. */
export const scannersFilter = (query: Readonly<Record<string, unknown>>): ScannersFilter => ({
  trust: queryText(query['trust']),
  site: queryText(query['site']),
  type: queryText(query['type']),
  supplier: queryText(query['supplier']),
  age: queryText(query['age']),
  q: queryText(query['q']),
})

const SUPPORT_SOON_MS = 730 * 86_400_000

const endsSoon = ({ asset }: RegisterAsset, nowMs: number): boolean =>
  asset.supportEnds !== undefined && Date.parse(asset.supportEnds) < nowMs + SUPPORT_SOON_MS

const agePasses = (each: RegisterAsset, age: string | undefined, nowMs: number): boolean => {
  if (age === 'over-life') return each.overLife
  if (age === 'must-replace') return each.mustReplace
  return age === 'support' ? endsSoon(each, nowMs) : true
}

const searchedText = ({ asset, siteName }: RegisterAsset): string =>
  [asset.assetId, asset.name, asset.serial, asset.manufacturer, asset.model, siteName].join(' ').toLocaleLowerCase('en-GB')

const textPasses = (each: RegisterAsset, q: string | undefined): boolean =>
  q === undefined ||
  q
    .toLocaleLowerCase('en-GB')
    .split(/\s+/)
    .every((word) => searchedText(each).includes(word))

/** The scanners a filter asks for, by site and name. */
export const filteredScanners = (assets: readonly RegisterAsset[], filter: ScannersFilter, nowMs: number): readonly RegisterAsset[] =>
  assets
    .filter(
      (each) =>
        (filter.trust ?? each.trust) === each.trust &&
        (filter.site ?? each.asset.siteCode) === each.asset.siteCode &&
        (filter.type ?? each.asset.classId) === each.asset.classId &&
        (filter.supplier ?? each.asset.supplierId) === each.asset.supplierId &&
        agePasses(each, filter.age, nowMs) &&
        textPasses(each, filter.q),
    )
    .toSorted(
      (a, b) => a.siteName.localeCompare(b.siteName, 'en-GB') || a.asset.name.localeCompare(b.asset.name, 'en-GB', { numeric: true }),
    )

const ageOptions = [
  { value: 'over-life', text: 'Over normal life' },
  { value: 'must-replace', text: 'Must be replaced' },
  { value: 'support', text: 'Support ends in 24 months' },
]

const filters = (assets: readonly RegisterAsset[], filter: ScannersFilter): readonly FilterSelect[] => {
  const ofTrust = assets.filter(({ trust }) => (filter.trust ?? trust) === trust)
  const suppliers = optionsOf(assets, ({ asset, contract }) =>
    asset.supplierId === undefined ? undefined : { value: asset.supplierId, text: contract?.supplierName ?? asset.manufacturer },
  )
  return [
    filterSelect(
      'trust',
      'Trust',
      'All trusts',
      optionsOf(assets, (each) => ({ value: each.trust, text: each.trustName })),
      filter.trust,
    ),
    filterSelect(
      'site',
      'Site',
      'All sites',
      optionsOf(ofTrust, (each) => ({ value: each.asset.siteCode, text: each.siteName })),
      filter.site,
    ),
    filterSelect(
      'type',
      'Type',
      'All types',
      optionsOf(assets, (each) => ({ value: each.asset.classId, text: each.className })),
      filter.type,
    ),
    filterSelect('supplier', 'Supplier', 'All suppliers', suppliers, filter.supplier),
    filterSelect('age', 'Age and support', 'Any age', ageOptions, filter.age),
  ]
}

/** A number of years as people say an age: "9 years", "less than a year". */
export const yearsWords = (years: number): string => (years < 1 ? 'less than a year' : countWords(Math.floor(years), 'year'))

/** The age with what it means: over the normal life, or so old that it must go. */
export const ageCell = ({ ageYears, lifeYears, overLife, mustReplace }: RegisterAsset): Printable => {
  if (mustReplace) return html`${yearsWords(ageYears)} ${tag('Must be replaced', 'red')}`
  return overLife ? html`${yearsWords(ageYears)} ${tag(`Over ${lifeYears} years`, 'yellow')}` : yearsWords(ageYears)
}

/** A calendar date of the register in words, or what is said in its absence. */
export const dayWords = (day: string | undefined, absent = 'Not recorded'): string =>
  day === undefined ? absent : dateWords(Date.parse(`${day}T12:00:00Z`))

const columns = (rows: ReadonlyMap<string, BoardRow>, nowMs: number): readonly Column<RegisterAsset>[] => [
  {
    heading: 'Scanner',
    cell: ({ asset, siteName }) =>
      html`<a href="/scanners/${asset.assetId}">${asset.name}</a><br /><span class="app-quiet">${siteName}</span>`,
  },
  {
    heading: 'Status',
    cell: ({ asset }) => {
      const row = rows.get(asset.assetId)
      return row === undefined ? 'Not known' : statusCell(row, nowMs)
    },
  },
  { heading: 'Make and model', cell: ({ asset }) => html`${asset.manufacturer}<br /><span class="app-quiet">${asset.model}</span>` },
  { heading: 'Age', cell: ageCell },
  { heading: 'Support ends', cell: ({ asset }) => dayWords(asset.supportEnds) },
  { heading: 'ID', cell: ({ asset }) => html`<span class="app-nowrap">${asset.assetId}</span>` },
]

/** The list of scanners; statuses are missing while the board cannot be read. */
export const scannersView = (
  assets: readonly RegisterAsset[],
  board: readonly BoardRow[] | undefined,
  filter: ScannersFilter,
  page: number,
  nowMs: number,
): ScannersView => {
  const found = filteredScanners(assets, filter, nowMs)
  const list = listPage(found, page, '/scanners', { ...filter })
  const rows = new Map((board ?? []).map((row) => [row.assetId, row]))
  return {
    filters: filters(assets, filter),
    q: filter.q ?? '',
    counted: `${countWords(found.length, 'scanner')}, ${found.filter(({ overLife }) => overLife).length} over normal life`,
    table: responsiveTable({
      caption: 'Scanners',
      isCaptionHidden: true,
      columns: columns(rows, nowMs),
      rows: list.rows,
      empty:
        assets.length === 0 ? 'There are no scanners in the register yet. Import a file to begin.' : 'There are no scanners that match.',
    }),
    showing: list.showing,
    pagination: list.pagination,
    csvHref: address('/scanners.csv', { ...filter }),
  }
}

const headings = [
  'Scanner ID',
  'Scanner',
  'Type',
  'Site',
  'Trust',
  'Manufacturer',
  'Model',
  'Serial',
  'Installed',
  'Last refreshed',
  'Age (years)',
  'Normal life (years)',
  'Support ends',
  'Contract',
]

/** The list as CSV. */
export const scannersCsv = (assets: readonly RegisterAsset[]): string =>
  csv(
    headings,
    assets.map(({ asset, className, siteName, trustName, ageYears, lifeYears }) => [
      asset.assetId,
      asset.name,
      className,
      siteName,
      trustName,
      asset.manufacturer,
      asset.model,
      asset.serial,
      asset.installed,
      asset.lastRefreshed,
      Math.round(ageYears * 10) / 10,
      lifeYears,
      asset.supportEnds,
      asset.contractId,
    ]),
  )
