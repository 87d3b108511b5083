import type { ImportProblem, ImportRow, ImportSummary, MappingCorrection, RegisterImport } from '@imaging/schemas'
import { responsiveTable } from '../../components/responsive-table.ts'
import { tag } from '../../components/tag.ts'
import { html, type Printable, type SafeHtml } from '../../html/safe-html.ts'
import { listPage, type PaginationView } from '../../lists/pagination.ts'
import { fieldText, type FormFields } from '../../shell/form-guard.ts'
import type { Option } from '../../lists/filters.ts'
import { countWords, listWords } from '../../words/number-words.ts'
import { instantWords, momentWords } from '../../words/time-words.ts'

/** How the columns or the sites of a file were read; those to be checked come first, and the list is open while there are any. */
export interface ReadingsView {
  readonly name: string
  readonly isOpen: boolean
  readonly items: readonly ReadingView[]
}

/** One thing the file said and how it was read, with what else it could be read as. */
export interface ReadingView {
  readonly id: string
  readonly name: string
  readonly wrote: string
  readonly isUncertain: boolean
  readonly readAs: string
  readonly items: readonly { readonly value: string; readonly text: string; readonly selected: boolean }[]
}

/** An import that was checked: what would change, what is wrong, how the file was read. */
export interface ImportView {
  readonly importId: string
  readonly fileName: string
  readonly status: 'CHECKED' | 'APPLIED' | 'UNDONE' | 'DISCARDED'
  readonly lead: string
  /** How the file was read, what it lacks, and what an undo left as it was: each a sentence. */
  readonly remarks: readonly string[]
  /** None where no row could be read. */
  readonly counts: readonly { readonly count: number; readonly words: string }[]
  readonly problems: SafeHtml | undefined
  readonly problemsHref: string | undefined
  /** How many problems the page leaves out; nothing where it shows all. */
  readonly problemsShown: string | undefined
  readonly readings: readonly ReadingsView[]
  /** Whether how it was read can still be corrected. */
  readonly isCorrectable: boolean
  readonly makers: readonly { readonly wrote: string; readonly maker: string; readonly rows: string }[]
  /** Buildings and rooms the import would make, or made. */
  readonly newPlaces:
    | { readonly heading: string; readonly places: readonly { readonly name: string; readonly where: string }[] }
    | undefined
  /** Nothing where no row could be read. */
  readonly rows: SafeHtml | undefined
  readonly showing: string | undefined
  readonly pagination: PaginationView | undefined
  readonly applyText: string | undefined
  readonly undoWords: string | undefined
}

export interface ImportsView {
  readonly imports: SafeHtml
}

const importStatusWords = { CHECKED: 'Checked, not saved', APPLIED: 'Imported', UNDONE: 'Undone', DISCARDED: 'Discarded' } as const

/** Rows that would change the register. */
const changing = ({ counts }: Pick<RegisterImport, 'counts'>): number => counts.new + counts.changed

const rowsRead = ({ counts }: Pick<RegisterImport, 'counts'>): number => counts.new + counts.changed + counts.same + counts.problem

/** Whether the rows could be read at all: a needed column that is not found stops every one of them. */
const isReadable = ({ missing = [] }: RegisterImport): boolean => missing.length === 0

const leadWords = (read: RegisterImport): string => {
  if (read.status === 'APPLIED') return `${countWords(changing(read), 'row')} imported.`
  if (read.status === 'UNDONE')
    return (read.kept ?? []).length > 0
      ? 'This import was undone, except where the register has changed since.'
      : 'This import was undone. The register is as it was before.'
  if (read.status === 'DISCARDED') return 'This file was discarded. Nothing was saved.'
  if (!isReadable(read)) return 'We could not find every column that is needed. Nothing has been saved yet.'
  const { problem } = read.counts
  return problem > 0
    ? `We could not read ${problem} of ${countWords(rowsRead(read), 'row')}. Nothing has been saved yet.`
    : `We could read all ${countWords(rowsRead(read), 'row')}. Nothing has been saved yet.`
}

const remarks = ({ readAs, missing, kept }: RegisterImport): readonly string[] => [
  ...(readAs === undefined ? [] : [`Read as ${readAs}.`]),
  ...(missing === undefined || missing.length === 0
    ? []
    : [`Needed and not found: ${listWords(missing)}. Say below which of your columns ${missing.length === 1 ? 'it is' : 'they are'}.`]),
  ...(kept ?? []).map(({ assetId, why }) => `${assetId} was left as it is: ${why}`),
]

const problemsTable = (problems: readonly ImportProblem[]): SafeHtml =>
  responsiveTable({
    caption: 'What to mend',
    columns: [
      { heading: 'Row', cell: ({ row }: ImportProblem) => row },
      { heading: 'Column', cell: ({ column }) => column },
      { heading: 'You wrote', cell: ({ wrote }) => (wrote === '' ? 'Nothing' : html`<span class="app-wrote">${wrote}</span>`) },
      { heading: 'What is wrong', cell: ({ problem }) => problem },
      { heading: 'What to do', cell: ({ remedy }) => remedy },
    ],
    rows: problems,
    empty: '',
  })

const outcomeTags = {
  new: tag('New', 'green'),
  changed: tag('Changed', 'blue'),
  same: tag('Same', 'grey'),
  problem: tag('Not read', 'red'),
  skipped: tag('Left out', 'white'),
} as const

const changesCell = ({ changes, why, problems }: ImportRow): Printable => {
  if (problems !== undefined && problems.length > 0) return countWords(problems.length, 'problem')
  if (changes === undefined || changes.length === 0) return why ?? ''
  return html`<ul class="nhsuk-list nhsuk-u-margin-bottom-0">
    ${changes.map(({ field, was, is }) => html`<li>${field}: ${was !== undefined && html`<s>${was}</s> `}${is ?? 'removed'}</li>`)}
  </ul>`
}

const rowsTable = (rows: readonly ImportRow[]): SafeHtml =>
  responsiveTable({
    caption: 'Rows',
    columns: [
      { heading: 'Row', cell: ({ row }: ImportRow) => row },
      {
        heading: 'Scanner',
        cell: ({ label, assetId, outcome }) =>
          html`<span class="app-break">${label ?? (outcome === 'skipped' ? 'None' : 'Not known')}</span
            >${assetId !== undefined && html`<br /><span class="app-quiet">${assetId}</span>`}`,
      },
      { heading: 'Result', cell: ({ outcome }) => outcomeTags[outcome] },
      { heading: 'Changes', cell: changesCell },
    ],
    rows,
    empty: 'The file has no rows.',
  })

const readings = (
  kind: 'column' | 'site',
  name: string,
  read: readonly { readonly wrote: string; readonly value: string | undefined; readonly isUncertain: boolean }[],
  options: readonly (Option & { readonly short?: string })[],
  none: string,
): readonly ReadingsView[] => {
  if (read.length === 0) return []
  const items = read.map(({ wrote, value, isUncertain }, index): ReadingView => {
    const known = options.find((option) => option.value === value)
    return {
      id: `${kind}-${index}`,
      name: `${kind}:${wrote}`,
      wrote,
      isUncertain,
      readAs: known?.short ?? known?.text ?? none,
      items: [{ value: '', text: none }, ...options].map((option) => ({
        value: option.value,
        text: option.text,
        selected: option.value === (value ?? ''),
      })),
    }
  })
  const isOpen = items.some(({ isUncertain }) => isUncertain)
  return [{ name: `${name} (${items.length})`, isOpen, items: items.toSorted((a, b) => Number(b.isUncertain) - Number(a.isUncertain)) }]
}

const readingsOf = ({ mapping, fields }: RegisterImport, sites: readonly Option[]): readonly ReadingsView[] => [
  ...readings(
    'column',
    'Columns',
    mapping.columns.map(({ heading, field, certain }) => ({ wrote: heading, value: field, isUncertain: !certain })),
    fields.map(({ field, label, required, example }) => ({
      value: field,
      text: `${label}${required ? ' (needed)' : ''}, such as ${example}`,
      short: label,
    })),
    'Not used',
  ),
  ...readings(
    'site',
    'Sites',
    mapping.sites.map(({ wrote, siteCode }) => ({ wrote, value: siteCode, isUncertain: siteCode === undefined })),
    sites,
    'Not known',
  ),
]

/** The places a file names and the register does not have: a misspelt one shows here before it is made. */
const newPlacesView = ({ newPlaces = [] }: RegisterImport, sites: readonly Option[]): ImportView['newPlaces'] => {
  if (newPlaces.length === 0) return undefined
  const count = (wanted: 'building' | 'room'): number => newPlaces.filter(({ kind }) => kind === wanted).length
  const counted = [
    ...(count('building') > 0 ? [countWords(count('building'), 'building')] : []),
    ...(count('room') > 0 ? [countWords(count('room'), 'room')] : []),
  ]
  const siteOf = (siteCode: string): string => sites.find(({ value }) => value === siteCode)?.text ?? siteCode
  return {
    heading: `New: ${listWords(counted)}`,
    places: newPlaces.map(({ kind, name, level, building, siteCode }) => ({
      name: kind === 'building' ? `${name} (building)` : name,
      where: [level, building, siteOf(siteCode)].filter((part) => part !== undefined).join(', '),
    })),
  }
}

const countedRows = ({ new: added, changed, same, problem, skipped }: RegisterImport['counts']): ImportView['counts'] => [
  { count: added, words: 'new' },
  { count: changed, words: 'changed' },
  { count: same, words: 'the same' },
  { count: problem, words: 'not read' },
  { count: skipped, words: 'left out' },
]

/** A checked import. `sites` are the sites a nickname can stand for. */
export const importView = (read: RegisterImport, sites: readonly Option[], page: number, nowMs: number): ImportView => {
  const { mapping, counts, importId, status } = read
  const problems = read.rows.flatMap((row) => row.problems ?? [])
  const list = listPage(read.rows, page, `/imports/${importId}`, {})
  const isUndoable = status === 'APPLIED' && read.undoUntil !== undefined && Date.parse(read.undoUntil) > nowMs
  return {
    importId,
    fileName: read.fileName,
    status,
    lead: leadWords(read),
    remarks: remarks(read),
    counts: isReadable(read) ? countedRows(counts) : [],
    problems: problems.length > 0 ? problemsTable(problems.slice(0, PROBLEMS_SHOWN_MAX)) : undefined,
    problemsShown:
      problems.length > PROBLEMS_SHOWN_MAX
        ? `These are the first ${PROBLEMS_SHOWN_MAX} of ${countWords(problems.length, 'problem')}. The download has all of them.`
        : undefined,
    problemsHref: problems.length > 0 ? `/imports/${importId}/problems.csv` : undefined,
    readings: readingsOf(read, sites),
    isCorrectable: status === 'CHECKED',
    makers: mapping.makers.map(({ wrote, maker, rows }) => ({ wrote, maker, rows: countWords(rows, 'row') })),
    newPlaces: newPlacesView(read, sites),
    rows: isReadable(read) ? rowsTable(list.rows) : undefined,
    showing: list.showing,
    pagination: list.pagination,
    applyText: status === 'CHECKED' && changing(read) > 0 ? `Import ${countWords(changing(read), 'row')}` : undefined,
    undoWords:
      isUndoable && read.undoUntil !== undefined
        ? `You can undo this import until ${momentWords(Date.parse(read.undoUntil), nowMs)}.`
        : undefined,
  }
}

/** More than this on one page helps nobody; the file of problems has all. */
const PROBLEMS_SHOWN_MAX = 50

/** The list of imports. */
export const importsView = (imports: readonly ImportSummary[]): ImportsView => ({
  imports: responsiveTable({
    caption: 'Earlier imports',
    columns: [
      { heading: 'File', cell: ({ importId, fileName }: (typeof imports)[number]) => html`<a href="/imports/${importId}">${fileName}</a>` },
      {
        heading: 'Sent',
        cell: ({ uploadedAt, uploadedBy }) =>
          html`${instantWords(Date.parse(uploadedAt))}<br /><span class="app-quiet">${uploadedBy}</span>`,
      },
      { heading: 'Status', cell: ({ status }) => importStatusWords[status] },
      { heading: 'New or changed', cell: changing, isNumeric: true },
      { heading: 'Not read', cell: ({ counts }) => counts.problem, isNumeric: true },
    ],
    rows: imports,
    empty: 'Nothing has been imported yet.',
  }),
})

/** The corrections in the mapping's form: one field a heading or nickname, named after what the file said. */
export const mappingCorrection = (fields: FormFields): MappingCorrection => {
  const named = (kind: string): Record<string, string> =>
    Object.fromEntries(
      Object.keys(fields)
        .filter((name) => name.startsWith(`${kind}:`))
        .map((name) => [name.slice(kind.length + 1), fieldText(fields, name)])
        .filter(([, value]) => kind === 'column' || value !== ''),
    )
  return { columns: named('column'), sites: named('site') }
}
