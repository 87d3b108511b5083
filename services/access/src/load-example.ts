import { inTransaction, type Pool, type Transaction } from '@imaging/postgres'
import { v5 as uuidV5 } from 'uuid'
import { accountIdOf } from './account-id.ts'
import { exampleAccounts, exampleGrants, exampleMachines, exampleOrganisations, exampleSecondRoles } from './example-accounts.ts'
import { saveOrganisations } from './organisation-repository.ts'

/** The space of names in which rows of the example are named, so that loading it again finds them. */
const EXAMPLE = 'c2f6a6d7-6f0b-4f3e-8d7c-0d6f6a1a9b52'

/** Before the example's first day: everything in it was done by people who had their roles. */
const STARTS_ON = '2024-10-01'
const AT = new Date('2024-10-01T08:00:00Z')
const BY = { name: 'The example', role: 'administrator', organisation: 'QRV' }
const WHY = 'Example: the trusts agreed to plan together'

/**
 * Loads the people, systems and grants of the example. Loading again adds what is missing and changes nothing: what was
 * revoked or ended stays so.
 */
export async function loadExample(ingest: Pool, issuer: string): Promise<void> {
  await inTransaction(ingest, async (tx) => {
    await saveOrganisations(tx, exampleOrganisations)
    await loadAccounts(tx, issuer)
    await loadMachines(tx, issuer)
    await loadGrants(tx)
  })
}

async function loadAccounts(tx: Transaction, issuer: string): Promise<void> {
  await tx.query(
    `insert into account (account_id, issuer, subject, name, home, created_at)
     select account_id, $1, subject, name, home, $2 from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) as example (account_id, subject, name, home)
     on conflict do nothing`,
    [
      issuer,
      AT,
      exampleAccounts.map(({ subject }) => accountIdOf(issuer, subject)),
      exampleAccounts.map(({ subject }) => subject),
      exampleAccounts.map(({ name }) => name),
      exampleAccounts.map(({ organisation }) => organisation.code),
    ],
  )
  const first = exampleAccounts.map(({ subject, role, organisation }) => ({ subject, role, organisation: organisation.code }))
  await loadMemberships(tx, issuer, first)
  await loadMemberships(tx, issuer, exampleSecondRoles)
}

async function loadMemberships(tx: Transaction, issuer: string, memberships: typeof exampleSecondRoles): Promise<void> {
  await tx.query(
    `insert into membership (membership_id, account_id, role, organisation, starts_on, given_at, given_by)
     select membership_id, account_id, role, organisation, $1, $2, $3
       from unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[]) as example (membership_id, account_id, role, organisation)
     on conflict do nothing`,
    [
      STARTS_ON,
      AT,
      JSON.stringify(BY),
      memberships.map(({ subject, role, organisation }) => uuidV5(`membership ${issuer} ${subject} ${role} ${organisation}`, EXAMPLE)),
      memberships.map(({ subject }) => accountIdOf(issuer, subject)),
      memberships.map(({ role }) => role),
      memberships.map(({ organisation }) => organisation),
    ],
  )
}

async function loadMachines(tx: Transaction, issuer: string): Promise<void> {
  await tx.query(
    `insert into machine_client (machine_id, issuer, client_id, name, role, organisation)
     select machine_id, $1, client_id, name, role, organisation
       from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) as example (machine_id, client_id, name, role, organisation)
     on conflict do nothing`,
    [
      issuer,
      exampleMachines.map(({ clientId }) => uuidV5(`machine ${issuer} ${clientId}`, EXAMPLE)),
      exampleMachines.map(({ clientId }) => clientId),
      exampleMachines.map(({ name }) => name),
      exampleMachines.map(({ role }) => role),
      exampleMachines.map(({ organisation }) => organisation),
    ],
  )
}

async function loadGrants(tx: Transaction): Promise<void> {
  await tx.query(
    `insert into share_grant (grant_id, from_organisation, to_organisation, share, starts_on, why, granted_by, granted_at)
     select grant_id, from_organisation, to_organisation, share, $1, $2, $3, $4
       from unnest($5::uuid[], $6::text[], $7::text[], $8::text[]) as example (grant_id, from_organisation, to_organisation, share)
     on conflict do nothing`,
    [
      STARTS_ON,
      WHY,
      JSON.stringify(BY),
      AT,
      exampleGrants.map(({ from, to, share }) => uuidV5(`grant ${from} ${to} ${share}`, EXAMPLE)),
      exampleGrants.map(({ from }) => from),
      exampleGrants.map(({ to }) => to),
      exampleGrants.map(({ share }) => share),
    ],
  )
}
