import { isLocalDate, localDateOf, type LocalDate } from '@imaging/calendar'
import { etag, invalid, notFound, Page, page, PageQuery, readCursor, type Server } from '@imaging/http'
import type { Pool, Sql } from '@imaging/postgres'
import { AgeProfile, AssetId, AssetVersion, LocalDate as WrittenDate, RegisterAsset } from '@imaging/schemas'
import { Type, type Static } from 'typebox'
import { ageBands, lifeStanding } from '../domain/index.ts'
import { assetOf } from './asset-entry.ts'
import { assetsAfter, heldAsset, versionsBefore, type AssetFilters, type HeldAsset } from './asset-repository.ts'
import { supplierAsking, type Asked } from './authority.ts'
import { readReference, type Reference } from './reference-repository.ts'
import { registerAssets } from './register-asset.ts'
import { registerCsv } from './register-csv.ts'

export interface AssetRouteDeps {
  readonly pool: Pool
  readonly now: () => Date
}

const OnDate = { onDate: Type.Optional({ ...WrittenDate, description: 'The day ages are worked out on; today in London when left out' }) }
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
/** Rows read at once while those over their life are looked for. */
const READ_AT_ONCE = 500
/** Several times the four trusts' equipment. */
const EXPORTED_MAX = 50_000

/** The day asked for, or today in London. @throws {ProblemError} 422 for a day the calendar does not have. */
export function dayAsked(onDate: string | undefined, now: () => Date): LocalDate {
  if (onDate === undefined) return localDateOf(now().getTime())
  if (isLocalDate(onDate)) return onDate
  throw invalid([{ pointer: '/query/onDate', message: `${onDate} is not a date; send a real day, like 2026-04-01` }])
}

/** The register as people and other systems read it. */
export async function assetRoutes(server: Server, { pool, now }: AssetRouteDeps): Promise<void> {
  server.get(
    '/api/v1/assets',
    { schema: { summary: 'Assets of the register', querystring: Type.Object({ ...PageQuery.properties, ...Filters }), response: { 200: Page(RegisterAsset) } } },
    async (request) => {
      const { limit, cursor } = request.query
      const onDate = dayAsked(request.query.onDate, now)
      const reference = await readReference(pool)
      const after = readCursor(Type.String(), cursor) ?? ''
      const found = await matching(pool, asked(request), { reference, onDate, after, limit: limit + 1 })
      const { items, next } = page(found, limit, ({ entry }) => entry.assetId)
      const shown = await registerAssets(pool, items, reference, onDate)
      return { items: shown.map((one) => shownTo(request, one)), ...(next !== undefined && { next }) }
    },
  )

  server.get('/api/v1/assets.csv', { schema: { summary: 'Assets as a file that can be imported again', querystring: FiltersQuery } }, async (request, reply) => {
    const onDate = dayAsked(request.query.onDate, now)
    const reference = await readReference(pool)
    const found = await matching(pool, asked(request), { reference, onDate, after: '', limit: EXPORTED_MAX })
    const entries = found.map(({ entry }) => withoutPrices(request, entry))
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="register.csv"')
      .send(registerCsv(entries.map(assetOf), reference.classes))
  })

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

  server.get(
    '/api/v1/assets/:assetId/versions',
    { schema: { summary: 'How an entry came to be, newest first', params: ById, querystring: PageQuery, response: { 200: Page(AssetVersion) } } },
    async (request) => {
      const { limit, cursor } = request.query
      const { assetId } = request.params
      const before = readCursor(Type.Integer(), cursor) ?? 2 ** 31 - 1
      const versions = supplierAsking(request) === undefined ? await versionsBefore(pool, assetId, before, limit + 1) : []
      if (versions.length === 0 && cursor === undefined) throw notFound(`asset ${assetId}`)
      const { items, next } = page(versions, limit, ({ version }) => version)
      return {
        items: items.map(({ entry, importId, recordedAt, ...rest }) => ({
          ...rest,
          recordedAt: recordedAt.toISOString(),
          ...(importId !== undefined && { importId }),
          ...(entry !== undefined && { asset: entry }),
        })),
        ...(next !== undefined && { next }),
      }
    },
  )

  const AgesQuery = Type.Object({ trust: Filters.trust, class: Filters.class, ...OnDate })
  server.get(
    '/api/v1/age-bands',
    { schema: { summary: 'How old a fleet is, against the golden rules', querystring: AgesQuery, response: { 200: AgeProfile } } },
    async ({ query }) => {
      const onDate = dayAsked(query.onDate, now)
      const reference = await readReference(pool)
      const fleet = await matching(pool, { ...query, status: 'IN_USE' }, { reference, onDate, after: '', limit: EXPORTED_MAX })
      return ageProfile(fleet, reference, onDate)
    },
  )
}

/** The filters of a request; a supplier sees what they maintain and nothing else. */
function asked(request: Asked & { readonly query: FiltersQuery }): FiltersQuery {
  const supplier = supplierAsking(request)
  return supplier === undefined ? request.query : { ...request.query, supplier }
}

interface Reading {
  readonly reference: Reference
  readonly onDate: LocalDate
  readonly after: string
  readonly limit: number
}

/** Assets that match, in the order of their ids. Life is judged by the domain, not in SQL: the rule stands in one place. */
async function matching(sql: Sql, { overLife, ...filters }: AssetFilters & { overLife?: boolean }, { reference, onDate, after, limit }: Reading): Promise<readonly HeldAsset[]> {
  if (overLife === undefined) return assetsAfter(sql, filters, after, limit)
  const found: HeldAsset[] = []
  for (let last = after; found.length < limit;) {
    const read = await assetsAfter(sql, filters, last, READ_AT_ONCE)
    found.push(...read.filter(({ entry }) => lifeStanding(reference.lifePolicies, assetOf(entry), onDate).isFlagged === overLife))
    last = read.at(-1)?.entry.assetId ?? last
    if (read.length < READ_AT_ONCE) break
  }
  return found.slice(0, limit)
}

function isFor(request: Asked, { entry }: HeldAsset): boolean {
  const supplier = supplierAsking(request)
  return supplier === undefined || supplier === entry.supplierId
}

const shownTo = (request: Asked, shown: RegisterAsset): RegisterAsset => ({ ...shown, asset: withoutPrices(request, shown.asset) })

/** What an asset cost is between the trust and whoever sold it, not for those who mend it. */
function withoutPrices<Entry extends RegisterAsset['asset']>(request: Asked, entry: Entry): Entry {
  if (supplierAsking(request) === undefined) return entry
  const { purchasePricePence: _price, netBookValuePence: _value, ...rest } = entry
  return rest as Entry
}

function ageProfile(fleet: readonly HeldAsset[], { lifePolicies }: Reference, onDate: LocalDate): AgeProfile {
  const inUse = fleet.map(({ entry }) => assetOf(entry)).filter(({ installed }) => installed <= onDate)
  const { assets, upToFive, upToTen, overTen, meetsRules } = ageBands(inUse, onDate)
  const overLife = inUse.filter((asset) => lifeStanding(lifePolicies, asset, onDate).isFlagged).length
  const band = ({ assets: count, share, meetsRule }: typeof upToFive): AgeProfile['upToFive'] => ({
    assets: count,
    ...(share !== undefined && { share }),
    ...(meetsRule !== undefined && { meetsRule }),
  })
  return {
    onDate,
    assets,
    upToFive: band(upToFive),
    upToTen: band(upToTen),
    overTen: band(overTen),
    overLife: { assets: overLife, ...(assets > 0 && { share: overLife / assets }) },
    ...(meetsRules !== undefined && { meetsRules }),
  }
}
