import { londonInstant } from '../../words/london-time.ts'
import { isoDay } from '../../words/time-words.ts'
import type { Period } from './register-reader.ts'

/** A period with its name. */
export interface NamedPeriod {
  readonly label: string
  readonly period: Period
}

const midnight = (year: number, month: number): number => londonInstant(`${year}-${String(month).padStart(2, '0')}-01`, '00:00') ?? 0

/** This month, this quarter and this financial year so far, each from a London midnight until now. */
export const periodsOf = (nowMs: number): readonly NamedPeriod[] => {
  const [year = 0, month = 1] = isoDay(nowMs).split('-').map(Number)
  const quarterMonth = month - ((month - 1) % 3)
  const until = new Date(nowMs).toISOString()
  const named = (label: string, fromMs: number): NamedPeriod => ({ label, period: { from: new Date(fromMs).toISOString(), to: until } })
  return [
    named('This month', midnight(year, month)),
    named('This quarter', midnight(year, quarterMonth)),
    named('This financial year', midnight(month >= 4 ? year : year - 1, 4)),
  ]
}
