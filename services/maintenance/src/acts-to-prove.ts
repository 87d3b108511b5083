import type { Fact } from '../domain/index.ts'

/** What of an act the record keeps: enough to understand it without the work order. */
export interface ActToProve {
  readonly act: string
  readonly details: Readonly<Record<string, string>>
}

/**
 * What of a fact must be proven later; nothing of steps that decide nothing.
 *
 * Proven are the decisions (return to use, another supplier, no work order after all), and the signatures that lead there: the area
 * handed over, the work declared done, each check. A check recorded as not needed is an override, and has an act of its own.
 */
export function actToProve(fact: Fact): ActToProve | undefined {
  switch (fact.step) {
    case 'released':
      return {
        act: 'work-order.released',
        details: {
          releaseId: fact.releaseId,
          ...said('limits', fact.limits),
          ...said('canStill', fact.canStill?.join(', ')),
          ...(fact.limits !== undefined && { followUp: fact.followUp === true ? 'yes' : 'no' }),
        },
      }
    case 'reassigned':
      return {
        act: 'work-order.reassigned',
        details: {
          supplierId: fact.assignment.supplierId,
          ...said('contractId', fact.assignment.contractId),
          reason: fact.reason,
        },
      }
    case 'declined':
      return { act: 'work-order.declined', details: { reason: fact.reason } }
    case 'cancelled':
      return { act: 'work-order.cancelled', details: { reason: fact.reason, ...said('note', fact.note) } }
    case 'access-given':
      return { act: 'work-order.access-given', details: {} }
    case 'handed-back':
      return { act: 'work-order.handed-back', details: { scope: fact.scope.join(', '), work: fact.work } }
    case 'check-recorded': {
      const { check, result, note } = fact
      const act = result === 'not-needed' ? 'work-order.check-waived' : 'work-order.check-recorded'
      return { act, details: { check, result, ...said('note', note) } }
    }
    default:
      return undefined
  }
}

const said = <Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> =>
  (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, string>>
