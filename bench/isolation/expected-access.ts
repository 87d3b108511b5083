import { GRANTS, JOINT, LETTERS, ORGANISATIONS, TRUSTS, type Organisation } from './organisations.ts'
import type { Who } from './callers.ts'
import { foundOr404, marks, type Expected, type ExpectedRoute, type Question } from './expectation.ts'
import { ISSUER, subjectOf } from './people.ts'

const ALL = 'M L P D E F K S C B Y A U'
const WHY = { why: 'The benchmark tries it' }
const NOBODYS = '00000000-0000-4000-8000-000000000000'
const TOKEN = 'A'.repeat(43)

/** A trust looks after its own accounts, the joint body after its own and the suppliers'. */
const LOOKED_AFTER: Readonly<Record<Organisation, readonly Organisation[]>> = {
  RQM: ['RQM'],
  RAS: ['RAS'],
  RYJ: ['RYJ'],
  R1K: ['R1K'],
  siemens: [],
  ge: [],
  QRV: ['QRV', 'siemens', 'ge'],
}
const looksAfter = ({ organisation }: Who, other: Organisation): boolean => LOOKED_AFTER[organisation].includes(other)
const ok = (): Expected => ({ status: 200 })
const ofEach = (question: (organisation: Organisation) => Question): readonly Question[] => ORGANISATIONS.map(question)

const accountRoutes: readonly ExpectedRoute[] = [
  {
    service: 'access',
    route: 'GET /api/v1/accounts',
    for: 'A U',
    questions: () => [
      {
        method: 'GET',
        path: '/api/v1/accounts?limit=100',
        expected: ({ organisation }) => ({ status: 200, shows: marks(LOOKED_AFTER[organisation], 'staff') }),
      },
      ...ofEach((other) => ({
        method: 'GET',
        path: `/api/v1/accounts?limit=100&organisation=${other}`,
        expected: (who) => ({
          status: 200,
          shows: looksAfter(who, other) ? marks([other], 'staff') : [],
          // Whoever let somebody in is the home of their account: the joint body of the suppliers' people.
          mayShow: (mark) => other === who.organisation && marks(LOOKED_AFTER[who.organisation], 'staff').includes(mark),
        }),
      })),
    ],
  },
  {
    service: 'access',
    route: 'GET /api/v1/accounts/{accountId}',
    for: 'A U',
    questions: ({ people }) =>
      ofEach((other) => ({
        method: 'GET',
        path: `/api/v1/accounts/${people.accounts[other]}`,
        expected: (who) => foundOr404(looksAfter(who, other), marks([other], 'staff')),
      })),
  },
  {
    service: 'access',
    route: 'POST /api/v1/accounts',
    for: 'A',
    questions: () =>
      ofEach((other) => ({
        method: 'POST',
        path: '/api/v1/accounts',
        body: {
          issuer: ISSUER,
          subject: subjectOf('spare', other),
          name: 'Somebody',
          memberships: [
            { role: other === JOINT ? LETTERS.C : other === 'siemens' || other === 'ge' ? LETTERS.K : LETTERS.F, organisation: other },
          ],
          ...WHY,
        },
        // There already, and theirs to know of; or not for them to let in, which says nothing of whether it is there.
        expected: (who) => (looksAfter(who, other) ? { status: 409, mayShow: (mark) => mark === `${other} staff` } : { status: 422 }),
      })),
  },
  {
    service: 'access',
    route: 'PUT /api/v1/accounts/{accountId}/memberships',
    for: 'A',
    questions: ({ people }) =>
      ofEach((other) => ({
        method: 'PUT',
        path: `/api/v1/accounts/${people.accounts[other]}/memberships`,
        body: { memberships: [], ...WHY },
        headers: { 'if-match': '"before-anything"' },
        expected: (who) => ({ status: looksAfter(who, other) ? 412 : 404 }),
      })),
  },
  ...(['disable', 'enable', 'end-sessions'] as const).map((act): ExpectedRoute => ({
    service: 'access',
    route: `POST /api/v1/accounts/{accountId}/${act}`,
    for: 'A',
    questions: ({ people }) =>
      ofEach((other) => ({
        method: 'POST',
        path: `/api/v1/accounts/${people.accounts[other]}/${act}`,
        body: WHY,
        expected: (who) => foundOr404(looksAfter(who, other), marks([other], 'staff')),
      })),
  })),
]

const machineRoutes: readonly ExpectedRoute[] = [
  {
    service: 'access',
    route: 'GET /api/v1/machine-clients',
    for: 'A U',
    questions: () => [
      {
        method: 'GET',
        path: '/api/v1/machine-clients?limit=100',
        expected: ({ organisation }) => ({ status: 200, shows: marks(LOOKED_AFTER[organisation], 'system') }),
      },
    ],
  },
  {
    service: 'access',
    route: 'POST /api/v1/machine-clients',
    for: 'A',
    questions: () =>
      ofEach((other) => ({
        method: 'POST',
        path: '/api/v1/machine-clients',
        body: {
          issuer: ISSUER,
          clientId: `spare@${other}`,
          name: 'Some system',
          role: other === JOINT ? LETTERS.C : other === 'siemens' || other === 'ge' ? LETTERS.K : LETTERS.F,
          organisation: other,
          ...WHY,
        },
        expected: (who) => ({ status: looksAfter(who, other) ? 409 : 422 }),
      })),
  },
  ...(['disable', 'enable'] as const).map((act): ExpectedRoute => ({
    service: 'access',
    route: `POST /api/v1/machine-clients/{machineId}/${act}`,
    for: 'A',
    questions: ({ people }) =>
      ofEach((other) => ({
        method: 'POST',
        path: `/api/v1/machine-clients/${people.systems[other]}/${act}`,
        body: WHY,
        expected: (who) => foundOr404(looksAfter(who, other), marks([other], 'system')),
      })),
  })),
]

/** The grants somebody has a part in; the joint body knows all, since it is where they are agreed. */
const grantsSeen = ({ organisation }: Who) =>
  [...GRANTS, ...TRUSTS.map((from) => [from, JOINT] as const)].filter(
    ([from, to]) => organisation === JOINT || organisation === from || organisation === to,
  )

const grantRoutes: readonly ExpectedRoute[] = [
  {
    service: 'access',
    route: 'GET /api/v1/grants',
    for: 'M L P D E F C B Y A U',
    questions: () => [
      {
        method: 'GET',
        path: '/api/v1/grants?limit=100',
        expected: (who) => ({
          status: 200,
          // Who gave it is told with it: a grant is signed.
          shows: grantsSeen(who).flatMap(([from, to]) => [`${from} grant to ${to}`, `${from} staff`]),
        }),
      },
    ],
  },
  {
    service: 'access',
    route: 'POST /api/v1/grants',
    for: 'A',
    questions: () => [
      {
        method: 'POST',
        path: '/api/v1/grants',
        body: { to: 'siemens', share: 'status', ...WHY },
        // Nothing is shared with a supplier, whoever would.
        expected: () => ({ status: 422 }),
      },
      {
        method: 'POST',
        path: '/api/v1/grants',
        body: { to: 'QRV', share: 'status', ...WHY },
        // R1K has not given it yet.
        expected: ({ organisation }) => ({
          status: organisation === JOINT ? 422 : organisation === 'R1K' ? [201, 409] : 409,
          mayShow: () => true,
        }),
      },
    ],
  },
  {
    service: 'access',
    route: 'POST /api/v1/grants/{grantId}/revoke',
    for: 'A',
    questions: ({ people }) =>
      TRUSTS.map((from) => ({
        method: 'POST',
        path: `/api/v1/grants/${people.spareGrants[from]}/revoke`,
        body: WHY,
        // Revoked before; known of, and another's to revoke; not known of.
        expected: ({ organisation }) => ({ status: organisation === from ? 409 : organisation === JOINT ? 403 : 404 }),
      })),
  },
]

const hidden = (path: string, body: unknown, status: number | readonly number[]): ExpectedRoute => ({
  service: 'access',
  route: `POST ${path}`,
  for: 'web',
  isHidden: true,
  questions: () => [{ method: 'POST', path, body, expected: () => ({ status }) }],
})

/** What the access service must answer. */
export const expectedOfAccess: readonly ExpectedRoute[] = [
  {
    service: 'access',
    route: 'GET /api/v1/organisations',
    for: 'M L P D E F C B Y A U',
    questions: () => [{ method: 'GET', path: '/api/v1/organisations', expected: ok }],
  },
  { service: 'access', route: 'GET /api/v1/roles', for: ALL, questions: () => [{ method: 'GET', path: '/api/v1/roles', expected: ok }] },
  ...accountRoutes,
  ...machineRoutes,
  ...grantRoutes,
  {
    service: 'access',
    route: 'GET /api/v1/access-requests',
    for: 'A',
    questions: () => [{ method: 'GET', path: '/api/v1/access-requests', expected: ok }],
  },
  {
    service: 'access',
    route: 'POST /api/v1/access-requests/{requestId}/dismiss',
    for: 'A',
    questions: () => [{ method: 'POST', path: `/api/v1/access-requests/${NOBODYS}/dismiss`, body: WHY, expected: () => ({ status: 404 }) }],
  },
  hidden('/internal/sign-ins', { issuer: ISSUER, subject: 'A stranger' }, 403),
  hidden('/internal/sessions/look', { token: TOKEN }, 404),
  hidden('/internal/sessions/role', { token: TOKEN, membershipId: NOBODYS }, 404),
  hidden('/internal/sessions/end', { token: TOKEN }, 204),
  hidden('/internal/machines/look', { issuer: ISSUER, clientId: 'of nobody' }, 404),
]
