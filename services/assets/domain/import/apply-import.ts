import type { Asset } from '../asset.ts'
import type { AssetClass } from '../asset-class.ts'
import type { Site } from '../site.ts'
import { spokenNames } from '../spoken-name.ts'
import { changedAsset, newAsset } from './imported-asset.ts'
import type { RowOutcome } from './judge-rows.ts'

/** What confirming an import writes: the asset as it will stand, and as it stood before where it was there. */
export interface AssetWrite {
  readonly row: number
  readonly before?: Asset
  readonly after: Asset
}

/**
 * What confirming a preview would write; rows that are the same, skipped or wrong write nothing.
 *
 * A new machine without a name gets the next one of its class at its site, in the order of the rows.
 *
 * @throws {RangeError} When the preview was made against another register, other sites or classes: check the file again.
 */
export function writesOf(
  outcomes: readonly RowOutcome[],
  register: readonly Asset[],
  { sites, classes }: { readonly sites: readonly Site[]; readonly classes: readonly AssetClass[] },
): readonly AssetWrite[] {
  const byId = new Map(register.map((asset) => [asset.assetId, asset]))
  const siteByCode = new Map(sites.map((site) => [site.siteCode, site]))
  const names = spokenNames(register)
  return outcomes.flatMap((row): readonly AssetWrite[] => {
    if (row.outcome === 'new') {
      const site = siteByCode.get(row.values.siteCode)
      const assetClass = classes.find(({ classId }) => classId === row.values.classId)
      if (site === undefined || assetClass === undefined || byId.has(row.assetId)) throw stale(row.row)
      const { name = names.next(site.siteCode, assetClass.spokenName) } = row.values
      names.take(site.siteCode, name)
      return [{ row: row.row, after: newAsset({ ...row.values, assetId: row.assetId, name }, site, row.place) }]
    }
    if (row.outcome === 'changed') {
      const before = byId.get(row.assetId)
      if (before === undefined) throw stale(row.row)
      return [{ row: row.row, before, after: changedAsset(before, row.values, row.place) }]
    }
    return []
  })
}

const stale = (row: number): RangeError =>
  new RangeError(`Row ${row}: the register has changed since this import was checked. Check the file again.`)
