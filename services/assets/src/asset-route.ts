import { etag, notFound, Page, page, PageQuery, readCursor, type Server } from '@imaging/http'
import type { Pool } from '@imaging/postgres'
import { AssetId, RegisterAsset } from '@imaging/schemas'
import { Type, type Static } from 'typebox'
import { assetOf } from './asset-entry.ts'
import { heldAsset, type HeldAsset } from './asset-repository.ts'
import { supplierAsking, type Asked } from './authority.ts'
import { dayAsked, OnDate } from './day-asked.ts'
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
type FiltersQuery = Static<typeof FiltersQuery>

const ById = Type.Object({ assetId: AssetId })

/** The register as people and other systems read it. */
export async function assetRoutes(server: Server, { pool, now }: AssetRouteDeps): Promise<void> {
  server.get(
    '/api/v1/assets',
    {
      schema: {
        summary: 'Assets of the register',
        querystring: Type.Object({ ...PageQuery.properties, ...Filters }),
        response: { 200: Page(RegisterAsset) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const onDate = dayAsked(request.query.onDate, now)
      const reference = await readReference(pool)
      const after = readCursor(Type.String(), cursor) ?? ''
      const found = await matchingAssets(pool, asked(request), { reference, onDate, after, limit: limit + 1 })
      const { items, next } = page(found, limit, ({ entry }) => entry.assetId)
      const shown = await registerAssets(pool, items, reference, onDate)
      return { items: shown.map((one) => shownTo(request, one)), ...(next !== undefined && { next }) }
    },
  )

  server.get(
    '/api/v1/assets.csv',
    { schema: { summary: 'Assets as a file that can be imported again', querystring: FiltersQuery } },
    async (request, reply) => {
      const onDate = dayAsked(request.query.onDate, now)
      const reference = await readReference(pool)
      const found = await matchingAssets(pool, asked(request), { reference, onDate, after: '', limit: EXPORTED_MAX })
      const entries = found.map(({ entry }) => withoutPrices(request, entry))
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="register.csv"')
        .send(registerCsv(entries.map(assetOf), reference.classes, await readPlacesOf(pool, entries)))
    },
  )

  server.get(
    '/api/v1/assets/:assetId',
    { schema: { summary: 'One asset, with its ages', params: ById, querystring: Type.Object(OnDate), response: { 200: RegisterAsset } } },
    async (request, reply) => {
      const { assetId } = request.params
      const onDate = dayAsked(request.query.onDate, now)
      const held = await heldAsset(pool, assetId)
      if (held === undefined || !isFor(request, held)) throw notFound(`asset ${assetId}`)
      const [shown] = await registerAssets(pool, [held], await readReference(pool), onDate)
      void reply.header('etag', etag(held.version))
      return shownTo(request, shown as RegisterAsset)
    },
  )
}

/** The filters of a request; a supplier sees what they maintain and nothing else. */
function asked(request: Asked & { readonly query: FiltersQuery }): FiltersQuery {
  const supplier = supplierAsking(request)
  return supplier === undefined ? request.query : { ...request.query, supplier }
}

function isFor(request: Asked, { entry }: HeldAsset): boolean {
  const supplier = supplierAsking(request)
  return supplier === undefined || supplier === entry.supplierId
}

/** An asset as the caller may see it: a supplier no prices, and no other supplier's contract. */
function shownTo(request: Asked, { contract, ...shown }: RegisterAsset): RegisterAsset {
  const supplier = supplierAsking(request)
  const mayKnow = supplier === undefined || contract?.supplierId === supplier
  return { ...shown, asset: withoutPrices(request, shown.asset), ...(contract && mayKnow && { contract }) }
}

/** What an asset cost is between the trust and whoever sold it, not for those who mend it. */
function withoutPrices<Entry extends RegisterAsset['asset']>(request: Asked, entry: Entry): Entry {
  if (supplierAsking(request) === undefined) return entry
  const { purchasePricePence: _price, netBookValuePence: _value, ...rest } = entry
  return rest as Entry
}
