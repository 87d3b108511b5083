/** An instant as it is written at boundaries: RFC 3339, UTC. */
export const instantOf = (atMs: number): string => new Date(atMs).toISOString()

/** The instant, under its name, when there is one. */
export const optionalInstant = <Name extends string>(name: Name, atMs: number | undefined): Partial<Record<Name, string>> =>
  (atMs === undefined ? {} : { [name]: instantOf(atMs) }) as Partial<Record<Name, string>>
