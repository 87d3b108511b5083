import {
  ACCESS_CHECKS,
  CHECKS,
  RADIONUCLIDE_CLASSES,
  SCOPES,
  type AppliesTo,
  type CheckRule,
  type ScopeRule,
} from './return-to-use-rules.ts'

/** What about a class decides which rules apply to it. */
export interface ClassTraits {
  readonly ionising: boolean
  readonly magnet: boolean
  readonly radionuclide: boolean
}

/** A check with its code, and whether it is settled before the engineer comes in or before the scanner is used again. */
export interface NamedCheck extends CheckRule {
  readonly check: string
  readonly before: 'access' | 'release'
}

/** The traits of a class: two are the register's, the third is known by the class itself. */
export const classTraits = (classId: string, { ionising, magnet }: Pick<ClassTraits, 'ionising' | 'magnet'>): ClassTraits => ({
  ionising,
  magnet,
  radionuclide: RADIONUCLIDE_CLASSES.has(classId),
})

const applies = (to: AppliesTo, traits: ClassTraits): boolean => to === 'any' || traits[to]

/** The scopes an engineer may name for a class, by where the work was done. */
export const scopesOffered = (traits: ClassTraits, remote: boolean): { readonly code: string; readonly label: string }[] =>
  Object.entries(SCOPES)
    .filter(([, { appliesTo, where }]) => applies(appliesTo, traits) && (where === 'either' || where === (remote ? 'remote' : 'on-site')))
    .map(([code, { label }]) => ({ code, label }))

/**
 * What the customer settles before an engineer comes in.
 *
 * Nothing for work from a distance: no area is handed over.
 */
export const accessChecks = (traits: ClassTraits, remote: boolean): NamedCheck[] =>
  remote ? [] : ACCESS_CHECKS.filter(({ appliesTo }) => applies(appliesTo, traits)).map(({ check }) => named(check, 'access'))

/** What must be settled before the scanner is used again: the checks of every scope of the work, each once, in the order of the rules. */
export function releaseChecks(scopes: readonly string[]): NamedCheck[] {
  const wanted = new Set(scopes.flatMap((scope) => ruleOf(scope).checks))
  return Object.keys(CHECKS)
    .filter((check) => wanted.has(check))
    .map((check) => named(check, 'release'))
}

/** Whether work of these scopes takes even a limited scanner out of use until its checks are done. */
export const holdsLimitedScanner = (scopes: readonly string[]): boolean => scopes.some((scope) => ruleOf(scope).holdsLimitedScanner)

/** Whether medical physics has a say, so that a physicist may also release. */
export const asksPhysicist = (scopes: readonly string[]): boolean => releaseChecks(scopes).some(({ by }) => by === 'medical-physicist')

const named = (check: string, before: NamedCheck['before']): NamedCheck => {
  const rule = CHECKS[check]
  if (rule === undefined) throw new RangeError(`there is no check ${check}`)
  return { check, before, ...rule }
}

const ruleOf = (scope: string): ScopeRule => {
  const rule = SCOPES[scope]
  if (rule === undefined) throw new RangeError(`there is no scope of work ${scope}`)
  return rule
}
