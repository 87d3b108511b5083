import type { Sql } from '@imaging/postgres'
import type { AssetSnapshot, ClassSnapshot, ContractSnapshot, SiteSnapshot } from '@imaging/schemas'
import { snapshotOf } from '@imaging/event-log'
import { NO_SUPPLIER, TERMS_WITHOUT_CONTRACT, type Assignment, type Stand, type Surroundings, type WorkOrder } from '../domain/index.ts'
import { assignmentUnder } from './service-terms.ts'

/** What the register last told of one key: a snapshot is an event, kept whole. */
const told = async <T>(sql: Sql, topic: string, key: string): Promise<T | undefined> =>
  (await snapshotOf<{ readonly data: T }>(sql, topic, key))?.data

/** One asset as the register last told it. */
export const assetOf = (sql: Sql, assetId: string): Promise<AssetSnapshot | undefined> => told(sql, 'imaging.assets', assetId)

/** One class of assets as the register last told it. */
export const classOf = (sql: Sql, classId: string): Promise<ClassSnapshot | undefined> => told(sql, 'imaging.classes', classId)

/**
 * Who answers for a scanner: the supplier of its contract, else its supplier under any contract with its trust, else its
 * supplier without one, else nobody.
 */
export async function assignmentFor(sql: Sql, asset: AssetSnapshot, atMs: number): Promise<Assignment> {
  const own = asset.contractId === undefined ? undefined : await told<ContractSnapshot>(sql, 'imaging.contracts', asset.contractId)
  const underOwn = own && assignmentUnder(own, atMs)
  if (underOwn !== undefined) return underOwn
  const offered = await suppliersOf(sql, asset.operator, atMs)
  const { supplierId = NO_SUPPLIER } = asset
  return offered.find((one) => one.supplierId === supplierId) ?? { supplierId, terms: TERMS_WITHOUT_CONTRACT }
}

/** How much hangs on a scanner at its site, by what the register says is in use there. */
export async function standOf(sql: Sql, asset: AssetSnapshot): Promise<Stand> {
  const { rows } = await sql.query<{ body: AssetSnapshot }>(
    `select body->'data' as body from snapshot
      where topic = 'imaging.assets' and body->'data'->>'siteCode' = $1 and body->'data'->>'status' = 'IN_USE' and key <> $2`,
    [asset.siteCode, asset.assetId],
  )
  const elsewhere = new Set(rows.flatMap(({ body }) => body.capabilities.map(({ code }) => code)))
  return {
    isOnlyOfClassAtSite: rows.every(({ body }) => body.classId !== asset.classId),
    isOnlyWithCapabilityAtSite: asset.capabilities.some(({ code }) => !elsewhere.has(code)),
  }
}

/** What is known around a work order when someone acts on it. */
export async function surroundingsOf(sql: Sql, { opening, assignment }: WorkOrder, atMs: number): Promise<Surroundings> {
  const asset = await assetOf(sql, opening.assetId)
  const suppliers = await suppliersOf(sql, opening.trust, atMs)
  const { rows } = await sql.query<{ hasAnotherOpen: boolean }>(
    `select exists (select from work_order where asset_id = $1 and closed_at is null and id <> $2) as "hasAnotherOpen"`,
    [opening.assetId, opening.workOrderId],
  )
  // The contract may be a third party's; its maker's own service is the one that can step in without a choice being made.
  const alternative = suppliers.find(({ supplierId }) => supplierId === asset?.supplierId && supplierId !== assignment.supplierId)
  return {
    suppliers,
    capabilities: asset?.capabilities.map(({ code }) => code) ?? [],
    hasAnotherOpen: rows[0]?.hasAnotherOpen ?? false,
    ...(alternative && {
      alternative: {
        supplierId: alternative.supplierId,
        terms: alternative.terms,
        ...(alternative.contractId && { contractId: alternative.contractId }),
      },
    }),
  }
}

/** The suppliers with a contract in force at a trust, each once, by name, as far as the transaction may see them. */
export async function suppliersOf(sql: Sql, trust: string, atMs: number): Promise<(Assignment & { readonly name: string })[]> {
  const { rows } = await sql.query<{ body: ContractSnapshot }>(
    `select body->'data' as body from snapshot where topic = 'imaging.contracts' and body->'data'->>'trust' = $1 order by body->'data'->>'supplierName', key`,
    [trust],
  )
  const offered = rows.flatMap(({ body }) => {
    const assignment = assignmentUnder(body, atMs)
    return assignment === undefined ? [] : [{ ...assignment, name: body.supplierName }]
  })
  return [...Map.groupBy(offered, ({ supplierId }) => supplierId).values()].flatMap(([first]) => first ?? [])
}

/** The words for what work orders name by codes. */
export interface RegisterNames {
  asset(assetId: string): AssetSnapshot | undefined
  site(siteCode: string): SiteSnapshot | undefined
  supplier(supplierId: string): string
}

/** The words for some assets, their sites and all suppliers. */
export async function namesFor(sql: Sql, assetIds: readonly string[]): Promise<RegisterNames> {
  const { rows } = await sql.query<{ topic: string; key: string; body: unknown }>(
    `select topic, key, body->'data' as body from snapshot
      where topic in ('imaging.sites', 'imaging.contracts') or (topic = 'imaging.assets' and key = any ($1))`,
    [assetIds],
  )
  const of = <T>(topic: string): Map<string, T> =>
    new Map(rows.filter((row) => row.topic === topic).map(({ key, body }) => [key, body as T]))
  const assets = of<AssetSnapshot>('imaging.assets')
  const sites = of<SiteSnapshot>('imaging.sites')
  const suppliers = new Map(
    of<ContractSnapshot>('imaging.contracts')
      .values()
      .map(({ supplierId, supplierName }) => [supplierId, supplierName]),
  )
  return {
    asset: (assetId) => assets.get(assetId),
    site: (siteCode) => sites.get(siteCode),
    supplier: (supplierId) => (supplierId === NO_SUPPLIER ? 'No supplier' : (suppliers.get(supplierId) ?? supplierId)),
  }
}
