import { idempotency, type Server } from '@imaging/http'
import { callerOf } from '@imaging/identity'
import { defineService, timerPart } from '@imaging/service'
import { ageProfileRoute } from './age-profile-route.ts'
import { assetEditRoutes } from './asset-edit-route.ts'
import { assetRoutes } from './asset-route.ts'
import { assetVersionsRoute } from './asset-versions-route.ts'
import { contractEditRoute } from './contract-edit-route.ts'
import { contractRoutes } from './contract-route.ts'
import { fhirRoutes, PREFIX } from './fhir/fhir-route.ts'
import { discardOlder } from './import/import-repository.ts'
import { importRoutes } from './import/import-route.ts'
import { uploadRoute } from './import/upload-route.ts'
import { placeRoutes } from './place-routes.ts'
import { loadReference } from './load-reference.ts'
import { referenceRoutes } from './reference-route.ts'

/** A file that was checked and left lying this long will not be imported: the register has moved on. */
const CHECKED_KEPT_MS = 14 * 86_400_000
const DISCARD_EVERY_MS = 6 * 3_600_000

/** The service as `main.ts` runs it, and as tests do. */
export const assets = defineService({
  name: 'assets',
  title: 'Assets',
  description: 'The register: trusts, sites, machines, contracts, life policies, and its import',
  config: {},
  async start({ pool, ingest, server, log, now, newId }) {
    const deps = { pool, now, newId }
    await loadReference(ingest, deps)
    await server.register(idempotency({ pool, callerOf }))
    await assetRoutes(server, deps)
    await assetVersionsRoute(server, deps)
    await assetEditRoutes(server, deps)
    await ageProfileRoute(server, deps)
    await contractRoutes(server, deps)
    await contractEditRoute(server, deps)
    await placeRoutes(server, deps)
    await referenceRoutes(server, deps)
    await importRoutes(server, deps)
    // A scope of its own: nothing else takes files.
    await server.register(async (scope) => uploadRoute(scope as Server, deps))
    const work = (): Promise<void> => discardOlder(ingest, new Date(now().getTime() - CHECKED_KEPT_MS))
    // Errors are told there as FHIR tells them.
    await server.register(async (scope) => fhirRoutes(scope as Server, deps), { prefix: PREFIX })
    return [timerPart({ name: 'forgotten imports', everyMs: DISCARD_EVERY_MS, work, log })]
  },
})
