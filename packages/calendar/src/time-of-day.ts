/** A time on the wall clock, `HH:MM` from `00:00` to `23:59`; `24:00` only where it ends a range. */
export type TimeOfDay = string

const minutesOfDay = 1440
const written = /^(\d{2}):(\d{2})$/

/** Minutes since local midnight by the wall clock, 0 to 1,440, or `undefined` when the text is not a time of day. */
export function minuteOfDay(text: TimeOfDay): number | undefined {
  const parts = written.exec(text)
  if (parts === null || Number(parts[2]) > 59) return undefined
  const minute = Number(parts[1]) * 60 + Number(parts[2])
  return minute <= minutesOfDay ? minute : undefined
}

/** The wall-clock time that many minutes after midnight, 0 to 1,440. */
export const timeOfDay = (minute: number): TimeOfDay =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
