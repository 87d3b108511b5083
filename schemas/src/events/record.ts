import { Type, type Static } from 'typebox'
import { OrganisationCode } from '../access/identity.ts'
import { envelope } from '../envelope.ts'
import { Instant } from '../identifiers.ts'
import { ActedBy } from './work-orders.ts'

/** What was done: a noun and a past participle, such as `work-order.released` or `grant.revoked`. */
export const Act = Type.String({ pattern: '^[a-z][a-z-]{0,39}\\.[a-z][a-z-]{0,39}$' })

/**
 * A decision, signature, grant, override, correction or administrative act: something that must be proven later.
 *
 * Written with the act itself, in the same transaction, by the service that carries it out. The key is the organisation in whose
 * record it stands, so that its entries stay in order.
 */
export const RecordActedV1 = envelope(
  'record.acted.v1',
  Type.Object({
    /** In whose record it stands: a trust, a supplier or the joint body. */
    organisation: OrganisationCode,
    act: Act,
    at: Instant,
    by: ActedBy,
    /** What it was done to: a work order, a scanner, an account. */
    about: Type.String({ minLength: 1, maxLength: 120 }),
    /** What makes the act understandable on its own, in words and values; never a patient, never a secret. */
    details: Type.Record(Type.String({ pattern: '^[a-z][a-zA-Z]{0,39}$' }), Type.String({ maxLength: 2_000 }), { maxProperties: 30 }),
  }),
)
export type RecordActedV1 = Static<typeof RecordActedV1>
