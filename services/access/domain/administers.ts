import type { Organisation } from './organisation.ts'

type Kinded = Pick<Organisation, 'code' | 'kind'>

/**
 * Whether an administrator of one organisation looks after the accounts of another.
 *
 * A trust looks after its own. The joint body looks after its own and the suppliers', which serve all trusts. No supplier
 * looks after any.
 */
export const administers = (administrator: Kinded, organisation: Kinded): boolean =>
  administrator.kind !== 'supplier' &&
  (administrator.code === organisation.code || (administrator.kind === 'joint' && organisation.kind === 'supplier'))
