export interface Column<T> {
  readonly title: string
  readonly value: (row: T) => string | number | undefined
  /** Numbers are read from the right; `left` when left out. */
  readonly align?: 'left' | 'right'
}

const GAP = '  '
const graphemes = new Intl.Segmenter('en-GB', { granularity: 'grapheme' })

/**
 * Rows under titles, for people: columns as wide as their widest cell, `–` for what is not there.
 *
 * Line breaks and other control characters in a cell are shown as spaces, so that no value can forge a row. Titles are
 * left out when all are empty.
 */
export function table<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const body = rows.map((row) => columns.map(({ value }) => cell(value(row))))
  const titles = columns.map(({ title }) => title)
  const lines = titles.every((title) => title === '') ? body : [titles, ...body]
  const widths = columns.map((_, index) => lines.reduce((widest, line) => Math.max(widest, width(line[index] ?? '')), 0))
  return lines
    .map((line) =>
      line
        .map((text, index) => padded(text, widths[index] ?? 0, columns[index]?.align))
        .join(GAP)
        .trimEnd(),
    )
    .join('\n')
}

const cell = (value: string | number | undefined): string => (value === undefined ? '–' : String(value).replaceAll(/\p{Cc}+/gu, ' '))

const width = (text: string): number => [...graphemes.segment(text)].length

const padded = (text: string, toWidth: number, align: 'left' | 'right' = 'left'): string => {
  const space = ' '.repeat(Math.max(0, toWidth - width(text)))
  return align === 'right' ? space + text : text + space
}
