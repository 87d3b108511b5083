import type { Who } from './callers.ts'
import { foundOr404, seesOf, type Expected, type ExpectedRoute, type Question } from './expectation.ts'
import type { Mark } from './marks.ts'
import { SEES, SUPPLIERS, TRUSTS, JOINT, type Trust } from './organisations.ts'
import { assetOf, buildingIdOf, buildingOf, contractIdOf, contractOf, roomIdOf, roomOf, scannerIdOf, siteOf } from './register.ts'
import type { World } from './world.ts'

const READERS = 'M L P D E F C B Y A U'
const EVERYBODY = 'M L P D E F K S C B Y A U'
const EDITORS = 'M E A'
/** Who may know what a machine cost: those who see contracts, and those who keep the register. */
const MONEY = 'MEFUA'
/** Who may read contracts. */
const CONTRACTS = 'MEFU'

const names = (trust: Trust): readonly Mark[] => SUPPLIERS.map((supplier) => `${trust} name of ${supplier}`)
const money = (who: Who, trust: Trust): readonly Mark[] =>
  seesOf(who, 'commercial', trust) && MONEY.includes(who.letter) ? [`${trust} money`, `${trust} contract`] : []

/** The marks of a scanner for somebody who may see it: with its room, its price and its contract, as far as their role goes. */
const scannerMarks = (who: Who, trust: Trust, suppliers: readonly Mark[]): readonly Mark[] => [
  `${trust} scanner`,
  `${trust} place`,
  ...money(who, trust),
  ...(seesOf(who, 'commercial', trust) && CONTRACTS.includes(who.letter) ? [`${trust} terms`, ...suppliers] : []),
]
const trustsSharing = ({ organisation }: Who, share: 'ages' | 'commercial'): readonly Trust[] => SEES[organisation][share]

/** A list, of all trusts and of one: of each what it shares, and of the others nothing. */
const list = (path: string, share: 'ages' | 'commercial', shows: (who: Who, trust: Trust) => readonly Mark[]): readonly Question[] => [
  {
    method: 'GET',
    path: `${path}limit=100`,
    expected: (who) => ({ status: 200, shows: trustsSharing(who, share).flatMap((trust) => shows(who, trust)) }),
  },
  ...TRUSTS.map((trust): Question => ({
    method: 'GET',
    path: `${path}limit=100&trust=${trust}`,
    expected: (who) => ({ status: 200, shows: seesOf(who, share, trust) ? shows(who, trust) : [] }),
  })),
]

const one = (pathOf: (trust: Trust) => string, share: 'ages' | 'commercial', shows: (who: Who, trust: Trust) => readonly Mark[]) => () =>
  TRUSTS.map((trust): Question => ({
    method: 'GET',
    path: pathOf(trust),
    expected: (who) => foundOr404(seesOf(who, share, trust), shows(who, trust)),
  }))

/** Who changed something, and why, is told to the trust's own people. */
const history = ({ organisation }: Who, trust: Trust): readonly Mark[] => (organisation === trust ? [`${trust} staff`, `${trust} why`] : [])

/** Sends a thing of each trust as it stands: its own people change nothing by it, and others may not. */
const edit =
  (pathOf: (trust: Trust) => string, bodyOf: (trust: Trust) => unknown, shows: (who: Who, trust: Trust) => readonly Mark[]) =>
  ({ registered }: World): readonly Question[] =>
    TRUSTS.map((trust) => ({
      method: 'PUT',
      path: pathOf(trust),
      body: bodyOf(trust),
      headers: { 'if-match': registered.versions.get(pathOf(trust)) ?? '' },
      expected: (who) => (who.organisation === trust ? { status: 200, shows: shows(who, trust) } : { status: 403 }),
    }))

/** Enters a machine of one trust under the id of another's. */
const takenIds = (): readonly Question[] =>
  TRUSTS.flatMap((own) =>
    TRUSTS.filter((other) => other !== own).map((other): Question => ({
      method: 'PUT',
      path: `/api/v1/assets/${scannerIdOf(other, 1)}`,
      body: { ...assetOf(own, 1), assetId: scannerIdOf(other, 1), serial: `EX-${own}-${other}` },
      headers: { 'if-none-match': '*' },
      // An id means one thing for everybody, so that it cannot be entered; whose it is is told to those who may know of it.
      expected: (who) => ({ status: who.organisation === own && !seesOf(who, 'ages', other) ? 422 : 403 }),
    })),
  )

const assetPath = (trust: Trust): string => `/api/v1/assets/${scannerIdOf(trust, 1)}`
const contractPath = (trust: Trust): string => `/api/v1/contracts/${contractIdOf(trust, 'siemens')}`
const buildingPath = (trust: Trust): string => `/api/v1/buildings/${buildingIdOf(trust)}`
const roomPath = (trust: Trust): string => `/api/v1/rooms/${roomIdOf(trust)}`
const siemens = (trust: Trust): readonly Mark[] => [`${trust} name of siemens`]
const place = (_: Who, trust: Trust): readonly Mark[] => [`${trust} place`]

const assetRoutes: readonly ExpectedRoute[] = [
  {
    service: 'assets',
    route: 'GET /api/v1/assets',
    for: READERS,
    questions: () => list('/api/v1/assets?', 'ages', (who, trust) => scannerMarks(who, trust, names(trust))),
  },
  {
    service: 'assets',
    route: 'GET /api/v1/assets.csv',
    for: READERS,
    questions: () => [
      {
        method: 'GET',
        path: '/api/v1/assets.csv',
        expected: (who) => ({
          status: 200,
          shows: trustsSharing(who, 'ages').flatMap((trust) => [
            `${trust} scanner`,
            `${trust} place`,
            ...money(who, trust).filter((mark) => mark.endsWith('money')),
          ]),
          mayShow: (mark) => trustsSharing(who, 'ages').some((trust) => money(who, trust).includes(mark)),
        }),
      },
    ],
  },
  {
    service: 'assets',
    route: 'GET /api/v1/assets/{assetId}',
    for: READERS,
    questions: one(assetPath, 'ages', (who, trust) => scannerMarks(who, trust, siemens(trust))),
  },
  {
    service: 'assets',
    route: 'PUT /api/v1/assets/{assetId}',
    for: EDITORS,
    questions: (world) => [
      ...edit(
        assetPath,
        (trust) => assetOf(trust, 1),
        (who, trust) => scannerMarks(who, trust, siemens(trust)),
      )(world),
      ...takenIds(),
    ],
  },
  {
    service: 'assets',
    route: 'GET /api/v1/assets/{assetId}/versions',
    for: READERS,
    questions: one(
      (trust) => `${assetPath(trust)}/versions`,
      'ages',
      (who, trust) => [`${trust} scanner`, ...money(who, trust), ...history(who, trust)],
    ),
  },
  {
    service: 'assets',
    route: 'GET /api/v1/age-bands',
    for: READERS,
    questions: () =>
      list('/api/v1/age-bands?', 'ages', () => []).map(({ path, ...rest }) => ({
        ...rest,
        path: path.replace('limit=100&', '').replace('?limit=100', ''),
      })),
  },
]

const contractRoutes: readonly ExpectedRoute[] = [
  {
    service: 'assets',
    route: 'GET /api/v1/contracts',
    for: 'M E F U',
    questions: () => list('/api/v1/contracts?', 'commercial', (_, trust) => [`${trust} contract`, `${trust} terms`, ...names(trust)]),
  },
  {
    service: 'assets',
    route: 'GET /api/v1/contracts/{contractId}',
    for: 'M E F U',
    questions: one(contractPath, 'commercial', (_, trust) => [`${trust} contract`, `${trust} terms`, ...siemens(trust)]),
  },
  {
    service: 'assets',
    route: 'PUT /api/v1/contracts/{contractId}',
    for: 'E',
    questions: edit(
      contractPath,
      (trust) => contractOf(trust, 'siemens'),
      (_, trust) => [`${trust} contract`, `${trust} terms`, ...siemens(trust)],
    ),
  },
]

const placeRoutes = (
  noun: 'building' | 'room',
  pathOf: (trust: Trust) => string,
  bodyOf: (trust: Trust) => unknown,
): readonly ExpectedRoute[] => [
  {
    service: 'assets',
    route: `GET /api/v1/${noun}s`,
    for: READERS,
    questions: () => [
      {
        method: 'GET',
        path: `/api/v1/${noun}s?limit=100`,
        expected: (who) => ({ status: 200, shows: trustsSharing(who, 'ages').flatMap((trust) => place(who, trust)) }),
      },
      ...TRUSTS.map((trust): Question => ({
        method: 'GET',
        path: `/api/v1/${noun}s?limit=100&site=${siteOf(trust)}`,
        expected: (who) => ({ status: 200, shows: seesOf(who, 'ages', trust) ? place(who, trust) : [] }),
      })),
    ],
  },
  { service: 'assets', route: `GET /api/v1/${noun}s/{id}`, for: READERS, questions: one(pathOf, 'ages', place) },
  {
    service: 'assets',
    route: `GET /api/v1/${noun}s/{id}/versions`,
    for: READERS,
    questions: one(
      (trust) => `${pathOf(trust)}/versions`,
      'ages',
      (who, trust) => [...place(who, trust), ...history(who, trust)],
    ),
  },
  { service: 'assets', route: `PUT /api/v1/${noun}s/{id}`, for: EDITORS, questions: edit(pathOf, bodyOf, place) },
]

/** A file is known to whoever sent it alone. */
const importQuestions =
  (method: string, verb: string, theirs: Expected, body?: unknown) =>
  ({ registered }: World): readonly Question[] =>
    TRUSTS.map((trust) => ({
      method,
      path: `/api/v1/imports/${registered.imports[trust]}${verb}`,
      ...(body !== undefined && { body }),
      ...(method !== 'GET' && { headers: { 'if-match': '"999"' } }),
      expected: ({ organisation }) =>
        organisation === trust ? { ...theirs, shows: (theirs.shows ?? []).map((kind) => `${trust} ${kind}`) } : { status: 404 },
    }))

const importRoutes: readonly ExpectedRoute[] = [
  {
    service: 'assets',
    route: 'GET /api/v1/imports',
    for: EDITORS,
    questions: () => [
      {
        method: 'GET',
        path: '/api/v1/imports?limit=100',
        expected: ({ organisation }) => ({
          status: 200,
          shows: organisation === JOINT ? [] : [`${organisation} file`, `${organisation} staff`],
          mayShow: (mark) => mark === `${organisation} system`,
        }),
      },
    ],
  },
  {
    service: 'assets',
    route: 'POST /api/v1/imports',
    for: EDITORS,
    questions: () =>
      TRUSTS.map((trust) => ({
        method: 'POST',
        path: '/api/v1/imports',
        body: {
          fileName: 'tried.csv',
          content: Buffer.from(`Asset ID,Asset name,Manufacturer\n${scannerIdOf(trust, 1)},Tried,Example maker\n`).toString('base64'),
        },
        expected: ({ organisation }) =>
          organisation === JOINT
            ? { status: 403 }
            : {
                status: 201,
                // The file names a machine of this trust; of another's nothing comes back but what was sent.
                mayShow: (mark) =>
                  mark === `${trust} scanner` ||
                  (organisation === trust && mark.startsWith(trust)) ||
                  mark === `${organisation} staff` ||
                  mark === `${organisation} system`,
              },
      })),
  },
  {
    service: 'assets',
    route: 'GET /api/v1/imports/{importId}',
    for: EDITORS,
    questions: importQuestions('GET', '', {
      status: 200,
      shows: ['file', 'staff'],
    }),
  },
  {
    service: 'assets',
    route: 'GET /api/v1/imports/{importId}/problems.csv',
    for: EDITORS,
    questions: importQuestions('GET', '/problems.csv', { status: 200 }),
  },
  {
    service: 'assets',
    route: 'PUT /api/v1/imports/{importId}/mapping',
    for: EDITORS,
    questions: importQuestions('PUT', '/mapping', { status: 412 }, {}),
  },
  ...(['apply', 'undo', 'discard'] as const).map((verb): ExpectedRoute => ({
    service: 'assets',
    route: `POST /api/v1/imports/{importId}/${verb}`,
    for: EDITORS,
    questions: importQuestions('POST', `/${verb}`, { status: 412 }, {}),
  })),
]

const FHIR = '/fhir/r4'
const open = (path: string, letters = EVERYBODY): ExpectedRoute => ({
  service: 'assets',
  route: `GET ${path}`,
  for: letters,
  questions: () => [{ method: 'GET', path, expected: () => ({ status: 200 }) }],
})
const fhirRoutes: readonly ExpectedRoute[] = [
  open(`${FHIR}/metadata`, 'anyone'),
  open(`${FHIR}/Organization`, READERS),
  {
    service: 'assets',
    route: `GET ${FHIR}/Organization/{id}`,
    for: READERS,
    questions: () => TRUSTS.map((trust) => ({ method: 'GET', path: `${FHIR}/Organization/${trust}`, expected: () => ({ status: 200 }) })),
  },
  {
    service: 'assets',
    route: `GET ${FHIR}/Location`,
    for: READERS,
    questions: () => [
      {
        method: 'GET',
        path: `${FHIR}/Location?_count=200`,
        expected: (who) => ({ status: 200, shows: trustsSharing(who, 'ages').flatMap((trust) => place(who, trust)) }),
      },
    ],
  },
  {
    service: 'assets',
    route: `GET ${FHIR}/Location/{id}`,
    for: READERS,
    questions: one((trust) => `${FHIR}/Location/${roomIdOf(trust)}`, 'ages', place),
  },
  {
    service: 'assets',
    route: `GET ${FHIR}/Device`,
    for: READERS,
    questions: () => [
      {
        method: 'GET',
        path: `${FHIR}/Device?_count=200`,
        expected: (who) => ({
          status: 200,
          shows: trustsSharing(who, 'ages').map((trust) => `${trust} scanner`),
          mayShow: (mark) => trustsSharing(who, 'ages').some((trust) => mark === `${trust} place`),
        }),
      },
    ],
  },
  {
    service: 'assets',
    route: `GET ${FHIR}/Device/{id}`,
    for: READERS,
    questions: () =>
      TRUSTS.map((trust) => ({
        method: 'GET',
        path: `${FHIR}/Device/${scannerIdOf(trust, 1)}`,
        expected: (who) =>
          seesOf(who, 'ages', trust)
            ? { status: 200, shows: [`${trust} scanner`], mayShow: (mark) => mark === `${trust} place` }
            : { status: 404 },
      })),
  },
]

/** What the register must answer. */
export const expectedOfAssets: readonly ExpectedRoute[] = [
  ...assetRoutes,
  ...contractRoutes,
  ...placeRoutes('building', buildingPath, buildingOf),
  ...placeRoutes('room', roomPath, roomOf),
  ...['sites', 'classes', 'organisations'].map((noun) => open(`/api/v1/${noun}`)),
  ...importRoutes,
  ...fhirRoutes,
]
