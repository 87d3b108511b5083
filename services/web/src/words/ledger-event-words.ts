import type { LedgerEvent } from '@imaging/schemas'
import { capitalised } from './number-words.ts'
import { personWords } from './role-words.ts'
import { stateWords } from './state-words.ts'

const kindWords = { device: 'The device', person: 'A person', supplier: 'The supplier', schedule: 'The schedule' } as const

/** Who told an event: a person by name and role, else the kind of reporter, else the work order or the system it came from. */
export const tellerWords = ({ reportedBy, source, type }: LedgerEvent): string => {
  if (reportedBy === undefined) return type.includes('.work-order.') ? 'The work order' : source
  return personWords(reportedBy.name, reportedBy.role) || kindWords[reportedBy.kind]
}

/** What an event of the ledger said: "Down", "Corrected to Working", "Call logged", "Session lost". */
export const ledgerEventWords = ({ type, state, void: isVoid }: LedgerEvent): string => {
  if (isVoid === true) return 'Report withdrawn'
  if (type.includes('.state-corrected.')) return state === undefined ? 'Time corrected' : `Corrected to ${stateWords[state].word}`
  if (state !== undefined) return stateWords[state].word
  if (type.includes('.data-health-changed.')) return 'Signal stopped'
  // `uk.nhs.imaging.work-order.call-logged.v1` says "Call logged".
  return capitalised((type.split('.').at(-2) ?? type).replaceAll('-', ' '))
}
