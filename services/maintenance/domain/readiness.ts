import type { Action } from './command.ts'
import { isOpen, runningPause, type Status, type WorkOrder } from './work-order.ts'

/** In which statuses an act makes sense. */
const WHEN: Readonly<Record<Action, readonly Status[]>> = {
  accept: ['NEW'],
  decline: ['NEW', 'ACCEPTED'],
  'change-promise': ['ACCEPTED', 'ON_SITE', 'WAITING_FOR_PART'],
  'start-travel': ['ACCEPTED', 'WAITING_FOR_PART'],
  arrive: ['ACCEPTED', 'WAITING_FOR_PART'],
  diagnose: ['ACCEPTED', 'ON_SITE', 'WAITING_FOR_PART'],
  'need-part': ['ACCEPTED', 'ON_SITE', 'WAITING_FOR_PART'],
  'part-arrived': ['ACCEPTED', 'ON_SITE', 'WAITING_FOR_PART'],
  pause: ['ACCEPTED', 'ON_SITE', 'WAITING_FOR_PART'],
  resume: ['ACCEPTED', 'ON_SITE', 'WAITING_FOR_PART'],
  'hand-back': ['ACCEPTED', 'ON_SITE'],
  'give-access': ['NEW', 'ACCEPTED', 'ON_SITE', 'WAITING_FOR_PART'],
  'record-check': ['NEW', 'ACCEPTED', 'ON_SITE', 'WAITING_FOR_PART', 'AWAITING_CHECKS'],
  release: ['AWAITING_CHECKS'],
  reassign: ['NEW', 'ACCEPTED', 'WAITING_FOR_PART'],
  cancel: ['NEW', 'ACCEPTED', 'ON_SITE', 'WAITING_FOR_PART'],
}

const SAID: Readonly<Record<Status, string>> = {
  NEW: 'no supplier has accepted it yet',
  ACCEPTED: 'it is accepted and no engineer is on site',
  ON_SITE: 'the engineer is on site',
  WAITING_FOR_PART: 'a part is awaited',
  AWAITING_CHECKS: 'it is handed back and awaits checks',
  CLOSED: 'it is closed',
  CANCELLED: 'it is cancelled',
}

/** Why an act makes no sense where the work order stands, as a sentence; `undefined` when it does. */
export function unready(action: Action, order: WorkOrder): string | undefined {
  if (!isOpen(order)) return `Nothing can be done any more: ${SAID[order.status]}.`
  if (!WHEN[action].includes(order.status)) return `This cannot be done now: ${SAID[order.status]}.`
  return because[action]?.(order)
}

/** What the status alone does not say. */
const because: { readonly [A in Action]?: (order: WorkOrder) => string | undefined } = {
  accept: ({ needsSupplierSinceMs }) =>
    needsSupplierSinceMs === undefined ? undefined : 'It was declined; the radiology manager chooses who takes it.',
  decline: ({ needsSupplierSinceMs }) => (needsSupplierSinceMs === undefined ? undefined : 'It is declined already.'),
  'start-travel': ({ travelling }) => (travelling ? 'The engineer is on the way already.' : undefined),
  'part-arrived': ({ partsAwaited }) => (partsAwaited.length === 0 ? 'No part is awaited.' : undefined),
  pause: (order) => (runningPause(order) === undefined ? undefined : 'The clock is paused already.'),
  resume: (order) => (runningPause(order) === undefined ? 'The clock is not paused.' : undefined),
  'give-access': ({ accessGivenAtMs, remote }) => {
    if (remote) return 'Nobody comes: it is mended from a distance.'
    return accessGivenAtMs === undefined ? undefined : 'The area is handed over already.'
  },
  'hand-back': (order) =>
    order.status === 'ACCEPTED' && !order.remote
      ? 'Nobody has been on site, and the work was not accepted as done from a distance.'
      : undefined,
}
