/** Cells that a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/

const cell = (value: string | number | undefined): string => {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * Rows as CSV with a heading line, marked as UTF-8 so that Excel reads accents. Text that a spreadsheet would run
 * as a formula is led by an apostrophe.
 * @source RFC 4180; OWASP, "CSV Injection"
 */
export const csv = (headings: readonly string[], rows: readonly (readonly (string | number | undefined)[])[]): string =>
  `\uFEFF${[headings, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`
