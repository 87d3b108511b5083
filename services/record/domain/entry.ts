/** An act as it was told, before it has its place in a record. */
export interface RecordedAct {
  readonly organisation: string
  /** When it is written into the record: an instant as `Date` writes it. */
  readonly recordedAt: string
  readonly eventId: string
  readonly act: string
  readonly at: string
  readonly by: { readonly role: string; readonly name?: string; readonly organisation: string }
  readonly about: string
  readonly details: Readonly<Record<string, string>>
}

/** An act in its place, bound to the entry before it. */
export interface Entry extends RecordedAct {
  readonly sequence: number
  readonly previousHash: string
  readonly hash: string
}

/** SHA-256 of a value's canonical JSON, in hexadecimal. It may throw for a value that has none. */
export type Digest = (value: unknown) => string

/** Where a record ends: what the next entry goes on from. */
export interface Head {
  readonly sequence: number
  readonly hash: string
}

/** The head of a record without entries: its hash follows from the organisation, so that no two records begin alike. */
export const emptyHead = (organisation: string, digest: Digest): Head => ({ sequence: 0, hash: digest({ organisation, sequence: 0 }) })

/** The hash an entry must have: over everything else that stands in it, also what does not belong there. */
export function hashOf(entry: Entry, digest: Digest): string {
  const { hash: _, ...said } = entry
  return digest(said)
}

/** An act as the entry after a head. Of what is told besides an act nothing is kept. */
export function appended(
  { organisation, recordedAt, eventId, act, at, by, about, details }: RecordedAct,
  head: Head,
  digest: Digest,
): Entry {
  const sequence = head.sequence + 1
  const said = { organisation, sequence, recordedAt, eventId, act, at, by, about, details, previousHash: head.hash }
  return { ...said, hash: digest(said) }
}
