import pg from 'pg'
import { expectedTables, LOGIN, type ExpectedTable, type Seen } from './expected-tables.ts'
import { ORGANISATIONS, SEES, type Organisation } from './organisations.ts'
import type { Verdict } from './verdict.ts'

/** What the catalogue says of a table. */
interface Found {
  readonly name: string
  readonly service: string
  readonly isPartition: boolean
  readonly isSecured: boolean
  readonly rights: string
  readonly policies: readonly string[] | null
}

interface Trying {
  readonly client: pg.Client
  readonly leaks: string[]
  readonly wrongRefusals: string[]
  cells: number
}

/** What PostgreSQL answers where a policy or a right stands against it. */
const REFUSED = '42501'

/**
 * Compares every table with what is written of it, and looks into each as every role for every organisation, and for nobody.
 *
 * @param only Some tables alone; all when left out.
 */
export async function tryTables(databaseUrl: string, only?: readonly string[]): Promise<Verdict> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const trying: Trying = { client, leaks: [], wrongRefusals: [], cells: 0 }
  try {
    const { rows } = await client.query<Found>(CATALOGUE)
    const found = rows.filter(({ name }) => only === undefined || only.includes(name))
    for (const table of found) await tryTable(trying, table)
    const there = new Set(rows.map(({ name }) => name))
    const gone = Object.keys(expectedTables).filter((name) => !there.has(name))
    return {
      cells: trying.cells,
      leaks: trying.leaks,
      wrongRefusals: [...trying.wrongRefusals, ...gone.map((name) => `${name} is not there any more`)],
    }
  } finally {
    await client.end()
  }
}

async function tryTable(trying: Trying, table: Found): Promise<void> {
  const { leaks } = trying
  const expected = expectedTables[table.name]
  trying.cells += 1
  if (table.isPartition) {
    // A partition's own policies are none: only what goes through its parent may reach it.
    if (table.rights !== (table.name.startsWith('telemetry.reading_') ? 'ingest:I' : ''))
      leaks.push(`${table.name}, a partition, gives ${table.rights}`)
    return
  }
  if (expected === undefined) return void leaks.push(`${table.name} is in no list: write whose rows it holds`)
  if (table.rights !== expected.rights) leaks.push(`${table.name} gives ${table.rights} and not ${expected.rights}`)
  if ('nobodys' in expected) return
  trying.cells += 2
  if (!table.isSecured) leaks.push(`${table.name} is not under row-level security, enabled and forced`)
  const policies = table.policies ?? []
  if (policies.join('; ') !== expected.policies.join('; '))
    leaks.push(`${table.name} has the policies ${policies.join('; ')} and not ${expected.policies.join('; ')}`)
  await lookInto(trying, table, expected)
}

async function lookInto(
  trying: Trying,
  { name, service }: Found,
  { owner, seen }: Extract<ExpectedTable, { owner: string }>,
): Promise<void> {
  const { client } = trying
  // One state of the table for all who look.
  await client.query('begin transaction isolation level repeatable read')
  try {
    const { rows } = await client.query<Row>(`select ${PLACE} as place, ${owner} as owner from ${name}`)
    for (const role of await rolesOf(client, service))
      for (const organisation of [...ORGANISATIONS, undefined]) {
        trying.cells += 1
        const wanted = wantedOf(seen[role], organisation, rows)
        const found = await placesSeen(client, name, { service, role, organisation })
        judge(trying, `${name} as ${role} for ${organisation ?? 'nobody'}`, wanted, found, rows)
      }
  } finally {
    await client.query('rollback')
  }
}

interface Row {
  /** Where it lies, which tells it from every other row of this state. */
  readonly place: string
  readonly owner: string
}

const PLACE = `tableoid::text || ctid::text`

/** The rows that must be seen; nothing where the answer must be a refusal. */
function wantedOf(seen: Seen | undefined, organisation: Organisation | undefined, rows: readonly Row[]): readonly Row[] | undefined {
  if (seen === undefined) return undefined
  if (seen === 'all') return rows
  if (organisation === undefined) return undefined
  const whose: readonly string[] = typeof seen === 'function' ? seen(organisation) : SEES[organisation][seen]
  return rows.filter(({ owner }) => owner.split('+').some((one) => whose.includes(one)))
}

function judge(
  { leaks, wrongRefusals }: Trying,
  what: string,
  wanted: readonly Row[] | undefined,
  found: Looked,
  rows: readonly Row[],
): void {
  if (found === 'refused') {
    if (wanted !== undefined) wrongRefusals.push(`${what}: refused`)
    return
  }
  // A policy that is asked of no row need not say anything.
  if (wanted === undefined && rows.length > 0) return void leaks.push(`${what}: answered, and not refused`)
  if (typeof found === 'number') {
    if (found > (wanted?.length ?? 0)) leaks.push(`${what}: ${found} rows, and not ${wanted?.length}`)
    if (found < (wanted?.length ?? 0)) wrongRefusals.push(`${what}: ${found} rows, and not ${wanted?.length}`)
    return
  }
  const theirs = new Set(wanted?.map(({ place }) => place))
  const strange = rows.filter(({ place }) => found.has(place) && !theirs.has(place))
  const missing = (wanted ?? []).filter(({ place }) => !found.has(place))
  if (strange.length > 0) leaks.push(`${what}: ${strange.length} rows of ${ownersOf(strange)}`)
  if (missing.length > 0) wrongRefusals.push(`${what}: without ${missing.length} rows of ${ownersOf(missing)}`)
}

const ownersOf = (rows: readonly Row[]): string => [...new Set(rows.map(({ owner }) => owner))].join(', ')

interface Looking {
  readonly service: string
  readonly role: string
  readonly organisation: Organisation | undefined
}

/** The places of the rows seen; how many where a role may read some columns alone; or that it was refused. */
type Looked = ReadonlySet<string> | number | 'refused'

async function placesSeen(client: pg.Client, table: string, { service, role, organisation }: Looking): Promise<Looked> {
  await client.query(
    `savepoint looking; set local search_path = ${service}, public; set local role imaging_${service}${role === LOGIN ? '' : `_${role}`}`,
  )
  try {
    // Somebody before may have been told of another: what is not said must be as if it never was.
    await client.query(settings(organisation))
    const { rows: rights } = await client.query<{ isWhole: boolean }>(`select has_table_privilege($1, 'select') as "isWhole"`, [table])
    if (rights[0]?.isWhole !== true) return Number((await client.query<{ count: string }>(`select count(*) from ${table}`)).rows[0]?.count)
    const { rows } = await client.query<{ place: string }>(`select ${PLACE} as place from ${table}`)
    return new Set(rows.map(({ place }) => place))
  } catch (error) {
    if ((error as { readonly code?: string }).code === REFUSED) return 'refused'
    throw error
  } finally {
    await client.query('rollback to savepoint looking; release savepoint looking')
  }
}

function settings(organisation: Organisation | undefined): string {
  const lists = organisation === undefined ? [] : Object.entries(SEES[organisation])
  const all = [['organisation', organisation ?? ''], ...lists.map(([share, codes]) => [`sees_${share}`, `{${codes.join(',')}}`])]
  return `select ${all.map(([setting, value]) => `set_config('imaging.${setting}', '${value}', true)`).join(', ')}`
}

async function rolesOf(client: pg.Client, service: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ role: string }>(
    `select coalesce(substr(rolname, length('imaging_' || $1) + 2), '') as role from pg_roles
      where (rolname = 'imaging_' || $1 or starts_with(rolname, 'imaging_' || $1 || '_')) and right(rolname, 6) <> '_owner' order by rolname`,
    [service],
  )
  return rows.map(({ role }) => (role === '' ? LOGIN : role))
}

/** Every table of a service's schema, with what each role of the service may do with it, and its policies. */
const CATALOGUE = `
  select schema.nspname || '.' || class.relname as name, schema.nspname as service, class.relispartition as "isPartition",
         class.relrowsecurity and class.relforcerowsecurity as "isSecured",
         coalesce(rights.all, '') as rights, policies.all as policies
    from pg_class as class
    join pg_namespace as schema on schema.oid = class.relnamespace
    cross join lateral (
      select string_agg(role || ':' || held, ' ' order by rolname) as all
        from (
          select rolname, coalesce(nullif(substr(rolname, length('imaging_' || schema.nspname) + 2), ''), 'login') as role,
                 (select string_agg(
                    case when has_table_privilege(pg_roles.oid, class.oid, privilege) then upper(left(privilege, 1))
                         when privilege in ('select', 'insert', 'update') and has_any_column_privilege(pg_roles.oid, class.oid, privilege)
                           then left(privilege, 1) else '' end, '' order by place)
                    from unnest(array['select', 'insert', 'update', 'delete', 'truncate']) with ordinality as each (privilege, place)) as held
            from pg_roles
           where (rolname = 'imaging_' || schema.nspname or starts_with(rolname, 'imaging_' || schema.nspname || '_'))
             and right(rolname, 6) <> '_owner'
        ) as roles
       where held <> ''
    ) as rights
    cross join lateral (
      select array_agg(one order by one collate "C") as all
        from (
          select coalesce(nullif(replace(replace(array_to_string(roles, ','), 'imaging_' || schema.nspname || '_', ''), 'imaging_' || schema.nspname, ''), ''), 'login')
                 || ' ' || left(cmd, 1)
                 || case when qual is null then '' when qual = 'true' then ' all' else ' some' end
                 || case when with_check is null then '' when with_check = 'true' then '+all' when with_check = 'false' then '+none' else '+some' end as one
            from pg_policies
           where schemaname = schema.nspname and tablename = class.relname
        ) as each
    ) as policies
   where schema.nspname in ('access', 'record', 'assets', 'telemetry', 'availability', 'maintenance', 'simulator')
     and class.relkind in ('r', 'p', 'v', 'm')
   order by 1`
