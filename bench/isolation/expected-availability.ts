import type { Who } from './callers.ts'
import { foundOr404, seesOf, type Expected, type ExpectedRoute, type Question } from './expectation.ts'
import type { Mark } from './marks.ts'
import { SEES, TRUSTS, type Trust } from './organisations.ts'
import { scannerIdOf } from './register.ts'
import type { World } from './world.ts'

const BOARD = 'M L P D E F C B Y'
const DOWNTIME = 'M L P D E F C B Y U'
const REPORTERS = 'M L P D'
const PERIOD = 'from=2026-01-01&to=2027-12-31'
const trustsSharing = ({ organisation }: Who): readonly Trust[] => SEES[organisation].status
const seen = (who: Who, trust: Trust): boolean => seesOf(who, 'status', trust)
const isOwn = (who: Who, trust: Trust): boolean => seesOf(who, 'own', trust)

/** A trust's staff are named to its own people, and so is what was reported from a label until it is confirmed. */
const ownMarks = (who: Who, trust: Trust, ...kinds: readonly string[]): readonly Mark[] =>
  isOwn(who, trust) ? kinds.map((kind) => `${trust} ${kind}`) : []

/** With whom a contract is and what it promises: a trust's own people count on it, others by a further grant and by their role. */
const maySeeTerms = (who: Who, mark: Mark): boolean =>
  SEES[who.organisation].commercial.some(
    (trust) => (isOwn(who, trust) || 'MEFU'.includes(who.letter)) && (mark === `${trust} terms` || mark.startsWith(`${trust} name of`)),
  )

const listing = (
  path: string,
  shows: (who: Who, trust: Trust) => readonly Mark[],
  mayShow?: (who: Who, mark: Mark) => boolean,
): readonly Question[] => {
  const may = (who: Who) => (mayShow === undefined ? {} : { mayShow: (mark: Mark) => mayShow(who, mark) })
  return [
    {
      method: 'GET',
      path,
      expected: (who) => ({ status: 200, shows: trustsSharing(who).flatMap((trust) => shows(who, trust)), ...may(who) }),
    },
    ...TRUSTS.map((trust): Question => ({
      method: 'GET',
      path: `${path}${path.includes('?') ? '&' : '?'}trust=${trust}`,
      expected: (who) => ({ status: 200, shows: seen(who, trust) ? shows(who, trust) : [], ...may(who) }),
    })),
  ]
}

const ofScanner = (route: string, query: string, shows: (who: Who, trust: Trust) => readonly Mark[]): ExpectedRoute => ({
  service: 'availability',
  route: `GET /api/v1/assets/{assetId}/${route}`,
  for: DOWNTIME,
  questions: () =>
    TRUSTS.map((trust) => ({
      method: 'GET',
      path: `/api/v1/assets/${scannerIdOf(trust, 1)}/${route}${query}`,
      expected: (who) => foundOr404(seen(who, trust), shows(who, trust)),
    })),
})

const boardRoutes: readonly ExpectedRoute[] = [
  {
    service: 'availability',
    route: 'GET /api/v1/board',
    for: BOARD,
    questions: () =>
      listing(
        '/api/v1/board?limit=500',
        (who, trust) => [`${trust} scanner`, `${trust} note`, ...ownMarks(who, trust, 'staff', 'held')],
        maySeeTerms,
      ),
  },
  {
    service: 'availability',
    route: 'GET /api/v1/board/{assetId}',
    for: BOARD,
    questions: () =>
      TRUSTS.map((trust) => ({
        method: 'GET',
        path: `/api/v1/board/${scannerIdOf(trust, 2)}`,
        expected: (who) =>
          seen(who, trust)
            ? {
                status: 200,
                shows: [`${trust} scanner`, `${trust} note`, ...ownMarks(who, trust, 'staff', 'held')],
                mayShow: (mark) => maySeeTerms(who, mark) && mark.startsWith(trust),
              }
            : { status: 404 },
      })),
  },
  {
    service: 'availability',
    route: 'GET /api/v1/feed',
    for: BOARD,
    questions: () => [
      {
        method: 'GET',
        path: '/api/v1/feed',
        headers: { 'last-event-id': '0.0' },
        expected: (who) => ({ status: 200, shows: trustsSharing(who).map((trust) => `${trust} scanner`) }),
      },
    ],
  },
]

const reportRoutes: readonly ExpectedRoute[] = [
  ofScanner('figures', `?${PERIOD}`, (_, trust) => [`${trust} scanner`]),
  ofScanner('timeline', `?${PERIOD}`, () => []),
  ofScanner('events', '', (who, trust) => [`${trust} scanner`, `${trust} note`, ...ownMarks(who, trust, 'staff')]),
  {
    service: 'availability',
    route: 'GET /api/v1/events/{eventId}',
    for: DOWNTIME,
    questions: ({ happened }) =>
      TRUSTS.map((trust) => ({
        method: 'GET',
        path: `/api/v1/events/${happened.events[trust]}`,
        expected: (who) => foundOr404(seen(who, trust), [`${trust} scanner`, `${trust} note`, ...ownMarks(who, trust, 'staff')]),
      })),
  },
  {
    service: 'availability',
    route: 'GET /api/v1/reports/downtime',
    for: DOWNTIME,
    questions: () => listing(`/api/v1/reports/downtime?${PERIOD}&groupBy=asset`, (_, trust) => [`${trust} scanner`]),
  },
  {
    service: 'availability',
    route: 'GET /api/v1/reports/downtime/hours',
    for: DOWNTIME,
    questions: () =>
      listing(`/api/v1/reports/downtime/hours?${PERIOD}&definition=technical`, (who, trust) => [
        `${trust} scanner`,
        `${trust} note`,
        ...ownMarks(who, trust, 'staff'),
      ]),
  },
  {
    service: 'availability',
    route: 'GET /api/v1/reports/downtime/known-since',
    for: DOWNTIME,
    questions: () => listing('/api/v1/reports/downtime/known-since', () => []),
  },
]

/** The own scanner is refused for what is said of it, 422, so that nothing changes; another's that is known of 403; else 404. */
const toldOf = (who: Who, trust: Trust): Expected => ({
  status: isOwn(who, trust) ? 422 : seen(who, trust) ? 403 : 404,
  mayShow: (mark) => seen(who, trust) && mark === `${trust} scanner`,
})

const actRoutes: readonly ExpectedRoute[] = [
  {
    service: 'availability',
    route: 'POST /api/v1/state-reports',
    for: REPORTERS,
    questions: () =>
      TRUSTS.map((trust) => ({
        method: 'POST',
        path: '/api/v1/state-reports',
        body: { assetId: scannerIdOf(trust, 1), state: 'DOWN_PLANNED' },
        expected: (who) => toldOf(who, trust),
      })),
  },
  {
    service: 'availability',
    route: 'POST /api/v1/state-corrections',
    for: 'M L',
    questions: ({ happened }) =>
      TRUSTS.map((trust) => ({
        method: 'POST',
        path: '/api/v1/state-corrections',
        body: { correctsEventId: happened.events[trust], reason: 'The benchmark tries it' },
        expected: (who) => toldOf(who, trust),
      })),
  },
  ...(['confirmation', 'dismissal'] as const).map((verb): ExpectedRoute => ({
    service: 'availability',
    route: `POST /api/v1/held-reports/{heldReportId}/${verb}`,
    for: REPORTERS,
    questions: ({ happened }: World) =>
      TRUSTS.map((trust) => ({
        method: 'POST',
        path: `/api/v1/held-reports/${happened.heldReports[trust]}/${verb}`,
        body: verb === 'dismissal' ? { reason: 'The benchmark tries it' } : {},
        // The first of them decides; the others find it decided on.
        expected: (who) => ({ status: isOwn(who, trust) ? [200, 202, 409] : 404 }),
      })),
  })),
]

const labelRoutes: readonly ExpectedRoute[] = [
  {
    service: 'availability',
    route: 'GET /api/v1/labels/{assetId}',
    for: 'web',
    questions: () =>
      TRUSTS.map((trust) => ({
        method: 'GET',
        path: `/api/v1/labels/${scannerIdOf(trust, 1)}`,
        expected: () => ({ status: 200, shows: [`${trust} scanner`] }),
      })),
  },
  {
    service: 'availability',
    route: 'POST /api/v1/held-reports',
    for: 'web',
    questions: () =>
      TRUSTS.map((trust) => ({
        method: 'POST',
        path: '/api/v1/held-reports',
        body: { assetId: scannerIdOf(trust, 3), state: 'DEGRADED', note: 'The benchmark tries it' },
        expected: () => ({ status: 202 }),
      })),
  },
]

/** What the availability service must answer. */
export const expectedOfAvailability: readonly ExpectedRoute[] = [...boardRoutes, ...reportRoutes, ...actRoutes, ...labelRoutes]
