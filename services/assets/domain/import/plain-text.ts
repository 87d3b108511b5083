/**
 * A cell as the person meant it: without the spaces around it, and without the apostrophe that an export puts before
 * text a spreadsheet would take for a formula.
 */
export const plainText = (cell: string): string => cell.trim().replace(/^'(?=[=+\-@])/, '')

/** Whether a cell holds a formula. It is never worked out: what it would show is not what anybody wrote. */
export const isFormula = (text: string): boolean => text.startsWith('=')
