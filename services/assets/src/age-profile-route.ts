import type { LocalDate } from '@imaging/calendar'
import type { Server } from '@imaging/http'
import type { Pool } from '@imaging/postgres'
import { AgeProfile } from '@imaging/schemas'
import { Type } from 'typebox'
import { ageBands, lifeStanding, type AgeBand } from '../domain/index.ts'
import { assetOf } from './asset-entry.ts'
import type { HeldAsset } from './asset-repository.ts'
import { dayAsked, OnDate } from './day-asked.ts'
import { inSight } from './in-sight.ts'
import { EXPORTED_MAX, matchingAssets } from './matching-assets.ts'
import { readReference, type Reference } from './reference-repository.ts'

const Query = Type.Object({
  trust: Type.Optional(Type.String({ maxLength: 10 })),
  class: Type.Optional(Type.String({ maxLength: 40 })),
  ...OnDate,
})

/** How old the fleet is, of all trusts that share it or one, of all classes or one. */
export async function ageProfileRoute(server: Server, { pool, now }: { readonly pool: Pool; readonly now: () => Date }): Promise<void> {
  server.get(
    '/api/v1/age-bands',
    {
      config: { access: 'register.read' },
      schema: { summary: 'How old a fleet is, against the golden rules', querystring: Query, response: { 200: AgeProfile } },
    },
    async (request) => {
      const { onDate: asked, ...filters } = request.query
      const onDate = dayAsked(asked, now)
      return inSight(pool, request, async (tx) => {
        const reference = await readReference(tx)
        const fleet = await matchingAssets(tx, { ...filters, status: 'IN_USE' }, { reference, onDate, after: '', limit: EXPORTED_MAX })
        return ageProfile(fleet, reference, onDate)
      })
    },
  )
}

function ageProfile(fleet: readonly HeldAsset[], { lifePolicies }: Reference, onDate: LocalDate): AgeProfile {
  const inUse = fleet.map(({ entry }) => assetOf(entry)).filter(({ installed }) => installed <= onDate)
  const { assets, upToFive, upToTen, overTen, meetsRules } = ageBands(inUse, onDate)
  const overLife = inUse.filter((asset) => lifeStanding(lifePolicies, asset, onDate).isFlagged).length
  return {
    onDate,
    assets,
    upToFive: shown(upToFive),
    upToTen: shown(upToTen),
    overTen: shown(overTen),
    overLife: { assets: overLife, ...(assets > 0 && { share: overLife / assets }) },
    ...(meetsRules !== undefined && { meetsRules }),
  }
}

const shown = ({ assets, share, meetsRule }: AgeBand): AgeProfile['upToFive'] => ({
  assets,
  ...(share !== undefined && { share }),
  ...(meetsRule !== undefined && { meetsRule }),
})
