/** Values of an address's query; what is undefined or empty is left out. */
export type QueryValues = Readonly<Record<string, string | number | undefined>>

/** An address with its query, in the order given, so that the same list always has the same address. */
export const address = (path: string, values: QueryValues): string => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') query.set(name, String(value))
  }
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}
