import type { ExpectedRoute } from './expectation.ts'
import { ownerOf } from './marks.ts'
import { JOINT, SUPPLIERS } from './organisations.ts'

/** What the record service must answer: everybody their own organisation's record, and nobody another's. */
export const expectedOfRecord: readonly ExpectedRoute[] = [
  {
    service: 'record',
    route: 'GET /api/v1/record/entries',
    for: 'B A U',
    questions: () => [
      {
        method: 'GET',
        path: '/api/v1/record/entries?limit=100',
        expected: ({ organisation }) => ({
          status: 200,
          shows: [`${organisation} staff`],
          // In a trust's record stands what its suppliers did for it; in the joint one what trusts granted, with who signed.
          mayShow: (mark) =>
            ownerOf(mark) === organisation ||
            (organisation === JOINT
              ? mark.includes('grant') || mark.endsWith('staff') || mark.endsWith('system')
              : SUPPLIERS.some((supplier) => mark === `${supplier} staff`)),
        }),
      },
    ],
  },
  {
    service: 'record',
    route: 'GET /api/v1/record/roots',
    for: 'B A U',
    questions: () => [{ method: 'GET', path: '/api/v1/record/roots', expected: () => ({ status: 200 }) }],
  },
  {
    service: 'record',
    route: 'POST /api/v1/record/roots',
    for: 'B A U',
    questions: () => [{ method: 'POST', path: '/api/v1/record/roots', body: {}, expected: () => ({ status: 200 }) }],
  },
  {
    service: 'record',
    route: 'GET /api/v1/record/keys',
    for: 'anyone',
    questions: () => [{ method: 'GET', path: '/api/v1/record/keys', expected: () => ({ status: 200 }) }],
  },
]
