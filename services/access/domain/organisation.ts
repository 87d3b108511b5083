/** A trust, a company that mends scanners, or the body in which the trusts decide together. */
export type OrganisationKind = 'trust' | 'supplier' | 'joint'

export interface Organisation {
  readonly code: string
  readonly kind: OrganisationKind
  readonly name: string
}
