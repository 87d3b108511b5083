import { inPeriods, periodCount } from './periods.ts'
import type { Problem } from './problem.ts'

/** The last period of each financial year from the first assessed one on; none without age rules. */
export function assessedPeriods({ ageRules, horizon }: Pick<Problem, 'ageRules' | 'horizon'>): readonly number[] {
  if (ageRules === undefined) return []
  const first = inPeriods(horizon, ageRules.firstAfterYears)
  const { periodsPerYear } = horizon
  return Array.from({ length: periodCount(horizon) }, (_, period) => period).filter(
    (period) => period % periodsPerYear === periodsPerYear - 1 && period >= first,
  )
}
