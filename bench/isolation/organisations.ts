/** The trusts, the suppliers and the joint body of the benchmark; example organisations. */
export const TRUSTS = ['RQM', 'RAS', 'RYJ', 'R1K'] as const
export const SUPPLIERS = ['siemens', 'ge'] as const
export const JOINT = 'QRV'
export const ORGANISATIONS = [...TRUSTS, ...SUPPLIERS, JOINT] as const
export type Trust = (typeof TRUSTS)[number]
export type Supplier = (typeof SUPPLIERS)[number]
export type Organisation = (typeof ORGANISATIONS)[number]
export type Share = 'own' | 'status' | 'ages' | 'plans' | 'capacity' | 'commercial'

/** Every role with the letter that stands for it in the table of what is expected. */
export const LETTERS = {
  M: 'radiology-manager',
  L: 'radiology-lead',
  P: 'medical-physicist',
  D: 'modality-lead',
  E: 'estates-planner',
  F: 'finance',
  K: 'supplier-desk',
  S: 'supplier-engineer',
  C: 'committee-member',
  B: 'board-secretary',
  Y: 'lay-partner',
  A: 'administrator',
  U: 'auditor',
} as const
export type Letter = keyof typeof LETTERS

/** Which roles there are at an organisation. */
export const LETTERS_AT: Readonly<Record<Organisation, string>> = {
  RQM: 'MLPDEFAU',
  RAS: 'MLPDEFAU',
  RYJ: 'MLPDEFAU',
  R1K: 'MLPDEFAU',
  siemens: 'KS',
  ge: 'KS',
  QRV: 'CBYAU',
}

/** What is granted, unevenly on purpose: each share is given where another is not, so that no two can be mistaken for each other. */
export const GRANTS: readonly (readonly [from: Trust, to: Organisation, share: Exclude<Share, 'own'>])[] = [
  ['RQM', 'RYJ', 'status'],
  ['RQM', 'RYJ', 'ages'],
  ['RQM', 'RYJ', 'commercial'],
  ['RQM', 'QRV', 'status'],
  ['RQM', 'QRV', 'ages'],
  ['RAS', 'RQM', 'status'],
  ['RAS', 'QRV', 'status'],
  ['RYJ', 'RQM', 'status'],
  ['RYJ', 'RQM', 'ages'],
  ['RYJ', 'QRV', 'status'],
  ['RYJ', 'QRV', 'ages'],
  ['RYJ', 'QRV', 'commercial'],
  ['R1K', 'RAS', 'ages'],
]

/** What follows from the grants, written by hand and not worked out. */
export const SEES: Readonly<Record<Organisation, Readonly<Record<Share, readonly Trust[]>>>> = {
  RQM: { own: ['RQM'], status: ['RQM', 'RAS', 'RYJ'], ages: ['RQM', 'RYJ'], plans: ['RQM'], capacity: ['RQM'], commercial: ['RQM'] },
  RAS: { own: ['RAS'], status: ['RAS'], ages: ['RAS', 'R1K'], plans: ['RAS'], capacity: ['RAS'], commercial: ['RAS'] },
  RYJ: { own: ['RYJ'], status: ['RYJ', 'RQM'], ages: ['RYJ', 'RQM'], plans: ['RYJ'], capacity: ['RYJ'], commercial: ['RYJ', 'RQM'] },
  R1K: { own: ['R1K'], status: ['R1K'], ages: ['R1K'], plans: ['R1K'], capacity: ['R1K'], commercial: ['R1K'] },
  siemens: { own: [], status: [], ages: [], plans: [], capacity: [], commercial: [] },
  ge: { own: [], status: [], ages: [], plans: [], capacity: [], commercial: [] },
  QRV: { own: [], status: ['RQM', 'RAS', 'RYJ'], ages: ['RQM', 'RYJ'], plans: [], capacity: [], commercial: ['RYJ'] },
}
