import type { OpenInterval } from './calibration.ts'
import type { ClassId } from './fleet-plan.ts'
import type { FleetAsset } from './fleet.ts'
import { randomFor } from './seeded-random.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** Exams an hour of use, where a RIS counts them. @source CT 4 to 5 and MRI 1.5 to 2 an hour; the others are assumed. */
const EXAMS_PER_H: Readonly<Partial<Record<ClassId, number>>> = { ct: 4.5, mri: 1.8, 'pet-ct': 1.3, 'nuclear-medicine': 1.1, 'x-ray': 5 }
/** A room that is open all night sees fewer people then. */
const NIGHT_SHARE = 0.25
const DAY_FROM_H = 7
const DAY_TO_H = 21

/** What a RIS counted on an asset in a period. */
export interface ExamCount {
  readonly exams: number
  readonly lastExamMs?: number
}

/** Whether a RIS counts exams on assets of a class. */
export const countsExams = (classId: ClassId): boolean => EXAMS_PER_H[classId] !== undefined

/**
 * The exams on an asset from an instant on, given the stretches in which it could be used.
 *
 * @param usable In order and disjoint.
 */
export function examCount(seed: number, { assetId, classId }: FleetAsset, fromMs: number, usable: readonly OpenInterval[]): ExamCount {
  const last = usable.at(-1)
  if (last === undefined) return { exams: 0 }
  const random = randomFor(seed, 'exams', assetId, fromMs)
  const hours = usable.reduce((sum, { fromMs: from, toMs: to }) => sum + (to - from), 0) / HOUR_MS
  const hourOfDay = new Date(fromMs).getUTCHours()
  const share = hourOfDay >= DAY_FROM_H && hourOfDay < DAY_TO_H ? 1 : NIGHT_SHARE
  const exams = Math.floor((EXAMS_PER_H[classId] ?? 0) * hours * share * random.between(0.7, 1.3) + random.unit())
  if (exams === 0) return { exams }
  const sinceMs = Math.max(last.fromMs, last.toMs - 20 * MINUTE_MS)
  return { exams, lastExamMs: Math.floor(random.between(sinceMs, last.toMs) / MINUTE_MS) * MINUTE_MS }
}

/** Stretches without those in which the asset was out of use. Both in order and disjoint. */
export function without(open: readonly OpenInterval[], out: readonly OpenInterval[]): readonly OpenInterval[] {
  let left = open
  for (const { fromMs, toMs } of out)
    left = left.flatMap((one) => {
      if (toMs <= one.fromMs || fromMs >= one.toMs) return [one]
      return [
        { fromMs: one.fromMs, toMs: fromMs },
        { fromMs: toMs, toMs: one.toMs },
      ].filter((part) => part.toMs > part.fromMs)
    })
  return left
}
