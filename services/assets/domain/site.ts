import { type LocalDate, isLocalDate } from '@imaging/calendar'
import { isGln } from './gs1.ts'
import type { RegisterProblem } from './problem.ts'

export type SiteKind = 'hospital' | 'community-diagnostic-centre'

/** A place where scanners stand. Who runs it, who owns the ground, who pays and whose patients come are four questions. */
export interface Site {
  /** Its ODS code. */
  readonly siteCode: string
  /** True while no published ODS code is known and ours stands in for it. */
  readonly codeIsPlaceholder: boolean
  readonly name: string
  readonly shortName: string
  readonly kind: SiteKind
  /** ODS code of the trust in whose register the site is kept. */
  readonly trust: string
  readonly operator: string
  readonly landlord: string
  /** Who pays for it, in words. */
  readonly funder: string
  /** ODS code of the trust in whose patch the site lies, whoever runs it. */
  readonly catchment: string
  /** Global Location Number, GS1 AI (414). */
  readonly gln?: string
  readonly postcode?: string
  /** WGS 84, degrees. */
  readonly latitude?: number
  readonly longitude?: number
  readonly openedOn?: LocalDate
  readonly closedOn?: LocalDate
  /** Fields whose value is an assumption of ours and not read in a source. */
  readonly assumed: readonly string[]
}

/** Whether a site is open on a day; one without dates always is. */
export function isOpenOn(site: Site, onDate: LocalDate): boolean {
  return (site.openedOn === undefined || site.openedOn <= onDate) && (site.closedOn === undefined || onDate < site.closedOn)
}

/** What is wrong with a site's own values; empty when nothing is. */
export function validateSite(site: Site): readonly RegisterProblem[] {
  const problems: RegisterProblem[] = []
  if (site.gln !== undefined && !isGln(site.gln)) {
    problems.push({
      field: 'gln',
      wrote: site.gln,
      problem: 'This is not a Global Location Number.',
      remedy: 'Enter its 13 digits again. The last one is a check digit and does not fit the others.',
    })
  }
  for (const field of ['openedOn', 'closedOn'] as const) {
    const wrote = site[field]
    if (wrote === undefined || isLocalDate(wrote)) continue
    problems.push({ field, wrote, problem: 'This is not a date.', remedy: 'Enter a real date, like 2024-02-01.' })
  }
  if (site.openedOn !== undefined && site.closedOn !== undefined && site.closedOn <= site.openedOn) {
    problems.push({
      field: 'closedOn',
      wrote: site.closedOn,
      problem: `${site.name} would close before it opened on ${site.openedOn}.`,
      remedy: 'Enter a closing date after the opening date, or leave it empty.',
    })
  }
  return problems
}
