import { expectedOfAccess } from './expected-access.ts'
import { expectedOfAssets } from './expected-assets.ts'
import { expectedOfAvailability } from './expected-availability.ts'
import { expectedOfMaintenance } from './expected-maintenance.ts'
import { expectedOfRecord } from './expected-record.ts'
import { expectedOfTelemetry } from './expected-telemetry.ts'
import type { ExpectedRoute } from './expectation.ts'

/**
 * What every route must answer to whom, written by hand from what people come to do and what the trusts agreed to share.
 *
 * It uses nothing of the table of permissions, of the policies or of the services' code: where the two differ one of them is wrong.
 */
export const expectedRoutes: readonly ExpectedRoute[] = [
  ...expectedOfAccess,
  ...expectedOfRecord,
  ...expectedOfAssets,
  ...expectedOfTelemetry,
  ...expectedOfAvailability,
  ...expectedOfMaintenance,
]
