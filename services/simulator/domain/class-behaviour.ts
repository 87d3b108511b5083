import type { ClassId } from './fleet-plan.ts'

/** Hours until use again, as a mixture of log-normal distributions: share, mean and spread of the logarithm of hours. */
export type RepairHours = readonly (readonly [share: number, mu: number, sigma: number])[]

/** How the machines of a class fail, are mended and are looked after. Assumed, unless a source stands beside it. */
export interface ClassBehaviour {
  readonly failuresPerYear: number
  readonly repairHours: RepairHours
  /** Planned services a year, and the hours of each. */
  readonly services: { readonly perYear: number; readonly hours: number }
  readonly causes: readonly (readonly [cause: string, weight: number])[]
  /** Whether the class sends readings. Of classes that can, older machines may not be connected. */
  readonly connectedShare: number
  readonly pricePence: number
}

const general: ClassBehaviour['causes'] = [
  ['tube-or-high-voltage', 25],
  ['detector', 25],
  ['computer-or-software', 30],
  ['table', 15],
  ['other', 5],
]

/**
 * @source CT service about 4 hours every 3 months (24x7mag.com); MRI service 35 to 40 hours a year (dotmed.com);
 * ultrasound 5.4 failures a machine-year with probes 28.7 % (PMC6029188). Rates and repairs of the others are assumed.
 */
export const classBehaviours: Readonly<Record<ClassId, ClassBehaviour>> = {
  ct: {
    failuresPerYear: 6,
    repairHours: [[1, 1.53, 1.1]],
    services: { perYear: 4, hours: 4 },
    causes: [
      ['tube-or-high-voltage', 25],
      ['detector', 12],
      ['gantry-or-rotation', 12],
      ['cooling', 8],
      ['computer-or-software', 30],
      ['table', 8],
    ],
    connectedShare: 1,
    pricePence: 115_000_000,
  },
  mri: {
    failuresPerYear: 11,
    // Most are mended in a day; one in twenty is a cold head, a gradient coil or a quench.
    repairHours: [
      [0.95, 1.88, 1.1],
      [0.05, 5.3, 0.6],
    ],
    services: { perYear: 4, hours: 9 },
    causes: [
      ['cryogenics', 30],
      ['rf-or-coil', 25],
      ['gradient', 12],
      ['computer-or-software', 20],
      ['table', 8],
    ],
    connectedShare: 1,
    pricePence: 155_000_000,
  },
  'pet-ct': {
    failuresPerYear: 6,
    repairHours: [[1, 1.9, 1.1]],
    services: { perYear: 4, hours: 6 },
    causes: [
      ['detector', 35],
      ['computer-or-software', 35],
      ['tube-or-high-voltage', 15],
      ['table', 15],
    ],
    connectedShare: 1,
    pricePence: 220_000_000,
  },
  'nuclear-medicine': {
    failuresPerYear: 4,
    repairHours: [[1, 1.7, 1.1]],
    services: { perYear: 2, hours: 6 },
    causes: [
      ['detector', 40],
      ['computer-or-software', 35],
      ['gantry-or-rotation', 15],
      ['table', 10],
    ],
    connectedShare: 0.6,
    pricePence: 60_000_000,
  },
  interventional: {
    failuresPerYear: 5,
    repairHours: [[1, 1.6, 1.1]],
    services: { perYear: 2, hours: 6 },
    causes: general,
    connectedShare: 0.8,
    pricePence: 105_000_000,
  },
  mammography: {
    failuresPerYear: 3,
    repairHours: [[1, 1.4, 1]],
    services: { perYear: 2, hours: 4 },
    causes: general,
    connectedShare: 0.4,
    pricePence: 24_000_000,
  },
  'x-ray': {
    failuresPerYear: 2.5,
    repairHours: [[1, 1.3, 1]],
    services: { perYear: 1, hours: 4 },
    causes: general,
    connectedShare: 0.4,
    pricePence: 24_000_000,
  },
  'mobile-x-ray': {
    failuresPerYear: 1.5,
    repairHours: [[1, 2.2, 1]],
    services: { perYear: 1, hours: 3 },
    causes: general,
    connectedShare: 0,
    pricePence: 9_250_000,
  },
  ultrasound: {
    failuresPerYear: 2,
    repairHours: [[1, 2.2, 0.9]],
    services: { perYear: 1, hours: 2 },
    causes: [
      ['computer-or-software', 31],
      ['probe', 29],
      ['other', 40],
    ],
    connectedShare: 0,
    pricePence: 8_000_000,
  },
}

/** Failures grow by this share a year beyond the age of five. */
const AGEING_PER_YEAR = 0.08
const AGEING_STARTS_YEARS = 5
/** New machines fail more often for their first quarter of a year. */
const EARLY_YEARS = 0.25
const EARLY_FACTOR = 1.5

/** Expected failures a year at an age. */
export function failuresPerYear(classId: ClassId, ageYears: number): number {
  const ageing = 1 + AGEING_PER_YEAR * Math.max(0, ageYears - AGEING_STARTS_YEARS)
  return classBehaviours[classId].failuresPerYear * ageing * (ageYears < EARLY_YEARS ? EARLY_FACTOR : 1)
}
