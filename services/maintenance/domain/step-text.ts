import { TOLD_AT_LEVEL } from './deadlines.ts'
import type { Fact } from './fact.ts'
import { CHECKS, SCOPES } from './return-to-use-rules.ts'

/** Names that only the register knows. */
export interface Names {
  supplier(supplierId: string): string
}

const CLOCK_WORDS = { response: 'response time', repair: 'repair time', release: 'time to return it to use' } as const
const PROMISE_WORDS = { arrival: 'arrival', part: 'part', repair: 'repair' } as const
const PAUSE_WORDS = { 'no-access': 'no access to the scanner', 'awaiting-customer-checks': 'waiting for the customer’s checks' } as const
const RESULT_WORDS = { pass: 'pass', fail: 'fail', 'not-needed': 'not needed' } as const
const CANCEL_WORDS = { 'false-alarm': 'false alarm', duplicate: 'another work order covers it', voided: 'the downtime never was' } as const

/** What happened, as a sentence. Times are left to the page: each step carries its own. */
export function stepText(fact: Fact, names: Names): string {
  switch (fact.step) {
    case 'call-logged':
      return `Call logged with ${names.supplier(fact.assignment.supplierId)}, priority ${fact.opening.priority}. ${fact.opening.summary}`
    case 'accepted':
      return fact.remote === true ? 'Accepted; mended from a distance.' : 'Accepted.'
    case 'declined':
      return `Declined: ${fact.reason}`
    case 'reassigned':
      return `Given to ${names.supplier(fact.assignment.supplierId)}: ${fact.reason}`
    case 'promise-changed':
      return `New time for the ${PROMISE_WORDS[fact.promise]}: ${fact.reason}`
    case 'access-given':
      return 'Area handed over to the engineer.'
    case 'travel-started':
      return 'Engineer on the way.'
    case 'arrived':
      return 'Engineer on site.'
    case 'diagnosed':
      return `Found: ${fact.finding}`
    case 'part-needed':
      return `Part needed: ${fact.part}.`
    case 'part-arrived':
      return `Part arrived: ${fact.part}.`
    case 'paused':
      return withNote(`Clock paused: ${PAUSE_WORDS[fact.reason]}.`, fact.note)
    case 'resumed':
      return 'Clock runs again.'
    case 'handed-back':
      return `Handed back (${fact.scope.map((scope) => SCOPES[scope]?.label ?? scope).join(', ')}): ${fact.work}`
    case 'check-recorded':
      return withNote(`${CHECKS[fact.check]?.label ?? fact.check}: ${RESULT_WORDS[fact.result]}.`, fact.note)
    case 'released':
      return fact.limits === undefined ? 'Returned to clinical use.' : `Returned to clinical use with limits: ${fact.limits}`
    case 'escalated':
      return `The ${CLOCK_WORDS[fact.clock]} has run out. Told: ${TOLD_AT_LEVEL[fact.clock][fact.level - 1] ?? 'everyone who answers for it'}.`
    case 'reminded':
      return fact.about === 'choice'
        ? 'Radiology manager reminded to choose a supplier.'
        : `Reminder: the ${CLOCK_WORDS[fact.about]} is three quarters gone.`
    case 'worsened':
      return `The scanner is down now. Priority ${fact.priority}.`
    case 'cancelled':
      return withNote(`Cancelled: ${CANCEL_WORDS[fact.reason]}.`, fact.note)
  }
}

const withNote = (sentence: string, note: string | undefined): string => (note === undefined ? sentence : `${sentence} ${note}`)
