/** How instants and lengths of time are said on screen, after the NHS digital service manual. */

const ZONE = 'Europe/London'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const calendarDate = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, day: 'numeric', month: 'long', year: 'numeric' })
const weekdayOf = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, weekday: 'long' })
const dayKey = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' })

/**
 * The time of day in London: 5:30pm, 9am, midnight, midday.
 * @source NHS digital service manual, content guide, "Numbers, measurements, dates and time"
 */
export const timeWords = (atMs: number): string => {
  const [hours = 0, minutes = 0] = clock.format(atMs).split(':').map(Number)
  if (minutes === 0 && hours === 0) return 'midnight'
  if (minutes === 0 && hours === 12) return 'midday'
  const half = hours < 12 ? 'am' : 'pm'
  const hour = hours % 12 === 0 ? 12 : hours % 12
  return minutes === 0 ? `${hour}${half}` : `${hour}:${String(minutes).padStart(2, '0')}${half}`
}

/** The date in London, in full: 6 August 2026. */
export const dateWords = (atMs: number): string => calendarDate.format(atMs)

/** The London date as 2026-08-06, for form fields and addresses. */
export const isoDay = (atMs: number): string => dayKey.format(atMs)

const daysApart = (atMs: number, nowMs: number): number => Math.round((Date.parse(isoDay(atMs)) - Date.parse(isoDay(nowMs))) / DAY_MS)

/**
 * An instant as a person would say it now: "2:32pm", "9am tomorrow", "4pm yesterday", "9am on Friday" within six days
 * either way, otherwise "9am on 6 August 2026". The sentence around it must say whether it is past.
 */
export const momentWords = (atMs: number, nowMs: number): string => {
  const apart = daysApart(atMs, nowMs)
  const time = timeWords(atMs)
  if (apart === 0) return time
  if (apart === 1) return `${time} tomorrow`
  if (apart === -1) return `${time} yesterday`
  if (Math.abs(apart) < 7) return `${time} on ${weekdayOf.format(atMs)}`
  return `${time} on ${dateWords(atMs)}`
}

/** An instant in full, for records: "2:32pm on 6 August 2026". */
export const instantWords = (atMs: number): string => `${timeWords(atMs)} on ${dateWords(atMs)}`

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/**
 * A length of time in its two largest units, rounded down: "6 hours 30 minutes", "2 days 4 hours", "less than a minute".
 * A negative length counts as nothing.
 */
export const durationWords = (lengthMs: number): string => {
  const minutes = Math.floor(Math.max(0, lengthMs) / MINUTE_MS)
  if (minutes === 0) return 'less than a minute'
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60]
  const parts = days > 0 ? [[days, 'day'] as const, [hours, 'hour'] as const] : [[hours, 'hour'] as const, [rest, 'minute'] as const]
  return parts
    .filter(([count]) => count > 0)
    .map(([count, noun]) => counted(count, noun))
    .join(' ')
}

/** Hours as a figure: whole from 10 hours, one decimal below that, and "less than 0.1 hours" for a trace. */
export const hoursWords = (lengthMs: number): string => {
  const hours = Math.max(0, lengthMs) / HOUR_MS
  if (hours > 0 && hours < 0.05) return 'less than 0.1 hours'
  const rounded = hours >= 10 ? Math.round(hours) : Math.round(hours * 10) / 10
  return `${rounded.toLocaleString('en-GB')} ${rounded === 1 ? 'hour' : 'hours'}`
}

/** A range of dates, the end being the first day not included: "1 April 2025 to 31 March 2026". */
export const dateRangeWords = (fromMs: number, toMs: number): string => {
  const [first, last] = [dateWords(fromMs), dateWords(Math.max(fromMs, toMs - 1))]
  return first === last ? first : `${first} to ${last}`
}
