import { address, type QueryValues } from './address.ts'

/** Rows on one page of a list: a screen and a half, and a page stays under 40 kB compressed. */
export const PAGE_ROWS = 50

/** Parameters of the NHS pagination macro. */
export interface PaginationView {
  readonly previous: { readonly href: string } | undefined
  readonly next: { readonly href: string } | undefined
  readonly items: readonly PaginationItem[]
}

export type PaginationItem = { readonly ellipsis: true } | { readonly number: number; readonly href: string; readonly current: boolean }

/** One page of a list, with how much of it this is. */
export interface ListPage<Row> {
  readonly rows: readonly Row[]
  /** "Showing 51 to 100 of 290", or undefined where all rows are shown. */
  readonly showing: string | undefined
  readonly pagination: PaginationView | undefined
}

const shownNumbers = (current: number, last: number): readonly number[] =>
  [...new Set([1, current - 1, current, current + 1, last])].filter((number) => number >= 1 && number <= last).toSorted((a, b) => a - b)

const withGaps = (numbers: readonly number[], item: (number: number) => PaginationItem): readonly PaginationItem[] =>
  numbers.flatMap((number, index) =>
    index > 0 && number - (numbers[index - 1] ?? 0) > 1 ? [{ ellipsis: true as const }, item(number)] : [item(number)],
  )

/** The page number in a query, 1 where it is absent or no number. */
export const pageNumber = (text: string | undefined): number => {
  const number = Number(text)
  return Number.isInteger(number) && number >= 1 ? number : 1
}

/** Where one page of a list begins, how much of the list it is, and the links to the others. */
export interface PageOfList {
  /** The index of its first row. */
  readonly from: number
  readonly showing: string | undefined
  readonly pagination: PaginationView | undefined
}

/** The place of one page in a list whose rows are elsewhere; a number beyond the end gives the last page. */
export const pageOfList = (total: number, wanted: number, path: string, query: QueryValues): PageOfList => {
  const last = Math.max(1, Math.ceil(total / PAGE_ROWS))
  const current = Math.min(wanted, last)
  const from = (current - 1) * PAGE_ROWS
  if (last === 1) return { from, showing: undefined, pagination: undefined }
  const href = (number: number): string => address(path, { ...query, page: number === 1 ? undefined : number })
  return {
    from,
    showing: `Showing ${from + 1} to ${Math.min(from + PAGE_ROWS, total)} of ${total.toLocaleString('en-GB')}`,
    pagination: {
      previous: current > 1 ? { href: href(current - 1) } : undefined,
      next: current < last ? { href: href(current + 1) } : undefined,
      items: withGaps(shownNumbers(current, last), (number) => ({ number, href: href(number), current: number === current })),
    },
  }
}

/** Cuts one page out of a list; a number beyond the end gives the last page. */
export const listPage = <Row>(rows: readonly Row[], wanted: number, path: string, query: QueryValues): ListPage<Row> => {
  const { from, ...page } = pageOfList(rows.length, wanted, path, query)
  return { rows: rows.slice(from, from + PAGE_ROWS), ...page }
}
