import type { Sql } from '@imaging/postgres'
import type { AssetClass, Dated, LifePolicy, MakerAlias, Organisation, Site, SiteNickname } from '../domain/index.ts'

/** What assets are judged and shown by. Small: a few hundred rows in all. */
export interface Reference {
  readonly organisations: readonly Organisation[]
  readonly sites: readonly Site[]
  readonly classes: readonly AssetClass[]
  readonly lifePolicies: readonly Dated<LifePolicy>[]
  readonly makerAliases: readonly MakerAlias[]
  readonly siteNicknames: readonly SiteNickname[]
}

/** The reference as it stands. */
export async function readReference(sql: Sql): Promise<Reference> {
  const { rows } = await sql.query<{ reference: Reference }>({
    name: 'read-reference',
    text: `select json_build_object(
               'organisations', (select coalesce(json_agg(json_build_object('ods', ods, 'name', name, 'shortName', short_name, 'kind', kind,
                  'alsoWritten', also_written) order by ods), '[]') from organisation),
               'sites', (select coalesce(json_agg(body order by site_code), '[]') from site),
               'classes', (select coalesce(json_agg(body order by class_id), '[]') from asset_class),
               'lifePolicies', (select coalesce(json_agg(json_strip_nulls(json_build_object('kind', kind, 'classId', class_id, 'use', use,
                  'years', years, 'examsPerYearFrom', exams_per_year_from, 'examsPerYearTo', exams_per_year_to, 'source', source,
                  'isSourced', is_sourced, 'from', lower(in_force), 'to', upper(in_force))) order by id), '[]') from life_policy),
               'makerAliases', (select coalesce(json_agg(json_build_object('written', written, 'maker', maker) order by written), '[]') from maker_alias),
               'siteNicknames', (select coalesce(json_agg(json_build_object('written', written, 'siteCode', site_code) order by written), '[]')
                  from site_nickname)) as reference`,
  })
  const [row] = rows
  if (row === undefined) throw new Error('a select without a from clause has one row')
  return row.reference
}

/** Adds organisations that are not there. */
export async function addOrganisations(tx: Sql, organisations: readonly Organisation[]): Promise<void> {
  for (const { ods, name, shortName, kind, alsoWritten } of organisations) {
    await tx.query(
      'insert into organisation (ods, name, short_name, kind, also_written) values ($1, $2, $3, $4, $5) on conflict (ods) do nothing',
      [ods, name, shortName, kind, alsoWritten],
    )
  }
}

/** Adds sites that are not there. @returns Those that were added. */
export async function addSites(tx: Sql, sites: readonly Site[]): Promise<readonly Site[]> {
  const { rows } = await tx.query<{ site_code: string }>(
    `insert into site (site_code, body) select body->>'siteCode', body from jsonb_array_elements($1::jsonb) as given (body)
     on conflict (site_code) do nothing returning site_code`,
    [JSON.stringify(sites)],
  )
  const added = new Set(rows.map(({ site_code }) => site_code))
  return sites.filter(({ siteCode }) => added.has(siteCode))
}

/** Adds classes that are not there. @returns Those that were added. */
export async function addClasses(tx: Sql, classes: readonly AssetClass[]): Promise<readonly AssetClass[]> {
  const { rows } = await tx.query<{ class_id: string }>(
    `insert into asset_class (class_id, body) select body->>'classId', body from jsonb_array_elements($1::jsonb) as given (body)
     on conflict (class_id) do nothing returning class_id`,
    [JSON.stringify(classes)],
  )
  const added = new Set(rows.map(({ class_id }) => class_id))
  return classes.filter(({ classId }) => added.has(classId))
}

/** Adds life policies for days on which none of their kind, class and use is in force. */
export async function addLifePolicies(tx: Sql, policies: readonly Dated<LifePolicy>[]): Promise<void> {
  for (const { kind, classId, use, years, examsPerYearFrom, examsPerYearTo, source, isSourced, from, to } of policies) {
    await tx.query(
      `insert into life_policy (kind, class_id, use, years, exams_per_year_from, exams_per_year_to, source, is_sourced, in_force)
       values ($1, $2, $3, $4, $5, $6, $7, $8, daterange($9, $10)) on conflict do nothing`,
      [kind, classId, use, years, examsPerYearFrom, examsPerYearTo, source, isSourced, from, to],
    )
  }
}

/** Adds ways of writing makers and sites that are not there. */
export async function addNames(tx: Sql, aliases: readonly MakerAlias[], nicknames: readonly SiteNickname[]): Promise<void> {
  await tx.query('insert into maker_alias (written, maker) select * from unnest($1::text[], $2::text[]) on conflict do nothing', [
    aliases.map(({ written }) => written),
    aliases.map(({ maker }) => maker),
  ])
  await tx.query('insert into site_nickname (written, site_code) select * from unnest($1::text[], $2::text[]) on conflict do nothing', [
    nicknames.map(({ written }) => written),
    nicknames.map(({ siteCode }) => siteCode),
  ])
}
