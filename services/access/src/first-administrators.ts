import { localDateOf } from '@imaging/calendar'
import { inTransaction, type Pool } from '@imaging/postgres'
import { accountIdOf } from './account-id.ts'
import { organisationsByCode } from './organisation-repository.ts'
import { recordActs, type Recording } from './record-acts.ts'

/** Where nobody has an account yet, somebody has to be let in from outside. */
const PLATFORM = { name: 'Settings of the platform', role: 'platform' } as const

/** Subjects of the issuer by organisation, written `RYJ=subject,QRV=subject`. @throws {RangeError} For what is not written so. */
export function readFirstAdministrators(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(',').map((pair): [string, string] => {
      const [organisation = '', ...subject] = pair.trim().split('=')
      if (organisation === '' || subject.join('=') === '')
        throw new RangeError(`FIRST_ADMINISTRATORS: '${pair}' is not ORGANISATION=SUBJECT, such as RYJ=8f14e45f`)
      return [organisation, subject.join('=')]
    }),
  )
}

/**
 * Lets the first administrator of each organisation in. One that has had an administrator before is left as it is.
 *
 * @throws {RangeError} For an organisation that is not known here or can have no administrator.
 */
export async function letFirstAdministratorsIn(
  ingest: Pool,
  issuer: string,
  administrators: ReadonlyMap<string, string>,
  recording: Recording,
): Promise<void> {
  const at = recording.now()
  const organisations = await organisationsByCode(ingest)
  for (const organisation of administrators.keys()) {
    const kind = organisations.get(organisation)?.kind
    if (kind === undefined || kind === 'supplier')
      throw new RangeError(`FIRST_ADMINISTRATORS: ${organisation} is neither a trust nor the joint body`)
  }
  for (const [organisation, subject] of administrators) {
    const by = { ...PLATFORM, organisation }
    await inTransaction(ingest, async (tx) => {
      const { rowCount } = await tx.query(`select from membership where organisation = $1 and role = 'administrator' limit 1`, [
        organisation,
      ])
      if (rowCount !== 0) return
      const accountId = accountIdOf(issuer, subject)
      await tx.query(
        `insert into account (account_id, issuer, subject, name, home, created_at) values ($1, $2, $3, $3, $4, $5) on conflict do nothing`,
        [accountId, issuer, subject, organisation, at],
      )
      await tx.query(
        `insert into membership (membership_id, account_id, role, organisation, starts_on, given_at, given_by)
         values ($1, $2, 'administrator', $3, $4, $5, $6)`,
        [recording.newId(), accountId, organisation, localDateOf(at.getTime()), at, JSON.stringify(by)],
      )
      const details = { subject, issuer, role: 'administrator', organisation, why: 'The first administrator' }
      await recordActs(tx, by, [{ act: 'membership.given', about: accountId, records: [organisation], details }], recording)
    })
  }
}
