import type { Organisation } from '../organisation.ts'

/**
 * The four acute trusts, and the board that funds the community diagnostic centres.
 *
 * @source rcpch/rcpch-nhs-organisations, trust codes and the code of the integrated care board
 */
export const organisations: readonly Organisation[] = [
  {
    ods: 'RQM',
    name: 'Chelsea and Westminster Hospital NHS Foundation Trust',
    shortName: 'Chelsea and Westminster',
    kind: 'nhs-foundation-trust',
    alsoWritten: ['CWFT', 'ChelWest', 'Chelsea and Westminster NHS Foundation Trust'],
  },
  {
    ods: 'RAS',
    name: 'The Hillingdon Hospitals NHS Foundation Trust',
    shortName: 'Hillingdon',
    kind: 'nhs-foundation-trust',
    alsoWritten: ['THH', 'The Hillingdon Hospitals'],
  },
  {
    ods: 'RYJ',
    name: 'Imperial College Healthcare NHS Trust',
    shortName: 'Imperial',
    kind: 'nhs-trust',
    alsoWritten: ['ICHT', 'Imperial College Healthcare'],
  },
  {
    ods: 'R1K',
    name: 'London North West University Healthcare NHS Trust',
    shortName: 'London North West',
    kind: 'nhs-trust',
    alsoWritten: ['LNWH', 'LNWUH', 'London North West University Healthcare'],
  },
  {
    ods: 'QRV',
    name: 'NHS North West London Integrated Care Board',
    shortName: 'North West London ICB',
    kind: 'integrated-care-board',
    alsoWritten: ['NWL ICB', 'NHS North West London'],
  },
]

/** The trusts that keep the register together. */
export const trusts: readonly Organisation[] = organisations.filter(({ kind }) => kind !== 'integrated-care-board')
