import { invalid } from '@imaging/http'
import type { Sql } from '@imaging/postgres'
import type { Actor, MappingCorrection } from '@imaging/schemas'
import {
  correctHeading,
  correctName,
  nameKey,
  registerFieldNames,
  type HeadingCorrection,
  type NameCorrection,
  type NameKind,
  type RegisterField,
} from '../../domain/index.ts'
import type { Reference } from '../reference-repository.ts'

/** How an organisation writes things, as its people corrected it. */
export interface LearnedMapping {
  readonly headings: readonly HeadingCorrection[]
  readonly names: readonly NameCorrection[]
}

/** Several times what four trusts write in ten years; the oldest give way. */
const KEPT_MAX = 5_000

const kinds = {
  sites: 'site',
  makers: 'maker',
  classes: 'class',
  statuses: 'status',
  organisations: 'organisation',
} as const satisfies Record<string, NameKind>
type Part = keyof typeof kinds

/** What the organisation of the transaction has corrected so far. */
export async function learnedMapping(tx: Sql): Promise<LearnedMapping> {
  const { rows } = await tx.query<LearnedMapping>('select headings, names from learned_mapping')
  return rows[0] ?? { headings: [], names: [] }
}

/** Keeps an organisation's corrections for its next files. */
export async function keepMapping(tx: Sql, organisation: string, { headings, names }: LearnedMapping, by: Actor, at: Date): Promise<void> {
  await tx.query(
    `insert into learned_mapping (organisation, headings, names, learned_at, learned_by) values ($1, $2, $3, $4, $5)
     on conflict (organisation) do update
        set headings = excluded.headings, names = excluded.names, learned_at = excluded.learned_at, learned_by = excluded.learned_by`,
    [organisation, JSON.stringify(headings.slice(-KEPT_MAX)), JSON.stringify(names.slice(-KEPT_MAX)), at, JSON.stringify(by)],
  )
}

/**
 * What was learned with corrections on top; a later one takes the place of an earlier one.
 *
 * @throws {ProblemError} 422 naming each correction towards something that is not there.
 */
export function withCorrections(learned: LearnedMapping, correction: MappingCorrection, reference: Reference): LearnedMapping {
  const faults = [...headingFaults(correction), ...nameFaults(correction, reference)]
  if (faults.length > 0) throw invalid(faults)
  const headings = Object.entries(correction.columns ?? {})
    .filter(([heading]) => nameKey(heading) !== '')
    .map(([heading, field]) => ({ heading, field: field === '' ? 'ignore' : (field as RegisterField) }) as const)
  const names = Object.entries(kinds).flatMap(([part, kind]) =>
    Object.entries(correction[part as Part] ?? {}).map(([written, means]) => ({ kind, written, means })),
  )
  return { headings: headings.reduce(correctHeading, learned.headings), names: names.reduce(correctName, learned.names) }
}

function headingFaults({ columns = {} }: MappingCorrection) {
  const fields = new Set<string>(['', ...registerFieldNames])
  return Object.entries(columns)
    .filter(([, field]) => !fields.has(field))
    .map(([heading]) => ({
      pointer: place('columns', heading),
      message: `must be one of ${registerFieldNames.join(', ')}, or empty: not used`,
    }))
}

function nameFaults(correction: MappingCorrection, { sites, classes, organisations }: Reference) {
  const known = {
    sites: sites.map(({ siteCode }) => siteCode),
    classes: classes.map(({ classId }) => classId),
    organisations: organisations.map(({ ods }) => ods),
  }
  return Object.entries(known).flatMap(([part, meanings]) =>
    Object.entries(correction[part as keyof typeof known] ?? {})
      .filter(([, means]) => !meanings.includes(means))
      .map(([written]) => ({ pointer: place(part, written), message: `must be one of ${meanings.join(', ')}` })),
  )
}

const place = (part: string, written: string): string => `/body/${part}/${written.replaceAll('~', '~0').replaceAll('/', '~1')}`
