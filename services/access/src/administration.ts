import { localDateOf } from '@imaging/calendar'
import { problem } from '@imaging/http'
import { acting, actorOf, seeingOf } from '@imaging/identity'
import { inTransaction, takeTurns, type Pool, type Transaction } from '@imaging/postgres'
import type { ActingIdentity, Actor } from '@imaging/schemas'
import type { Organisation } from '../domain/index.ts'
import { isAdministrator } from './account-repository.ts'
import { organisationsByCode } from './organisation-repository.ts'
import type { Recording } from './record-acts.ts'

export interface AdministrationDeps extends Recording {
  readonly pool: Pool
}

/** An administrator at work, inside one transaction. */
export interface Administration {
  readonly tx: Transaction
  readonly identity: ActingIdentity
  readonly by: Actor
  readonly own: Organisation
  readonly organisations: ReadonlyMap<string, Organisation>
  readonly at: Date
  readonly today: string
}

/**
 * Does an administrator's work in one transaction, one at a time for each organisation.
 *
 * Their session was looked up before the turn came: meanwhile another may have taken their role away, so it is looked at again.
 *
 * @throws {ProblemError} 403 when they are an administrator no longer.
 */
export async function administering<T>(
  request: Parameters<typeof acting>[0],
  { pool, now }: AdministrationDeps,
  work: (administration: Administration) => Promise<T>,
): Promise<T> {
  const identity = acting(request)
  const { id, kind, organisation } = identity
  return inTransaction(
    pool,
    async (tx) => {
      await takeTurns(tx, `access.administration ${organisation}`)
      const at = now()
      const today = localDateOf(at.getTime())
      const organisations = await organisationsByCode(tx)
      const own = organisations.get(organisation)
      const isStill = own !== undefined && (kind === 'machine' || (await isAdministrator(tx, id, organisation, today)))
      if (!isStill) throw problem(403, 'This is not yours to do', { detail: `You are no administrator of ${organisation}.` })
      return work({ tx, identity, by: actorOf(identity), own, organisations, at, today })
    },
    { seeing: seeingOf(identity) },
  )
}
