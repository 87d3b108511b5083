import type { CaseHours } from './oracle-case.ts'

interface WallClock {
  readonly date: string
  readonly time: string
  readonly weekday: string
}

/** Every minute asked about is looked up once; a month of each of some dozen seasons is all the cases ask for. */
const seen = new Map<number, WallClock>()

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'long',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** Whether the hours hold the minute that begins at the instant, by asking what the clock on a wall in London shows. */
export function isOpenAt(hours: CaseHours, atMs: number): boolean {
  const { date, time, weekday } = wallClock(atMs)
  const exception = hours.exceptions.find((candidate) => candidate.date === date)
  const pattern = hours.patterns.find(({ validFrom = '0000', validTo = '9999' }) => validFrom <= date && date < validTo)
  const ranges = exception === undefined ? (pattern?.week[weekday] ?? []) : exception.hours
  return ranges.some(({ from, to }) => from <= time && time < to)
}

function wallClock(atMs: number): WallClock {
  const known = seen.get(atMs)
  if (known !== undefined) return known
  const parts = Object.fromEntries(clock.formatToParts(atMs).map(({ type, value }) => [type, value]))
  const shown = {
    date: `${parts['year']}-${parts['month']}-${parts['day']}`,
    time: `${parts['hour']}:${parts['minute']}`,
    weekday: String(parts['weekday']).toLowerCase(),
  }
  seen.set(atMs, shown)
  return shown
}
