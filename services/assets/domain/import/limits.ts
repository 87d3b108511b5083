/** The size of a register file. The largest trust keeps a few thousand machines; more than this is the wrong file. */
export const importLimits = {
  bytes: 10 * 1024 * 1024,
  rows: 20_000,
  columns: 100,
  cellCharacters: 2_000,
  /** Registers put a title, a date and a logo above the headings, never a page of text. */
  rowsAboveHeadings: 50,
  /** What an XLSX file may come to once unpacked: ten times its size is usual, a hundred times is an attack. */
  unpackedBytes: 100 * 1024 * 1024,
} as const
