import type { LocalDate } from '@imaging/calendar'

/** Something that holds from a day on, no longer on `endsOn`, and no longer once it was taken back. */
export interface Dated {
  readonly startsOn: LocalDate
  readonly endsOn?: LocalDate
  /** Whether it was taken back, which holds at once and for good. */
  readonly isTakenBack?: boolean
}

/** Whether it holds on a day. */
export const holdsOn = ({ startsOn, endsOn, isTakenBack = false }: Dated, day: LocalDate): boolean =>
  !isTakenBack && startsOn <= day && (endsOn === undefined || day < endsOn)
