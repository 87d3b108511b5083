import type { Manifest } from './installed-manifests.ts'
import type { LicenceException } from './licence-policy.ts'
import type { LockedPackage, LockedTree } from './locked-packages.ts'

/** What is allowed, and who is let in besides. */
export interface LicencePolicy {
  readonly permissive: ReadonlySet<string>
  readonly exceptions: readonly LicenceException[]
}

/** What the licences of a locked tree come to. */
export interface LicenceReview {
  readonly faults: readonly string[]
  /** Packages by the licence they say they have, most frequent first. */
  readonly byLicence: ReadonlyMap<string, readonly LockedPackage[]>
  /** Packages for other kinds of machine, whose licence cannot be read here: ids. */
  readonly unread: readonly string[]
}

const NONE = 'none named'

/** Compares the licence of every installed package with the policy; a package that must be there and is not is a fault. */
export function licenceReview(tree: LockedTree, installed: ReadonlyMap<string, Manifest>, policy: LicencePolicy): LicenceReview {
  const packages = [...tree.packages.values()]
  const isHere = ({ id }: LockedPackage): boolean => installed.has(id)
  const said = (one: LockedPackage): string | undefined => saidLicence(installed.get(one.id))
  const byLicence = Map.groupBy(packages.filter(isHere), (one) => said(one) ?? NONE)
  const missing = packages.filter((one) => !isHere(one) && !one.optional)
  const needed = packages.filter((one) => isHere(one) && !isPermissive(said(one), policy.permissive))
  const stale = policy.exceptions.filter(({ name }) => !needed.some((one) => isOf(one, name)))
  return {
    faults: [
      ...missing.map(({ id }) => `${id}: is locked and not installed: install first`),
      ...needed.flatMap((one) => exceptionFaults(one, said(one), policy.exceptions)),
      ...stale.map(({ name }) => `${name}: is an exception nobody needs: remove it from the licence policy`),
    ],
    byLicence: new Map([...byLicence].toSorted(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1))),
    unread: packages.filter((one) => !isHere(one) && one.optional).map(({ id }) => id),
  }
}

function exceptionFaults(one: LockedPackage, said: string | undefined, exceptions: readonly LicenceException[]): string[] {
  const exception = exceptions.find(({ name, licence }) => isOf(one, name) && (said ?? licence) === licence)
  if (exception === undefined)
    return [`${one.id}: licence ${said ?? NONE} is not on the list: replace the package, or name it with a reason in the licence policy`]
  return one.shipped && !exception.shipped
    ? [`${one.id}: ${exception.licence} is let in for development only, and this would be shipped`]
    : []
}

/** A package of that name, or one of its builds for a kind of machine (`name-linux-x64-gnu`). */
const isOf = ({ name, optional }: LockedPackage, wanted: string): boolean => name === wanted || (optional && name.startsWith(`${wanted}-`))

/** The SPDX expression a manifest names, in any of the forms npm has allowed; undefined when it names none. */
export function saidLicence(manifest: Manifest | undefined): string | undefined {
  const named = [manifest?.license ?? manifest?.licenses].flat().flatMap((one: unknown) => {
    if (typeof one === 'string') return one
    return typeof one === 'object' && one !== null && 'type' in one && typeof one.type === 'string' ? one.type : []
  })
  return named.length === 0 ? undefined : named.join(' OR ')
}

/** `A AND B` needs both, `A OR B` leaves the choice; a nested expression is nobody's licence until somebody has read it. */
function isPermissive(expression: string | undefined, permissive: ReadonlySet<string>): boolean {
  if (expression === undefined) return false
  const plain = expression.replace(/^\((.*)\)$/, '$1')
  return plain.split(' OR ').some((choice) => choice.split(' AND ').every((id) => permissive.has(id)))
}
