import type { ImportSummary, RegisterAsset, RegisterImport } from '@imaging/schemas'
import type { RegisterImports } from '../pages/imports/register-imports.ts'
import type { RegisterReader, Site } from '../pages/scanners/register-reader.ts'
import { allPages, type Clients } from './clients.ts'

/** Several times the four trusts' equipment. */
const ASSETS_MAX = 2_000

/** Imports happen a few times a year. */
const IMPORTS_SHOWN = 50

/** The register of scanners. */
export const registerReader = ({ assets }: Clients): RegisterReader => ({
  assets: (identity) => allPages<RegisterAsset>(assets, '/api/v1/assets', assets.as(identity), ASSETS_MAX),
  asset: (identity, assetId) => assets.get<RegisterAsset>(`/api/v1/assets/${encodeURIComponent(assetId)}`, assets.as(identity)),
  sites: async (identity) => (await assets.get<{ readonly items: readonly Site[] }>('/api/v1/sites', assets.as(identity))).items,
})

const importPath = (importId: string): string => `/api/v1/imports/${encodeURIComponent(importId)}`

/** Imports of register files. Files travel as base64 in JSON, so that one idempotency key covers name and content. */
export const registerImports = ({ assets }: Clients): RegisterImports => ({
  imports: async (identity) => {
    const answer = await assets.get<{ readonly items: readonly ImportSummary[] }>('/api/v1/imports', {
      ...assets.as(identity),
      query: { limit: IMPORTS_SHOWN },
    })
    return answer.items
  },
  upload: (identity, { name, bytes }, idempotencyKey) =>
    assets.post<{ readonly importId: string }>(
      '/api/v1/imports',
      { fileName: name, content: bytes.toString('base64') },
      { ...assets.as(identity), idempotencyKey },
    ),
  read: (identity, importId) => assets.get<RegisterImport>(importPath(importId), assets.as(identity)),
  problems: (identity, importId) => assets.get<string>(`${importPath(importId)}/problems.csv`, assets.as(identity)),
  correct: async (identity, importId, correction, { version, idempotencyKey }) => {
    await assets.put(`${importPath(importId)}/mapping`, correction, { ...assets.as(identity), idempotencyKey, ifMatch: `"${version}"` })
  },
  act: async (identity, importId, act, { version, idempotencyKey }) => {
    await assets.post(`${importPath(importId)}/${act}`, {}, { ...assets.as(identity), idempotencyKey, ifMatch: `"${version}"` })
  },
})
