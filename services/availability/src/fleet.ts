import { Type, type Static } from 'typebox'
import type { RegisteredAsset } from './register.ts'

/** Which scanners a report is about; all, where nothing is said. */
export const FleetQuery = Type.Object({
  trust: Type.Optional(Type.String({ maxLength: 10 })),
  site: Type.Optional(Type.String({ maxLength: 10 })),
  class: Type.Optional(Type.String({ maxLength: 200, description: 'One class, or several with commas' })),
  asset: Type.Optional(Type.String({ maxLength: 30 })),
})
export type FleetQuery = Static<typeof FleetQuery>

/** The scanners asked about. */
export function fleetOf(
  assets: readonly RegisteredAsset[],
  { trust, site, class: classIds, asset: assetId }: FleetQuery,
): RegisteredAsset[] {
  const classes = classIds?.split(',')
  return assets.filter(
    ({ asset }) =>
      (trust === undefined || asset.operator === trust) &&
      (site === undefined || asset.siteCode === site) &&
      (classes === undefined || classes.includes(asset.classId)) &&
      (assetId === undefined || asset.assetId === assetId),
  )
}

/** What a person calls a scanner: "MRI 1, St Mary’s". */
export const assetLabel = ({ asset, site }: RegisteredAsset): string => `${asset.name}, ${site?.shortName ?? asset.siteCode}`

/** What a person calls the scanners asked about: "MRI scanners, St Mary’s Hospital"; all that they see, where nothing narrows them. */
export function fleetLabel(fleet: readonly RegisteredAsset[], query: FleetQuery): string {
  const [first] = fleet
  if (query.asset !== undefined) return first === undefined ? query.asset : assetLabel(first)
  const parts = [
    query.class?.split(',').map((classId) => fleet.find(({ asset }) => asset.classId === classId)?.assetClass?.pluralName ?? classId),
    query.site === undefined ? undefined : (first?.site?.name ?? query.site),
    query.trust === undefined || query.site !== undefined ? undefined : (first?.site?.trustName ?? query.trust),
  ]
  const label = parts.flatMap((part) => part ?? []).join(', ')
  return label === '' ? allSeenLabel(fleet) : label
}

/** Says of whom "all" is the sum: of the trusts that share with the one who asks, and of no others. */
function allSeenLabel(fleet: readonly RegisteredAsset[]): string {
  const trusts = new Map(fleet.map(({ asset, site }) => [asset.operator, site?.trustName ?? asset.operator]))
  if (trusts.size === 0) return 'No scanners that you can see'
  const [only = ''] = trusts.values()
  return trusts.size === 1 ? `All scanners of ${only}` : `All scanners of the ${trusts.size} trusts you can see`
}
