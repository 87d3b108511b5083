import type { MakerAlias } from '../maker.ts'

/** Makers as registers write them, and the one name the register keeps for each. */
export const makerAliases: readonly MakerAlias[] = [
  { written: 'Siemens', maker: 'Siemens Healthineers' },
  { written: 'Siemens Healthineers', maker: 'Siemens Healthineers' },
  { written: 'Siemens Healthcare', maker: 'Siemens Healthineers' },
  { written: 'Siemens Medical', maker: 'Siemens Healthineers' },
  { written: 'GE', maker: 'GE HealthCare' },
  { written: 'GE HealthCare', maker: 'GE HealthCare' },
  { written: 'GE Medical Systems', maker: 'GE HealthCare' },
  { written: 'General Electric', maker: 'GE HealthCare' },
  { written: 'Philips', maker: 'Philips' },
  { written: 'Philips Healthcare', maker: 'Philips' },
  { written: 'Philips Medical Systems', maker: 'Philips' },
  { written: 'Canon', maker: 'Canon Medical' },
  { written: 'Canon Medical', maker: 'Canon Medical' },
  { written: 'Canon Medical Systems', maker: 'Canon Medical' },
  // Canon took over Toshiba's imaging in 2016; older machines carry the old name on their label.
  { written: 'Toshiba', maker: 'Canon Medical' },
  { written: 'Toshiba Medical Systems', maker: 'Canon Medical' },
  { written: 'Samsung', maker: 'Samsung' },
  { written: 'Samsung Healthcare', maker: 'Samsung' },
  { written: 'Samsung Medison', maker: 'Samsung' },
  { written: 'Agfa', maker: 'Agfa' },
  { written: 'Agfa HealthCare', maker: 'Agfa' },
  { written: 'Fuji', maker: 'Fujifilm' },
  { written: 'Fujifilm', maker: 'Fujifilm' },
  { written: 'Hologic', maker: 'Hologic' },
]
