import type { RecordEntry, RecordEntryPage } from '@imaging/schemas'
import { responsiveTable } from '../../components/responsive-table.ts'
import { html, joinHtml, type SafeHtml } from '../../html/safe-html.ts'
import { address } from '../../lists/address.ts'
import { capitalised } from '../../words/number-words.ts'
import { personWords } from '../../words/role-words.ts'
import { instantWords } from '../../words/time-words.ts'

/** A page of the record. */
export interface RecordView {
  readonly act: string
  readonly table: SafeHtml
  readonly olderHref: string | undefined
  readonly newestHref: string | undefined
}

/** An act as a sentence begins: `work-order.released` is "Work order released". */
export const actWords = (act: string): string => capitalised(act.replaceAll(/[.-]/g, ' '))

const detailName = (name: string): string => capitalised(name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`))

const detailsCell = ({ about, details }: RecordEntry): SafeHtml =>
  joinHtml([
    html`<span class="app-break">${about}</span>`,
    ...Object.entries(details).map(([name, value]) => html`<br /><span class="app-quiet app-break">${detailName(name)}: ${value}</span>`),
  ])

/** Entries of the record as they were written; each is proven by the one after it. */
export const recordView = ({ items, next }: RecordEntryPage, act: string | undefined, cursor: string | undefined): RecordView => ({
  act: act ?? '',
  table: responsiveTable<RecordEntry>({
    caption: 'Entries, newest first',
    isCaptionHidden: true,
    columns: [
      { heading: 'Number', cell: ({ sequence }) => sequence.toLocaleString('en-GB') },
      {
        heading: 'What',
        cell: (entry) => html`${actWords(entry.act)}<br /><span class="app-quiet">${instantWords(Date.parse(entry.at))}</span>`,
      },
      {
        heading: 'By whom',
        cell: ({ by }) => html`${personWords(by.name, by.role)}<br /><span class="app-quiet">${by.organisation}</span>`,
      },
      { heading: 'About', cell: detailsCell },
      { heading: 'Hash begins', cell: ({ hash }) => html`<span class="app-small app-break">${hash.slice(0, 16)}</span>` },
    ],
    rows: items,
    empty: act === undefined ? 'Nothing has been recorded yet.' : 'There is no entry of this act.',
  }),
  olderHref: next === undefined ? undefined : address('/admin/record', { act, cursor: next }),
  newestHref: cursor === undefined ? undefined : address('/admin/record', { act }),
})
