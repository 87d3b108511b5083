import type { ImportSummary, RegisterAsset, RegisterImport } from '@imaging/schemas'
import type { RegisterImports } from '../pages/imports/register-imports.ts'
import type { RegisterReader, Site } from '../pages/scanners/register-reader.ts'
import { allPages, asActor, type Clients } from './clients.ts'

/** Several times the four trusts' equipment. */
const ASSETS_MAX = 2_000

/** Imports happen a few times a year. */
const IMPORTS_SHOWN = 50

/** The register of scanners. */
export const registerReader = ({ assets }: Clients): RegisterReader => ({
  assets: (actor) => allPages<RegisterAsset>(assets, '/api/v1/assets', asActor(actor), ASSETS_MAX),
  asset: (actor, assetId) => assets.get<RegisterAsset>(`/api/v1/assets/${encodeURIComponent(assetId)}`, asActor(actor)),
  sites: async (actor) => (await assets.get<{ readonly items: readonly Site[] }>('/api/v1/sites', asActor(actor))).items,
})

const importPath = (importId: string): string => `/api/v1/imports/${encodeURIComponent(importId)}`

/** Imports of register files. Files travel as base64 in JSON, so that one idempotency key covers name and content. */
export const registerImports = ({ assets }: Clients): RegisterImports => ({
  imports: async (actor) => {
    const answer = await assets.get<{ readonly items: readonly ImportSummary[] }>('/api/v1/imports', {
      ...asActor(actor),
      query: { limit: IMPORTS_SHOWN },
    })
    return answer.items
  },
  upload: (actor, { name, bytes }, idempotencyKey) =>
    assets.post<{ readonly importId: string }>(
      '/api/v1/imports',
      { fileName: name, content: bytes.toString('base64') },
      { ...asActor(actor), idempotencyKey },
    ),
  read: (actor, importId) => assets.get<RegisterImport>(importPath(importId), asActor(actor)),
  problems: (actor, importId) => assets.get<string>(`${importPath(importId)}/problems.csv`, asActor(actor)),
  correct: async (actor, importId, correction, { version, idempotencyKey }) => {
    await assets.put(`${importPath(importId)}/mapping`, correction, { ...asActor(actor), idempotencyKey, ifMatch: `"${version}"` })
  },
  act: async (actor, importId, act, { version, idempotencyKey }) => {
    await assets.post(`${importPath(importId)}/${act}`, {}, { ...asActor(actor), idempotencyKey, ifMatch: `"${version}"` })
  },
})
