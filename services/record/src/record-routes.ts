import { acting, seeingOf } from '@imaging/identity'
import { conflict, page, readCursor, type Server } from '@imaging/http'
import { seenBy, type Pool } from '@imaging/postgres'
import type { SignedRoot } from '@imaging/record/domain'
import { RecordEntryPage, RecordKeys, RecordQuery, RecordRootPage, type RecordEntry, type RecordRoot } from '@imaging/schemas'
import { Type } from 'typebox'
import { newestEntries } from './entry-repository.ts'
import { newestRoots } from './root-repository.ts'
import { signRoots, TamperedRecord, type SignDeps } from './sign-roots.ts'

export interface RecordRouteDeps extends SignDeps {
  readonly pool: Pool
  readonly keys: RecordKeys
}

const Before = Type.Integer({ minimum: 1 })

/** The record of whoever asks: its entries, its roots, and the keys to check them with. */
export function recordRoutes(server: Server, deps: RecordRouteDeps): void {
  addEntries(server, deps)
  addRoots(server, deps)
  addKeys(server, deps)
}

function addEntries(server: Server, { pool }: RecordRouteDeps): void {
  server.get(
    '/api/v1/record/entries',
    {
      config: { access: 'record.read' },
      schema: {
        summary: 'Entries of your organisation’s record, newest first',
        querystring: RecordQuery,
        response: { 200: RecordEntryPage },
      },
    },
    async (request) => {
      const { cursor, limit, ...asked } = request.query
      const before = readCursor(Before, cursor)
      const sql = seenBy(pool, seeingOf(acting(request)))
      const entries = await newestEntries(sql, { ...asked, ...(before === undefined ? {} : { before }), limit: limit + 1 })
      return page(entries as RecordEntry[], limit, ({ sequence }) => sequence)
    },
  )
}

function addRoots(server: Server, deps: RecordRouteDeps): void {
  const { limit, cursor } = RecordQuery.properties
  server.get(
    '/api/v1/record/roots',
    {
      config: { access: 'record.read' },
      schema: {
        summary: 'Signed roots of your organisation’s record, newest first',
        querystring: Type.Object({ limit, cursor }),
        response: { 200: RecordRootPage },
      },
    },
    async (request) => {
      const { cursor, limit } = request.query
      const roots = await newestRoots(seenBy(deps.pool, seeingOf(acting(request))), readCursor(Before, cursor), limit + 1)
      return page(roots.map(shown), limit, ({ sequence }) => sequence)
    },
  )
  server.post(
    '/api/v1/record/roots',
    {
      config: { access: 'record.read' },
      schema: {
        summary: 'Sign and export how far your organisation’s record has come; nothing to sign, nothing signed',
        response: { 200: Type.Object({ signed: RecordRootPage.properties.items }) },
      },
    },
    async (request) => ({ signed: (await signedNow(deps, acting(request).organisation)).map(shown) }),
  )
}

async function signedNow(deps: RecordRouteDeps, organisation: string): Promise<readonly SignedRoot[]> {
  try {
    return await signRoots(deps, organisation)
  } catch (error) {
    if (error instanceof TamperedRecord) throw conflict('The record is not as it was written', error.message)
    throw error
  }
}

function addKeys(server: Server, { keys }: RecordRouteDeps): void {
  server.get(
    '/api/v1/record/keys',
    {
      config: { access: 'anyone' },
      schema: { summary: 'Public keys with which roots are checked', response: { 200: RecordKeys } },
    },
    () => keys,
  )
}

function shown(signed: SignedRoot): RecordRoot {
  const { hashes: _, ...root } = signed
  return root
}
