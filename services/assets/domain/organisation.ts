/** What an organisation is in law, which decides how it approves and who must be told. */
export type OrganisationKind = 'nhs-foundation-trust' | 'nhs-trust' | 'integrated-care-board' | 'charity' | 'other'

/** A legal entity, named by its ODS code. Only foundation trusts have a council of governors. */
export interface Organisation {
  readonly ods: string
  readonly name: string
  /** Short name for tables and maps. */
  readonly shortName: string
  readonly kind: OrganisationKind
  /** The other ways people write its name. */
  readonly alsoWritten: readonly string[]
}
