import type { Fact, FactOf, Step, WorkOrder } from '../domain/index.ts'
import { clocks } from '../domain/index.ts'
import { instantOf, optionalInstant } from './instant.ts'

/** Steps that stay here: a reminder is told by whoever delivers it, and that a scanner went down is availability's to say. */
type OwnStep = 'reminded' | 'worsened'
type PublishedStep = Exclude<Step, OwnStep>
type PublishedFact = Exclude<Fact, FactOf<OwnStep>>

export const isPublished = (fact: Fact): fact is PublishedFact => fact.step !== 'reminded' && fact.step !== 'worsened'

/** What a step says in its event, beside what every step says. */
const details: { readonly [S in PublishedStep]: (fact: FactOf<S>, after: WorkOrder) => object } = {
  'call-logged': ({ assignment, opening, atMs }, after) => {
    const due = new Map(clocks(after, atMs).map(({ name, dueAtMs }) => [name, dueAtMs]))
    return {
      supplierId: assignment.supplierId,
      priority: opening.priority,
      summary: opening.summary,
      ...(assignment.contractId !== undefined && { contractId: assignment.contractId }),
      ...optionalInstant('respondBy', due.get('response')),
      ...optionalInstant('repairBy', due.get('repair')),
    }
  },
  accepted: ({ arriveAtMs, remote }) => ({ ...optionalInstant('arriveAt', arriveAtMs), ...(remote !== undefined && { remote }) }),
  declined: ({ reason }) => ({ reason }),
  reassigned: ({ assignment, reason }) => ({ supplierId: assignment.supplierId, reason }),
  'promise-changed': ({ promise, wasMs, isMs, reason }) => ({ promise, is: instantOf(isMs), reason, ...optionalInstant('was', wasMs) }),
  'access-given': () => ({}),
  'travel-started': () => ({}),
  arrived: () => ({}),
  diagnosed: ({ finding }) => ({ finding }),
  'part-needed': ({ part, expectedAtMs }) => ({ part, ...optionalInstant('expectedAt', expectedAtMs) }),
  'part-arrived': ({ part }) => ({ part }),
  paused: ({ reason, note }) => ({ reason, ...(note !== undefined && { note }) }),
  resumed: () => ({}),
  'handed-back': ({ scope, work }) => ({ scope, work }),
  'check-recorded': ({ check, result, note }) => ({ check, result, ...(note !== undefined && { note }) }),
  released: ({ releaseId, limits, canStill }) => ({
    releaseId,
    ...(limits !== undefined && { limits }),
    ...(canStill !== undefined && { canStill }),
  }),
  escalated: ({ clock, level }) => ({ clock, level }),
  cancelled: ({ reason, note }) => ({ reason, ...(note !== undefined && { note }) }),
}

/** What a published step says in its event, beside what every step says. */
export const factDetails = (fact: PublishedFact, after: WorkOrder): object =>
  (details[fact.step] as (fact: Fact, after: WorkOrder) => object)(fact, after)
