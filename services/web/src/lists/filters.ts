/** One select of a list's filters, as the NHS select macro takes it. */
export interface FilterSelect {
  readonly name: string
  readonly label: string
  readonly items: readonly { readonly value: string; readonly text: string; readonly selected: boolean }[]
}

export interface Option {
  readonly value: string
  readonly text: string
}

/** A select with "All …" first and the chosen value marked; a value that is no longer offered is kept, so that the address stays true. */
export const filterSelect = (
  name: string,
  label: string,
  all: string,
  options: readonly Option[],
  chosen: string | undefined,
): FilterSelect => {
  const isOffered = chosen === undefined || options.some(({ value }) => value === chosen)
  const offered = isOffered ? options : [...options, { value: chosen, text: chosen }]
  return {
    name,
    label,
    items: [{ value: '', text: all }, ...offered].map((option) => ({ ...option, selected: option.value === (chosen ?? '') })),
  }
}

/** The different options of a list's rows, in the order of their words. */
export const optionsOf = <Row>(rows: readonly Row[], option: (row: Row) => Option | undefined): readonly Option[] => {
  const found = new Map<string, Option>()
  for (const row of rows) {
    const each = option(row)
    if (each !== undefined) found.set(each.value, each)
  }
  return [...found.values()].toSorted((a, b) => a.text.localeCompare(b.text, 'en-GB', { numeric: true }))
}

/** A query value, trimmed and bounded, or undefined where it is absent, repeated or empty. */
export const queryText = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return undefined
  const text = value.trim().slice(0, QUERY_LENGTH_MAX)
  return text === '' ? undefined : text
}

/** Identifiers and words searched for are shorter; anything longer is a mistake. */
const QUERY_LENGTH_MAX = 120
