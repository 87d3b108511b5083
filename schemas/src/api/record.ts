import { Type, type Static } from 'typebox'
import { OrganisationCode } from '../access/identity.ts'
import { Act, RecordActedV1 } from '../events/record.ts'
import { EventId, Instant } from '../identifiers.ts'

/** Enough for a screen that scrolls; who wants all of it exports it. */
const PAGE_MAX = 200
/** Roots come every few minutes and cover few entries; after a long silence one root is not enough, and several are signed. */
export const ROOT_ENTRIES_MAX = 1_000

const Sequence = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const Hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 in hexadecimal' })

const { organisation, act, at, by, about, details } = RecordActedV1.properties.data.properties

/**
 * One act in the record of an organisation.
 *
 * `hash` covers all other fields in canonical JSON, the hash of the entry before among them, so that no entry can be changed without
 * changing every entry after it.
 *
 * @source RFC 8785, JSON Canonicalization Scheme
 */
export const RecordEntry = Type.Object({
  organisation,
  /** 1, 2, 3 and so on, without a gap. */
  sequence: Sequence,
  /** When it was written into the record; `at` is when it was done. */
  recordedAt: Instant,
  /** The event that told of the act: the same event is never recorded twice. */
  eventId: EventId,
  act,
  at,
  by,
  about,
  details,
  previousHash: Hash,
  hash: Hash,
})
export type RecordEntry = Static<typeof RecordEntry>

/** How far a record reached at an instant, signed: what stood at or before it cannot be changed unseen. */
export const RecordRoot = Type.Object({
  organisation: OrganisationCode,
  /** The last entry of the root before; 0 for the first root. */
  after: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  /** The last entry it covers. */
  sequence: Sequence,
  /** The hash of that entry. */
  hash: Hash,
  /** SHA-256 over the hashes of all entries it covers, as a list in canonical JSON. */
  digest: Hash,
  /** When it was signed. */
  at: Instant,
  /** A compact JWS whose payload is all fields above in canonical JSON; its header names the key. */
  signature: Type.String({ pattern: '^[\\w-]+\\.[\\w-]+\\.[\\w-]+$', maxLength: 2_000 }),
})
export type RecordRoot = Static<typeof RecordRoot>

/** A root as it is exported: with the hash of every entry it covers, so that a changed one can be named. */
export const ExportedRoot = Type.Object({
  ...RecordRoot.properties,
  hashes: Type.Array(Hash, { minItems: 1, maxItems: ROOT_ENTRIES_MAX }),
})
export type ExportedRoot = Static<typeof ExportedRoot>

/** The public keys with which roots are checked: a JSON Web Key Set (RFC 7517) of Ed25519 keys, former ones too. */
export const RecordKeys = Type.Object({
  keys: Type.Array(
    Type.Object({
      kty: Type.Literal('OKP'),
      crv: Type.Literal('Ed25519'),
      x: Type.String({ pattern: '^[\\w-]{43}$' }),
      /** The thumbprint of the key (RFC 7638). */
      kid: Type.String({ pattern: '^[\\w-]{43}$' }),
      use: Type.Literal('sig'),
    }),
    { maxItems: 100 },
  ),
})
export type RecordKeys = Static<typeof RecordKeys>

/** What is asked of one's own record: acts of one kind, and acts done in [from, to). */
export const RecordQuery = Type.Object({
  act: Type.Optional(Act),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  limit: Type.Integer({ minimum: 1, maximum: PAGE_MAX, default: 50 }),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 512, description: 'next of the page before' })),
})
export type RecordQuery = Static<typeof RecordQuery>

const next = Type.Optional(Type.String({ description: 'Cursor of the page after; absent on the last page.' }))

/** Newest first. */
export const RecordEntryPage = Type.Object({ items: Type.Array(RecordEntry), next })
export type RecordEntryPage = Static<typeof RecordEntryPage>

/** Newest first. */
export const RecordRootPage = Type.Object({ items: Type.Array(RecordRoot), next })
export type RecordRootPage = Static<typeof RecordRootPage>

/** More faults of roots than this say nothing new. */
const FAULTS_MAX = 20

/** What was found of one organisation's record. */
export const RecordVerdict = Type.Object({
  organisation: OrganisationCode,
  entries: Type.Integer({ minimum: 0 }),
  /** The last entry that a signed root vouches for; 0 without one. What was cut off after it cannot be found. */
  provenTo: Type.Integer({ minimum: 0 }),
  /** The first entry that is not as it was written, then roots that cannot be believed; empty while all is well. */
  faults: Type.Array(
    Type.Object({
      kind: Type.Enum(['changed', 'rewritten', 'removed', 'inserted', 'cut-off', 'root']),
      /** The entry it is about; of a root, the last entry it covers. */
      sequence: Type.Integer(),
      what: Type.String(),
    }),
    { maxItems: FAULTS_MAX },
  ),
})
export type RecordVerdict = Static<typeof RecordVerdict>
