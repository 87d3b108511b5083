import type { Definition } from './downtime-reader.ts'

/** What each definition is called. */
export const definitionWords: Readonly<Record<Definition, string>> = {
  technical: 'Technical downtime',
  contractual: 'Contract downtime',
  clinical: 'Clinical time lost',
  planned: 'Planned work',
  building: 'Building and power',
  unconfirmed: 'Not confirmed',
}

/** What each definition counts. */
export const definitionMeanings: Readonly<Record<Definition, string>> = {
  technical: 'Operating hours down without a plan, and checks after it',
  contractual: 'Hours that count under the contract of each scanner',
  clinical: 'Planned session hours that could not be used, whatever the reason',
  planned: 'Operating hours in planned work, up to its agreed end',
  building: 'Operating hours down through power, cooling or building',
  unconfirmed: 'Operating hours of which nobody can say whether the scanner worked',
}
