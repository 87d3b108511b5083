import type { Sql } from '@imaging/postgres'
import type { Organisation } from '../domain/index.ts'

/** Every organisation by its code. */
export async function organisationsByCode(sql: Sql): Promise<ReadonlyMap<string, Organisation>> {
  const { rows } = await sql.query<Organisation & Record<string, unknown>>(
    'select code, kind, name from organisation order by kind desc, name',
  )
  return new Map(rows.map(({ code, kind, name }) => [code, { code, kind, name }]))
}

/** Writes organisations as they are now called. */
export async function saveOrganisations(sql: Sql, organisations: readonly Organisation[]): Promise<void> {
  await sql.query(
    `insert into organisation (code, kind, name) select * from unnest($1::text[], $2::text[], $3::text[])
     on conflict (code) do update set name = excluded.name where organisation.name <> excluded.name`,
    [organisations.map(({ code }) => code), organisations.map(({ kind }) => kind), organisations.map(({ name }) => name)],
  )
}
