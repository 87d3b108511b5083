import { foundOr404, seesOf, type Expected, type ExpectedRoute, type Question } from './expectation.ts'
import type { Who } from './callers.ts'
import { TRUSTS, type Trust } from './organisations.ts'
import { scannerIdOf } from './register.ts'
import { CHANNEL } from './signals.ts'

/** What sensors say is a trust's own: not even its status tells others. */
const READERS = 'M L P D E'
const ofOwn =
  (trust: Trust, ...kinds: readonly string[]) =>
  (who: Who): Expected =>
    foundOr404(
      seesOf(who, 'own', trust),
      kinds.map((kind) => `${trust} ${kind}`),
    )

const asset = (path: string, ...kinds: readonly string[]): ExpectedRoute => ({
  service: 'telemetry',
  route: `GET /api/v1/assets/{assetId}/${path.replace(CHANNEL, '{channel}').replace(/\?.*/, '')}`,
  for: READERS,
  questions: () =>
    TRUSTS.map((trust): Question => ({
      method: 'GET',
      path: `/api/v1/assets/${scannerIdOf(trust, 1)}/${path}`,
      expected: ofOwn(trust, ...kinds),
    })),
})

/** What the telemetry service must answer. */
export const expectedOfTelemetry: readonly ExpectedRoute[] = [
  {
    service: 'telemetry',
    route: 'GET /api/v1/conditions',
    for: READERS,
    questions: () => [
      {
        method: 'GET',
        path: '/api/v1/conditions?limit=200',
        expected: ({ organisation }) => ({ status: 200, shows: [`${organisation} condition`, `${organisation} scanner`] }),
      },
      ...TRUSTS.map((trust): Question => ({
        method: 'GET',
        path: `/api/v1/conditions?limit=200&assetId=${scannerIdOf(trust, 1)}`,
        expected: (who) => ({ status: 200, shows: seesOf(who, 'own', trust) ? [`${trust} condition`, `${trust} scanner`] : [] }),
      })),
    ],
  },
  asset('channels', 'value'),
  asset(`channels/${CHANNEL}?from=2026-01-01T00:00:00Z&to=2027-12-31T00:00:00Z`, 'scanner', 'value'),
  asset('exams', 'scanner'),
]
