import { appended, emptyHead, type Entry, type Head, type SignedRoot } from '@imaging/record/domain'
import { canonicalDigest as digest } from '@imaging/record/src/canonical-digest.ts'
import { addEntries } from '@imaging/record/src/entry-repository.ts'
import type { Client } from 'pg'
import type { Dice } from '../dice.ts'

/** One record before it is tampered with, and where. */
export interface Target {
  readonly client: Client
  readonly dice: Dice
  readonly organisation: string
  readonly entries: readonly Entry[]
  /** The last entry that a root vouches for. */
  readonly signedTo: number
  /** An entry of 2 … signedTo - 1. */
  readonly at: number
  /** A copy of what was exported, to be tampered with, too. */
  readonly exported: SignedRoot[]
}

/** What the verifier must say first of all. */
export interface Expected {
  readonly kind: string
  readonly sequence: number
  /** In whose record it shows; the tampered one unless told. */
  readonly organisation?: string
}

/** A way to tamper with a record, done as a superuser on whom no trigger works. */
export interface Mutation {
  readonly kind: string
  apply(target: Target): Promise<Expected>
}

const at = (sequence: number, kind: string): Expected => ({ kind, sequence })
/** An organisation without a record. */
const NOBODY = 'XYZ'
const forged = (entry: Entry, dice: Dice): Entry => ({
  ...entry,
  eventId: dice.uuid(Date.parse(entry.at)),
  about: `WO-${dice.whole(90_000, 99_999)}`,
})
const renumbered = (entries: readonly Entry[]): readonly Entry[] => entries.map((entry, index) => ({ ...entry, sequence: index + 1 }))

/** New hashes from an entry on, to the end unless told: as somebody would write them who knows how. */
function rehashed(organisation: string, entries: readonly Entry[], from: number, to = entries.length): readonly Entry[] {
  const all = entries.slice(0, from - 1)
  let head: Head = all.at(-1) ?? emptyHead(organisation, digest)
  for (const entry of entries.slice(from - 1, to)) {
    const made = appended(entry, head, digest)
    all.push(made)
    head = made
  }
  return [...all, ...entries.slice(to)]
}

async function write({ client, organisation }: Target, entries: readonly Entry[]): Promise<void> {
  await client.query('delete from entry where organisation = $1', [organisation])
  await addEntries(client, entries)
}

const EDITS: Readonly<Record<string, string>> = {
  recorded_at: `recorded_at + interval '1 millisecond'`,
  event_id: 'gen_random_uuid()',
  act: `act || 'x'`,
  at: `at - interval '1 hour'`,
  by: `by || '{"name":"Somebody Else"}'`,
  about: `about || '0'`,
  details: `details - 'reason'`,
  previous_hash: 'reverse(previous_hash)',
  hash: 'reverse(hash)',
}

const edits: readonly Mutation[] = Object.entries(EDITS).map(([field, value]) => ({
  kind: `edit ${field}`,
  async apply({ client, organisation, at: sequence }) {
    await client.query(`update entry set ${field} = ${value} where organisation = $1 and sequence = $2`, [organisation, sequence])
    return at(sequence, 'changed')
  },
}))

const moves: readonly Mutation[] = Object.entries({ organisation: `'${NOBODY}'`, sequence: 'sequence + 1000000' }).map(
  ([field, value]) => ({
    kind: `edit ${field}`,
    async apply({ client, organisation, at: sequence }) {
      await client.query(`update entry set ${field} = ${value} where organisation = $1 and sequence = $2`, [organisation, sequence])
      return at(sequence, 'removed')
    },
  }),
)

const removal = (kind: string, sequenceOf: (target: Target) => number): Mutation => ({
  kind,
  async apply(target) {
    const sequence = sequenceOf(target)
    await target.client.query('delete from entry where organisation = $1 and sequence = $2', [target.organisation, sequence])
    return at(sequence, 'removed')
  },
})

const cut = (kind: string, fromOf: (target: Target) => number): Mutation => ({
  kind,
  async apply(target) {
    const from = fromOf(target)
    await target.client.query('delete from entry where organisation = $1 and sequence >= $2', [target.organisation, from])
    return at(from, 'cut-off')
  },
})

/** A record written anew: what stands in it then, and what is to be said of it. */
const rewriting = (kind: string, rewrite: (target: Target) => readonly [readonly Entry[], Expected]): Mutation => ({
  kind,
  async apply(target) {
    const [entries, expected] = rewrite(target)
    await write(target, entries)
    return expected
  },
})

/** Two entries that change places, and the first of the two. */
function swapped({ entries, at: sequence, signedTo, dice }: Target): readonly [readonly Entry[], number] {
  const other = dice.whole(sequence + 1, signedTo)
  const [one, two] = [entries[sequence - 1] as Entry, entries[other - 1] as Entry]
  return [renumbered(entries.with(sequence - 1, two).with(other - 1, one)), sequence]
}

const withForged = ({ entries, at: sequence, dice }: Target): readonly Entry[] =>
  entries.with(sequence - 1, forged(entries[sequence - 1] as Entry, dice))
const withInserted = ({ entries, at: sequence, dice }: Target): readonly Entry[] =>
  renumbered(entries.toSpliced(sequence - 1, 0, forged(entries[sequence - 1] as Entry, dice)))
const withoutOne = ({ entries, at: sequence }: Target): readonly Entry[] => renumbered(entries.toSpliced(sequence - 1, 1))

const rewritings: readonly Mutation[] = [
  rewriting('edit, its hash made anew', (target) => [
    rehashed(target.organisation, withForged(target), target.at, target.at),
    at(target.at, 'rewritten'),
  ]),
  rewriting('edit, all later hashes made anew', (target) => [
    rehashed(target.organisation, withForged(target), target.at),
    at(target.at, 'rewritten'),
  ]),
  rewriting('delete, the rest renumbered', (target) => [withoutOne(target), at(target.at, 'changed')]),
  rewriting('delete, all later hashes made anew', (target) => [
    rehashed(target.organisation, withoutOne(target), target.at),
    at(target.at, 'rewritten'),
  ]),
  rewriting('swap', (target) => {
    const [entries, first] = swapped(target)
    return [entries, at(first, 'changed')]
  }),
  rewriting('swap, all later hashes made anew', (target) => {
    const [entries, first] = swapped(target)
    return [rehashed(target.organisation, entries, first), at(first, 'rewritten')]
  }),
  rewriting('insert, its hash fitting', (target) => [
    rehashed(target.organisation, withInserted(target), target.at, target.at),
    at(target.at, 'rewritten'),
  ]),
  rewriting('insert, all later hashes made anew', (target) => [
    rehashed(target.organisation, withInserted(target), target.at),
    at(target.at, 'rewritten'),
  ]),
  rewriting('the whole record made anew', (target) => [
    rehashed(
      target.organisation,
      target.entries.map((entry) => forged(entry, target.dice)),
      1,
    ),
    at(1, 'rewritten'),
  ]),
]

/** The whole record made anew and every root in the database removed: the export alone can tell. */
const withoutRoots: Mutation = {
  kind: 'made anew, its roots deleted',
  async apply(target) {
    await target.client.query('delete from root where organisation = $1', [target.organisation])
    await write(target, rehashed(target.organisation, withForged(target), target.at))
    return at(target.at, 'rewritten')
  },
}

const ROOT_EDITS: Readonly<Record<string, string>> = {
  hash: 'reverse(hash)',
  digest: 'reverse(digest)',
  at: `at + interval '1 hour'`,
  signature: `left(signature, -8) || 'AAAAAAAA'`,
  hashes: 'array_replace(hashes, hashes[1], reverse(hashes[1]))',
  after: 'after + 1',
}

const rootEdits: readonly Mutation[] = Object.entries(ROOT_EDITS).map(([field, value]) => ({
  kind: `root: edit ${field}`,
  async apply({ client, organisation, signedTo }) {
    await client.query('alter table root drop constraint root_lists_what_it_covers')
    await client.query(`update root set ${field} = ${value} where organisation = $1 and sequence = $2`, [organisation, signedTo])
    return at(signedTo, 'root')
  },
}))

/** A root that is moved, to where there is nothing or past what it covers, shows where it is then. */
const rootMoves: readonly Mutation[] = [
  {
    kind: 'root: edit organisation',
    async apply({ client, organisation, signedTo }) {
      await client.query('update root set organisation = $3 where organisation = $1 and sequence = $2', [organisation, signedTo, NOBODY])
      return { ...at(signedTo, 'root'), organisation: NOBODY }
    },
  },
  {
    kind: 'root: edit sequence',
    async apply({ client, organisation, signedTo }) {
      await client.query('alter table root drop constraint root_lists_what_it_covers')
      await client.query('update root set sequence = sequence + 1 where organisation = $1 and sequence = $2', [organisation, signedTo])
      return at(signedTo + 1, 'root')
    },
  },
]

/** Every way to tamper with what a root vouches for, and with roots. */
export const mutations: readonly Mutation[] = [
  ...edits,
  ...moves,
  removal('delete the first', () => 1),
  removal('delete one in the middle', ({ at: sequence }) => sequence),
  removal('delete the last before a root', ({ signedTo }) => signedTo),
  ...rewritings,
  withoutRoots,
  cut('cut off the tail', ({ at: sequence }) => sequence),
  cut('cut off all', () => 1),
  ...rootEdits,
  ...rootMoves,
]

const EXPORT_EDITS: Readonly<Record<string, (root: SignedRoot) => Partial<SignedRoot>>> = {
  hash: ({ hash }) => ({ hash: reversed(hash) }),
  digest: ({ digest: told }) => ({ digest: reversed(told) }),
  at: ({ at: signedAt }) => ({ at: new Date(Date.parse(signedAt) + 1).toISOString() }),
  signature: ({ signature }) => ({ signature: `${signature.slice(0, -8)}AAAAAAAA` }),
  hashes: ({ hashes }) => ({ hashes: hashes.with(0, reversed(hashes[0] ?? '')) }),
  after: ({ after }) => ({ after: after + 1 }),
  sequence: ({ sequence }) => ({ sequence: sequence + 1 }),
  organisation: () => ({ organisation: NOBODY }),
}

const reversed = (hash: string): string => [...hash].toReversed().join('')

/** Every way to tamper with an exported root. */
export const exportEdits: readonly Mutation[] = Object.entries(EXPORT_EDITS).map(([field, edit]) => ({
  kind: `export: edit ${field}`,
  apply({ exported, organisation, signedTo }) {
    const index = exported.findIndex((root) => root.organisation === organisation && root.sequence === signedTo)
    const root = exported[index] as SignedRoot
    const edited = { ...root, ...edit(root) }
    exported[index] = edited
    return Promise.resolve({ ...at(edited.sequence, 'root'), organisation: edited.organisation })
  },
}))

/** What nobody can find: entries cut off at the end that no root had been signed for yet. */
export const unfindable: Mutation = cut('cut off after the last root', ({ signedTo }) => signedTo + 1)
