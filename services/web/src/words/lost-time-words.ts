import type { Cause } from '@imaging/schemas'
import { codeWords } from './capability-words.ts'
import { causeWords } from './state-words.ts'

/** What hours count under beside the causes that people report. */
const otherWords: Readonly<Record<string, string>> = {
  'not stated': 'No cause given',
  machine: 'Scanner down',
  plannedWork: 'Planned work',
  building: 'Building and power',
  checks: 'Checks before use',
  staff: 'No staff',
  injectorOrCoil: 'Injector or coil',
  it: 'IT',
  other: 'Something else',
  'nothing reported yet': 'Nothing reported yet',
  'signal missing': 'Signal missing',
}

/** What hours count under, in words: a reported cause, a kind of lost session, or why nobody can say. */
export const lostToWords = (cause: string): string => causeWords[cause as Cause] ?? otherWords[cause] ?? codeWords(cause)

const stateRuleTexts: Readonly<Record<string, string>> = {
  'agreed-end-passed': 'Planned work went on past its agreed end',
  'release-missing': 'Reported as working, but not yet released for use',
}

/** Why a scanner was in its state where that is more than its event says, or undefined. */
export const stateRuleWords = (rule: string): string | undefined => stateRuleTexts[rule]
