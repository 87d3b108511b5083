const wallClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

const offsetMs = (atMs: number): number => {
  const parts = Object.fromEntries(wallClock.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]))
  const local = Date.UTC(parts['year'] ?? 0, (parts['month'] ?? 1) - 1, parts['day'], parts['hour'], parts['minute'])
  return local - Math.floor(atMs / 60_000) * 60_000
}

/**
 * The instant of a London date (2026-11-20) and time (15:40), in epoch milliseconds; undefined where either is no
 * real date or time. An hour that comes twice counts as its first; one that is skipped as the hour after it.
 */
export const londonInstant = (date: string, time: string): number | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return undefined
  const asUtcMs = Date.parse(`${date}T${time}:00Z`)
  if (Number.isNaN(asUtcMs) || new Date(asUtcMs).toISOString().slice(0, 10) !== date) return undefined
  // Near a clock change the offset before it gives the first of two hours, and moves a skipped hour on.
  const [earlierMs, laterMs] = [asUtcMs - offsetMs(asUtcMs - CLOCK_CHANGE_MARGIN_MS), asUtcMs - offsetMs(asUtcMs + CLOCK_CHANGE_MARGIN_MS)]
  const isReal = (atMs: number): boolean => atMs + offsetMs(atMs) === asUtcMs
  return isReal(laterMs) && !isReal(earlierMs) ? laterMs : earlierMs
}

/** More than the hour by which clocks change. */
const CLOCK_CHANGE_MARGIN_MS = 7_200_000

/** The London time of day as 15:40, for form fields. */
export const londonTime = (atMs: number): string => wallClock.format(atMs).slice(-5)
