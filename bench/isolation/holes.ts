import pg from 'pg'
import { routeFaults } from './every-route.ts'
import { expectedRoutes } from './expected.ts'
import { tryRoutes } from './try-routes.ts'
import { tryTables } from './try-tables.ts'
import type { Verdict } from './verdict.ts'
import type { World } from './world.ts'

/** Something that must not be, done on purpose. */
interface Hole {
  readonly name: string
  readonly open?: string
  readonly close?: string
  /** What must then find it. */
  readonly look: (world: World) => Promise<Verdict>
}

const only = (...routes: readonly string[]) => expectedRoutes.filter(({ service, route }) => routes.includes(`${service} ${route}`))
const ORDERS = 'maintenance GET /api/v1/work-orders'
const REGISTER = 'assets GET /api/v1/assets'

/** The world, with somebody's token telling something else than it should: as a mistake in the gateway or in the look-up would. */
const mistaken = (world: World, name: string, change: (identity: object) => object): World => ({
  ...world,
  callers: world.callers.map((caller) => {
    if (caller.name !== name || caller.identity === undefined) return caller
    const identity = change(caller.identity) as typeof caller.identity
    return { ...caller, authorization: async (audience) => `Bearer ${await world.sign(identity, audience)}` }
  }),
})

const EVERY_TRUST = ['RQM', 'RAS', 'RYJ', 'R1K']
const allShares = {
  own: ['RAS'],
  status: EVERY_TRUST,
  ages: EVERY_TRUST,
  plans: EVERY_TRUST,
  capacity: EVERY_TRUST,
  commercial: EVERY_TRUST,
}

const holes: readonly Hole[] = [
  {
    name: 'row-level security switched off, seen in the answers',
    open: 'alter table maintenance.work_order disable row level security; alter table maintenance.snapshot disable row level security',
    close: 'alter table maintenance.work_order enable row level security; alter table maintenance.snapshot enable row level security',
    look: (world) => tryRoutes(world, only(ORDERS)),
  },
  {
    name: 'row-level security switched off, seen in the tables',
    open: 'alter table record.entry disable row level security',
    close: 'alter table record.entry enable row level security',
    look: ({ databaseUrl }) => tryTables(databaseUrl, ['record.entry']),
  },
  {
    name: 'row-level security not forced',
    open: 'alter table access.account no force row level security',
    close: 'alter table access.account force row level security',
    look: ({ databaseUrl }) => tryTables(databaseUrl, ['access.account']),
  },
  {
    name: 'a policy that lets everything be seen, in the answers',
    open: 'create policy hole on assets.asset for select to imaging_assets using (true)',
    close: 'drop policy hole on assets.asset',
    look: (world) => tryRoutes(world, only(REGISTER)),
  },
  {
    name: 'a policy that lets everything be seen, in the tables',
    open: 'create policy hole on availability.held_report for select to imaging_availability using (true)',
    close: 'drop policy hole on availability.held_report',
    look: ({ databaseUrl }) => tryTables(databaseUrl, ['availability.held_report']),
  },
  {
    name: 'a policy by the wrong share',
    open: `alter policy contract_version_seen on assets.contract_version using (trust = any ((select assets.sees('ages'))::text[]))`,
    close: `alter policy contract_version_seen on assets.contract_version using (trust = any ((select assets.sees('commercial'))::text[]))`,
    look: ({ databaseUrl }) => tryTables(databaseUrl, ['assets.contract_version']),
  },
  {
    name: 'a role that passes over policies',
    open: 'alter role imaging_maintenance bypassrls',
    close: 'alter role imaging_maintenance nobypassrls',
    look: ({ databaseUrl }) => tryTables(databaseUrl, ['maintenance.work_order_fact']),
  },
  {
    name: 'a right more than there should be',
    open: 'grant delete on maintenance.work_order_fact to imaging_maintenance',
    close: 'revoke delete on maintenance.work_order_fact from imaging_maintenance',
    look: ({ databaseUrl }) => tryTables(databaseUrl, ['maintenance.work_order_fact']),
  },
  {
    name: 'a table nobody has written of',
    open: 'create table assets.forgotten (operator text)',
    close: 'drop table assets.forgotten',
    look: ({ databaseUrl }) => tryTables(databaseUrl, ['assets.forgotten']),
  },
  {
    name: 'somebody who is told to see every trust',
    look: (world) =>
      tryRoutes(
        mistaken(world, 'person radiology-manager@RAS', (identity) => ({ ...identity, sees: allShares })),
        only(REGISTER),
      ),
  },
  {
    name: 'somebody whose role is taken for another',
    look: (world) =>
      tryRoutes(
        mistaken(world, 'person finance@RAS', (identity) => ({ ...identity, role: 'administrator' })),
        only('record GET /api/v1/record/entries'),
      ),
  },
  {
    name: 'a route nobody has written of',
    look: async (world) => ({
      cells: 1,
      leaks: await routeFaults(
        world,
        expectedRoutes.filter(({ route }) => route !== 'GET /api/v1/contracts'),
      ),
      wrongRefusals: [],
    }),
  },
]

/** What became of each hole. */
export interface FoundHole {
  readonly name: string
  /** How many leaks it made; none means that nobody would notice. */
  readonly leaks: number
}

/** Opens each hole in turn, looks, and closes it again. */
export async function tryHoles(world: World): Promise<readonly FoundHole[]> {
  const client = new pg.Client({ connectionString: world.databaseUrl })
  await client.connect()
  const found: FoundHole[] = []
  try {
    for (const { name, open = '', close = '', look } of holes) {
      await client.query(open)
      try {
        found.push({ name, leaks: (await look(world)).leaks.length })
      } finally {
        await client.query(close)
      }
    }
  } finally {
    await client.end()
  }
  return found
}
