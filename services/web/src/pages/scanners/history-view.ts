import type { LedgerEvent, WorkOrder } from '@imaging/schemas'
import { address } from '../../lists/address.ts'
import { filterSelect, type FilterSelect } from '../../lists/filters.ts'
import { listPage, type PaginationView } from '../../lists/pagination.ts'
import { capitalised } from '../../words/number-words.ts'
import { causeWords, stateWords } from '../../words/state-words.ts'
import { instantWords } from '../../words/time-words.ts'
import { personWords } from '../../words/role-words.ts'

/** One thing that happened to a scanner. */
export interface HistoryEntry {
  readonly atMs: number
  readonly time: string
  readonly title: string
  readonly detail: string | undefined
  /** Who said so, and from where. */
  readonly source: string
  readonly note: string | undefined
  readonly isVoid: boolean
  readonly workOrder: { readonly id: string; readonly href: string } | undefined
}

export interface HistoryView {
  readonly filters: readonly FilterSelect[]
  readonly filtersAction: string
  readonly entries: readonly HistoryEntry[]
  readonly showing: string | undefined
  readonly pagination: PaginationView | undefined
  readonly empty: string
  readonly areWorkOrdersKnown: boolean
}

export interface HistorySources {
  readonly assetId: string
  readonly events: readonly LedgerEvent[]
  readonly orders: readonly WorkOrder[] | undefined
  readonly kind: string | undefined
  readonly page: number
}

/** A fact told this much after it happened is worth saying so. */
const LATE_MS = 15 * 60_000

const whoWords = ({ reportedBy, source }: LedgerEvent): string => {
  if (reportedBy === undefined) return `From ${source}`
  const { kind, role, name } = reportedBy
  const who = { device: 'the device', person: 'a person', supplier: 'the supplier', schedule: 'the schedule' }[kind]
  return `From ${personWords(name, role) || who} (${source})`
}

const titleOf = ({ type, state, void: isVoid }: LedgerEvent): string => {
  if (isVoid === true) return 'Report withdrawn'
  const word = state === undefined ? 'Reported' : stateWords[state].word
  return type.includes('state-corrected') ? `Corrected to ${word}` : word
}

const lateWords = ({ at, recorded }: LedgerEvent): string | undefined =>
  at !== undefined && Date.parse(recorded) - Date.parse(at) > LATE_MS ? `Told at ${instantWords(Date.parse(recorded))}` : undefined

const ledgerEntry = (event: LedgerEvent, corrected: ReadonlySet<string>): HistoryEntry => {
  const atMs = Date.parse(event.at ?? event.recorded)
  const cause = event.cause === undefined ? undefined : causeWords[event.cause]
  const isReplaced = corrected.has(event.eventId)
  return {
    atMs,
    time: instantWords(atMs),
    title: titleOf(event),
    detail:
      [cause, event.reason, lateWords(event), isReplaced ? 'Corrected later' : undefined].filter((part) => part !== undefined).join('. ') ||
      undefined,
    source: whoWords(event),
    note: event.note,
    isVoid: isReplaced,
    workOrder: undefined,
  }
}

const orderEntries = ({ workOrderId, steps }: WorkOrder): readonly HistoryEntry[] =>
  steps.map(({ at, by, text }) => ({
    atMs: Date.parse(at),
    time: instantWords(Date.parse(at)),
    title: capitalised(text),
    detail: undefined,
    source: `From ${personWords(by.name, by.role)}`,
    note: undefined,
    isVoid: false,
    workOrder: { id: workOrderId, href: `/work-orders/${workOrderId}` },
  }))

const kinds = [
  { value: 'status', text: 'Status only' },
  { value: 'work', text: 'Work orders only' },
]

/** Everything that happened to a scanner, newest first: what was reported, corrected and withdrawn, and each step of its work orders. */
export const historyView = ({ assetId, events, orders, kind, page }: HistorySources): HistoryView => {
  const corrected = new Set(events.flatMap(({ correctsEventId }) => correctsEventId ?? []))
  const entries = [
    ...(kind === 'work' ? [] : events.map((event) => ledgerEntry(event, corrected))),
    ...(kind === 'status' ? [] : (orders ?? []).flatMap(orderEntries)),
  ].toSorted((a, b) => b.atMs - a.atMs)
  const path = `/scanners/${assetId}/history`
  const list = listPage(entries, page, path, { kind })
  return {
    filters: [filterSelect('kind', 'Show', 'Everything', kinds, kind)],
    filtersAction: address(path, {}),
    entries: list.rows,
    showing: list.showing,
    pagination: list.pagination,
    empty: 'Nothing has been recorded yet.',
    areWorkOrdersKnown: orders !== undefined,
  }
}
