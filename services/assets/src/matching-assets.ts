import type { LocalDate } from '@imaging/calendar'
import type { Sql } from '@imaging/postgres'
import { lifeStanding } from '../domain/index.ts'
import { assetOf } from './asset-entry.ts'
import { assetsAfter, type AssetFilters, type HeldAsset } from './asset-repository.ts'
import type { Reference } from './reference-repository.ts'

/** Several times the four trusts' equipment: what a file or a profile is made of at most. */
export const EXPORTED_MAX = 50_000
/** Rows read at once while those over their life are looked for. */
const READ_AT_ONCE = 500

interface Reading {
  readonly reference: Reference
  readonly onDate: LocalDate
  readonly after: string
  readonly limit: number
}

/** Assets that match, in the order of their ids. Life is judged by the domain and not in SQL: the rule stands in one place. */
export async function matchingAssets(
  sql: Sql,
  { overLife, ...filters }: AssetFilters & { readonly overLife?: boolean },
  { reference, onDate, after, limit }: Reading,
): Promise<readonly HeldAsset[]> {
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
