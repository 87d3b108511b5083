import type { WorkOrderAction } from '@imaging/schemas'
import type { Who } from './callers.ts'
import type { Expected, ExpectedRoute, Question } from './expectation.ts'
import type { Mark } from './marks.ts'
import { SUPPLIERS, TRUSTS, type Supplier, type Trust } from './organisations.ts'
import { historicOrder, type Order } from './orders.ts'
import type { World } from './world.ts'

const WAY = '/api/v1/work-orders'
const isSupplier = ({ organisation }: Who): boolean => SUPPLIERS.some((supplier) => supplier === organisation)

/** A work order is its trust's, and its supplier's as long as that has it. */
const isTheirs = ({ organisation }: Who, trust: Trust, { supplier }: Order): boolean => organisation === trust || organisation === supplier

/** What suppliers are called stands in contracts, of which a supplier knows its own and a trust its own. */
const mayName = (who: Who, mark: Mark): boolean =>
  isSupplier(who) ? mark.endsWith(`name of ${who.organisation}`) : mark.startsWith(`${who.organisation} name of`)

/** What was written about a work order: the trust reads all of it, a supplier what is the trust's to it and what is its own. */
const mayRead = (who: Who, trust: Trust, { supplier }: Order, mark: Mark): boolean =>
  mayName(who, mark) ||
  mark === `${trust} note` ||
  mark === `${trust} words of ${supplier}` ||
  (isSupplier(who)
    ? mark === `${who.organisation} staff`
    : mark === `${trust} words of siemens` || (mark.endsWith(' staff') && isKnownTo(trust, mark)))

const isKnownTo = (trust: Trust, mark: Mark): boolean => [trust, ...SUPPLIERS].some((organisation) => mark === `${organisation} staff`)

const orderQuestion =
  (trust: Trust) =>
  (order: Order): Question => ({
    method: 'GET',
    path: `${WAY}/${order.workOrderId}`,
    expected: (who): Expected =>
      isTheirs(who, trust, order)
        ? { status: 200, shows: [`${trust} scanner`], mayShow: (mark) => mayRead(who, trust, order, mark) }
        : { status: 404 },
  })

const ordersOf = ({ happened }: World, trust: Trust): readonly Order[] => [
  happened.closed[trust],
  happened.accepted[trust],
  happened.handedOn[trust],
]

/** By letters, who may do it at all. */
const ACTS: Readonly<Record<WorkOrderAction, string>> = {
  accept: 'K S',
  decline: 'K S',
  'change-promise': 'K S',
  'start-travel': 'S',
  arrive: 'S',
  diagnose: 'S',
  'need-part': 'K S',
  'part-arrived': 'K S',
  pause: 'M L K S',
  resume: 'M L K S',
  'hand-back': 'S',
  'give-access': 'M L',
  'record-check': 'M L P',
  release: 'L P',
  reassign: 'M',
  cancel: 'M L',
}
const SOON = '2026-12-24T12:00:00Z'
const SAID: Readonly<Record<WorkOrderAction, object>> = {
  accept: {},
  decline: { reason: 'Tried' },
  'change-promise': { promise: 'arrival', at: SOON, reason: 'Tried' },
  'start-travel': {},
  arrive: {},
  diagnose: { finding: 'Tried' },
  'need-part': { part: 'Part' },
  'part-arrived': { part: 'Part' },
  pause: { reason: 'no-access' },
  resume: {},
  'hand-back': { scope: ['other'], work: 'Tried' },
  'give-access': {},
  'record-check': { check: 'other', result: 'pass' },
  release: {},
  reassign: { supplierId: 'ge', reason: 'Tried' },
  cancel: { reason: 'duplicate' },
}

/** On a work order that is over: 409 says that the act would have been theirs, and nothing changes. */
function actQuestion(action: WorkOrderAction, trust: Trust, order: Order): Question {
  return {
    method: 'POST',
    path: `${WAY}/${order.workOrderId}/actions`,
    body: { action, ...SAID[action] },
    headers: { 'if-match': order.etag },
    expected: (who) => {
      if (!isTheirs(who, trust, order)) return { status: 404 }
      const isPart = ACTS[action].includes(who.letter)
      // Medical physics has a part in a release only where what was done asks for it, and nothing was done here.
      return { status: isPart && !(action === 'release' && who.letter === 'P') ? 409 : 403 }
    },
  }
}

const internal = (verb: string, path: string, body: unknown, status: number): ExpectedRoute => ({
  service: 'maintenance',
  route: `${verb} /internal/work-orders/{workOrderId}/${path}`,
  for: 'worker',
  isHidden: true,
  questions: ({ happened }) =>
    TRUSTS.map((trust) => ({
      method: verb,
      path: `/internal/work-orders/${happened.closed[trust].workOrderId}/${path}`,
      ...(body !== undefined && { body }),
      expected: () => ({ status }),
    })),
})

/** What the maintenance service must answer. */
export const expectedOfMaintenance: readonly ExpectedRoute[] = [
  {
    service: 'maintenance',
    route: `GET ${WAY}`,
    for: 'M L P D E F K S',
    questions: () => [
      {
        method: 'GET',
        path: `${WAY}?limit=100`,
        expected: (who) => ({
          status: 200,
          shows: (isSupplier(who) ? TRUSTS : [who.organisation]).map((trust) => `${trust} scanner`),
          mayShow: (mark) => mayName(who, mark) || (isSupplier(who) ? mark.endsWith(' note') : mark === `${who.organisation} note`),
        }),
      },
      ...TRUSTS.map((trust): Question => ({
        method: 'GET',
        path: `${WAY}?limit=100&trust=${trust}`,
        expected: (who) => ({
          status: 200,
          shows: isSupplier(who) || who.organisation === trust ? [`${trust} scanner`] : [],
          mayShow: (mark) => mayName(who, mark) || (mark === `${trust} note` && (isSupplier(who) || who.organisation === trust)),
        }),
      })),
      ...SUPPLIERS.map((supplier: Supplier): Question => ({
        method: 'GET',
        path: `${WAY}?limit=100&supplierId=${supplier}`,
        expected: (who) => ({
          status: 200,
          shows: isSupplier(who)
            ? who.organisation === supplier
              ? TRUSTS.map((trust) => `${trust} scanner`)
              : []
            : [`${who.organisation} scanner`],
          mayShow: (mark) => mayName(who, mark) || (isSupplier(who) ? mark.endsWith(' note') : mark === `${who.organisation} note`),
        }),
      })),
    ],
  },
  {
    service: 'maintenance',
    route: `GET ${WAY}/{workOrderId}`,
    for: 'M L P D E F K S',
    questions: (world) => TRUSTS.flatMap((trust) => ordersOf(world, trust).map(orderQuestion(trust))),
  },
  {
    service: 'maintenance',
    route: `POST ${WAY}/{workOrderId}/actions`,
    for: 'M L P K S',
    questions: ({ happened }) =>
      TRUSTS.flatMap((trust) =>
        (Object.keys(ACTS) as WorkOrderAction[]).map((action) => actQuestion(action, trust, happened.closed[trust])),
      ),
  },
  {
    service: 'maintenance',
    route: 'POST /api/v1/work-order-history',
    for: 'A',
    questions: () =>
      TRUSTS.map((trust) => ({
        method: 'POST',
        path: '/api/v1/work-order-history',
        body: { workOrders: [historicOrder(trust)] },
        // There already, so that nothing changes; of another trust's scanner nothing is known.
        expected: ({ organisation }) => ({ status: organisation === trust ? 200 : 422 }),
      })),
  },
  internal('GET', 'deadlines', undefined, 200),
  internal('POST', 'escalations', { clock: 'response', level: 1 }, 200),
  internal('POST', 'reminders', { about: 'response' }, 200),
]
