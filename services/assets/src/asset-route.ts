import { etag, notFound, Page, page, PageQuery, readCursor, type Server } from '@imaging/http'
import { acting } from '@imaging/identity'
import type { Pool } from '@imaging/postgres'
import { AssetId, may, RegisterAsset, type ActingIdentity } from '@imaging/schemas'
import { Type } from 'typebox'
import { assetOf, withoutCommercial } from './asset-entry.ts'
import { heldAsset } from './asset-repository.ts'
import { knowsMoney } from './authority.ts'
import { dayAsked, OnDate } from './day-asked.ts'
import { inSight } from './in-sight.ts'
import { EXPORTED_MAX, matchingAssets } from './matching-assets.ts'
import { readPlacesOf } from './place-repository.ts'
import { readReference } from './reference-repository.ts'
import { registerAssets } from './register-asset.ts'
import { registerCsv } from './register-csv.ts'

export interface AssetRouteDeps {
  readonly pool: Pool
  readonly now: () => Date
}

const Filters = {
  trust: Type.Optional(Type.String({ maxLength: 10, description: 'ODS code of the trust that runs it' })),
  site: Type.Optional(Type.String({ maxLength: 10 })),
  class: Type.Optional(Type.String({ maxLength: 40 })),
  supplier: Type.Optional(Type.String({ maxLength: 40 })),
  status: Type.Optional(Type.Enum(['IN_USE', 'DECOMMISSIONED'])),
  overLife: Type.Optional(Type.Boolean()),
  q: Type.Optional(Type.String({ maxLength: 60, description: 'Part of an id, name, serial or equipment number' })),
  ...OnDate,
}
const FiltersQuery = Type.Object(Filters)

const ById = Type.Object({ assetId: AssetId })
const config = { access: 'register.read' } as const

/** The register as people and other systems read it: what their trust has, and of other trusts what these share. */
export async function assetRoutes(server: Server, { pool, now }: AssetRouteDeps): Promise<void> {
  server.get(
    '/api/v1/assets',
    {
      config,
      schema: {
        summary: 'Assets of the register',
        querystring: Type.Object({ ...PageQuery.properties, ...Filters }),
        response: { 200: Page(RegisterAsset) },
      },
    },
    async (request) => {
      const { limit, cursor, ...filters } = request.query
      const onDate = dayAsked(filters.onDate, now)
      const after = readCursor(Type.String(), cursor) ?? ''
      return inSight(pool, request, async (tx) => {
        const reference = await readReference(tx)
        const found = await matchingAssets(tx, filters, { reference, onDate, after, limit: limit + 1 })
        const { items, next } = page(found, limit, ({ entry }) => entry.assetId)
        const shown = await registerAssets(tx, items, reference, onDate)
        return { items: shown.map((one) => shownTo(acting(request), one)), ...(next !== undefined && { next }) }
      })
    },
  )

  server.get(
    '/api/v1/assets.csv',
    { config, schema: { summary: 'Assets as a file that can be imported again', querystring: FiltersQuery } },
    async (request, reply) => {
      const onDate = dayAsked(request.query.onDate, now)
      const isWhole = knowsMoney(acting(request))
      const file = await inSight(pool, request, async (tx) => {
        const reference = await readReference(tx)
        const found = await matchingAssets(tx, request.query, { reference, onDate, after: '', limit: EXPORTED_MAX })
        const entries = found.map(({ entry }) => (isWhole ? entry : withoutCommercial(entry)))
        return registerCsv(entries.map(assetOf), reference.classes, await readPlacesOf(tx, entries))
      })
      return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="register.csv"').send(file)
    },
  )

  server.get(
    '/api/v1/assets/:assetId',
    {
      config,
      schema: { summary: 'One asset, with its ages', params: ById, querystring: Type.Object(OnDate), response: { 200: RegisterAsset } },
    },
    async (request, reply) => {
      const { assetId } = request.params
      const onDate = dayAsked(request.query.onDate, now)
      return inSight(pool, request, async (tx) => {
        const held = await heldAsset(tx, assetId)
        if (held === undefined) throw notFound(`asset ${assetId}`)
        const [shown] = await registerAssets(tx, [held], await readReference(tx), onDate)
        void reply.header('etag', etag(held.version))
        return shownTo(acting(request), shown as RegisterAsset)
      })
    },
  )
}

/** An asset as somebody's role shows it: what it cost and its contract only to those whose work they are. */
export function shownTo(identity: ActingIdentity, { contract, ...shown }: RegisterAsset): RegisterAsset {
  return {
    ...shown,
    asset: knowsMoney(identity) ? shown.asset : withoutCommercial(shown.asset),
    ...(contract && may(identity, 'contracts.read') && { contract }),
  }
}
