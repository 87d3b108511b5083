import type { ClassSheet } from '../class-sheet.ts'
import { ct } from './ct.ts'
import { interventional } from './interventional.ts'
import { mri } from './mri.ts'
import { nuclearMedicine, petCt } from './nuclear.ts'
import { mammography, mobileXRay, xRay } from './plain-film.ts'
import { ultrasound } from './ultrasound.ts'

/** The classes of the fleet. Their limits are starting values, to be confirmed with each maker. */
export const classSheets: readonly ClassSheet[] = [
  mri,
  ct,
  xRay,
  mobileXRay,
  interventional,
  mammography,
  ultrasound,
  nuclearMedicine,
  petCt,
]
