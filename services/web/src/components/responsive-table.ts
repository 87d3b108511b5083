import { html, type Printable, type SafeHtml } from '../html/safe-html.ts'

/** One column: its heading, and how a row fills it. */
export interface Column<Row> {
  readonly heading: string
  readonly cell: (row: Row) => Printable
  /** Right-aligned figures. */
  readonly isNumeric?: boolean
  /** The cell that names the row; the first column unless told otherwise. */
  readonly isRowHeader?: boolean
}

export interface ResponsiveTable<Row> {
  readonly caption: string
  readonly captionSize?: 's' | 'm'
  /** Said to screen readers only, where a heading right above says the same. */
  readonly isCaptionHidden?: boolean
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  /** What stands in place of the table when it has no rows. */
  readonly empty: string
}

const numericClass = (part: 'header' | 'cell', isNumeric: boolean | undefined): string =>
  isNumeric === true ? ` nhsuk-table__${part}--numeric` : ''

const headerRow = <Row>(columns: readonly Column<Row>[]): SafeHtml =>
  html`<tr class="nhsuk-table__row" role="row">
    ${columns.map(({ heading, isNumeric }) => html`<th class="nhsuk-table__header${numericClass('header', isNumeric)}" scope="col" role="columnheader">${heading}</th>`)}
  </tr>`

const bodyCell = <Row>({ heading, cell, isNumeric, isRowHeader }: Column<Row>, row: Row, index: number): SafeHtml => {
  const label = html`<span class="nhsuk-table__heading" aria-hidden="true">${heading} </span>`
  return (isRowHeader ?? index === 0)
    ? html`<th class="nhsuk-table__header" scope="row" role="rowheader">${label}<span>${cell(row)}</span></th>`
    : html`<td class="nhsuk-table__cell${numericClass('cell', isNumeric)}" role="cell">${label}<span>${cell(row)}</span></td>`
}

/**
 * A table with the classes and roles of the responsive NHS table, made in a tenth of a millisecond where the macro
 * takes tens. Below desktop width each row stands as a block with its headings beside the values.
 */
export const responsiveTable = <Row>({
  caption,
  captionSize = 'm',
  isCaptionHidden = false,
  columns,
  rows,
  empty,
}: ResponsiveTable<Row>): SafeHtml =>
  rows.length === 0
    ? html`<p class="app-empty">${empty}</p>`
    : html`<table class="nhsuk-table nhsuk-table--responsive" role="table">
        <caption class="nhsuk-table__caption ${isCaptionHidden ? 'nhsuk-u-visually-hidden' : `nhsuk-table__caption--${captionSize}`}">
          ${caption}
        </caption>
        <thead class="nhsuk-table__head" role="rowgroup">
          ${headerRow(columns)}
        </thead>
        <tbody class="nhsuk-table__body">
          ${rows.map(
            (row) =>
              html`<tr class="nhsuk-table__row" role="row">
                ${columns.map((column, index) => bodyCell(column, row, index))}
              </tr> `,
          )}
        </tbody>
      </table>`
