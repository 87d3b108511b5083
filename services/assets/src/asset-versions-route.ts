import { notFound, Page, page, PageQuery, readCursor, type Server } from '@imaging/http'
import { acting } from '@imaging/identity'
import type { Pool } from '@imaging/postgres'
import { AssetId, AssetVersion } from '@imaging/schemas'
import { Type } from 'typebox'
import { withoutCommercial } from './asset-entry.ts'
import { versionsBefore } from './asset-repository.ts'
import { knowsMoney } from './authority.ts'
import { inSight } from './in-sight.ts'
import { toldOfVersion } from './told-of-version.ts'

/** Above any version. */
const FIRST_PAGE = 2 ** 31 - 1

/** The history of an entry, those taken out of the register among them. */
export async function assetVersionsRoute(server: Server, { pool }: { readonly pool: Pool }): Promise<void> {
  server.get(
    '/api/v1/assets/:assetId/versions',
    {
      config: { access: 'register.read' },
      schema: {
        summary: 'How an entry came to be, newest first',
        params: Type.Object({ assetId: AssetId }),
        querystring: PageQuery,
        response: { 200: Page(AssetVersion) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const { assetId } = request.params
      const before = readCursor(Type.Integer(), cursor) ?? FIRST_PAGE
      const isWhole = knowsMoney(acting(request))
      const versions = await inSight(pool, request, (tx) => versionsBefore(tx, assetId, before, limit + 1))
      if (versions.length === 0 && cursor === undefined) throw notFound(`asset ${assetId}`)
      const { items, next } = page(versions, limit, ({ version }) => version)
      return {
        items: items.map(({ entry, ...told }) => ({
          ...toldOfVersion(acting(request), told),
          ...(entry !== undefined && { asset: isWhole ? entry : withoutCommercial(entry) }),
        })),
        ...(next !== undefined && { next }),
      }
    },
  )
}
