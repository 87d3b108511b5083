import { notFound, Page, page, PageQuery, readCursor, type Server } from '@imaging/http'
import type { Pool } from '@imaging/postgres'
import { AssetId, AssetVersion } from '@imaging/schemas'
import { Type } from 'typebox'
import { versionsBefore } from './asset-repository.ts'
import { supplierAsking } from './authority.ts'

/** Above any version. */
const FIRST_PAGE = 2 ** 31 - 1

/** The history of an entry, those taken out of the register among them. It is the trusts' own affair: suppliers get none. */
export async function assetVersionsRoute(server: Server, { pool }: { readonly pool: Pool }): Promise<void> {
  server.get(
    '/api/v1/assets/:assetId/versions',
    {
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
}
