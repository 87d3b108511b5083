import { localDateOf } from '@imaging/calendar'
import type { ContractSnapshot } from '@imaging/schemas'
import type { Assignment, ServiceTerms } from '../domain/index.ts'

/** The supplier of a contract with the terms in force that day in London; `undefined` when none are. */
export function assignmentUnder(contract: ContractSnapshot, atMs: number): Assignment | undefined {
  const terms = termsInForce(contract, atMs)
  return terms && { supplierId: contract.supplierId, contractId: contract.contractId, terms }
}

function termsInForce(contract: ContractSnapshot, atMs: number): ServiceTerms | undefined {
  const today = localDateOf(atMs)
  const covers = ({ from, to }: { readonly from: string; readonly to?: string }): boolean =>
    from <= today && (to === undefined || today < to)
  const terms = covers(contract) ? contract.terms.find(covers) : undefined
  if (terms === undefined) return undefined
  const { clockRuns, clockStarts, clockEnds, responseMinutes, repairMinutes } = terms
  return { runs: clockRuns, coverHours: terms.coverHours, clockStarts, clockEnds, responseMinutes, repairMinutes }
}
