import type { CalendarDefinition, CalendarProblem, TimeRange, WeeklyPattern } from './calendar-definition.ts'
import { defaultTimeZone, isTimeZone } from './clock-changes.ts'
import { isLocalDate, weekdays } from './local-date.ts'
import { minuteOfDay } from './time-of-day.ts'

/** A pattern a month for thirty years is more than any contract has. */
const patternsMax = 400
/** Thirty years of a day a week off. */
const exceptionsMax = 2000
/** Ranges shorter than half an hour are not hours anyone keeps. */
const rangesADayMax = 48

/** Everything wrong with a definition, with its place; an empty list when it can be used. */
export function calendarProblems(definition: CalendarDefinition): CalendarProblem[] {
  const { patterns, exceptions = [], timeZone = defaultTimeZone } = definition
  const problems: CalendarProblem[] = []
  if (!isTimeZone(timeZone)) problems.push({ where: 'timeZone', why: `"${timeZone}" is not a time zone: write a name like Europe/London` })
  if (patterns.length > patternsMax)
    problems.push({ where: 'patterns', why: `there are ${patterns.length}: at most ${patternsMax} are kept` })
  if (exceptions.length > exceptionsMax) {
    problems.push({ where: 'exceptions', why: `there are ${exceptions.length}: at most ${exceptionsMax} are kept` })
  }
  patterns.forEach((pattern, index) => problems.push(...patternProblems(pattern, `patterns[${index}]`)))
  problems.push(...patternOverlaps(patterns), ...exceptionProblems(exceptions))
  const opensOnADate = exceptions.some(({ hours }) => hours.length > 0)
  if (patterns.length === 0 && !opensOnADate) {
    problems.push({ where: 'patterns', why: 'the calendar has no hours: add a weekly pattern with at least one day that has hours' })
  }
  return problems
}

function patternProblems(pattern: WeeklyPattern, where: string): CalendarProblem[] {
  const problems: CalendarProblem[] = []
  for (const [name, date] of [['validFrom', pattern.validFrom] as const, ['validTo', pattern.validTo] as const]) {
    if (date !== undefined && !isLocalDate(date)) problems.push({ where: `${where}.${name}`, why: notADate(date) })
  }
  if (pattern.validFrom !== undefined && pattern.validTo !== undefined && pattern.validTo <= pattern.validFrom) {
    problems.push({
      where: `${where}.validTo`,
      why: `the pattern ends on ${pattern.validTo} before it starts on ${pattern.validFrom}: validTo is the first day it no longer applies`,
    })
  }
  for (const [day, ranges] of Object.entries(pattern.week)) {
    const knownDay = weekdays.some((weekday) => weekday === day)
    if (knownDay) problems.push(...rangeProblems(ranges, `${where}.week.${day}`))
    else problems.push({ where: `${where}.week.${day}`, why: `"${day}" is not a day: write ${weekdays.join(', ')}` })
  }
  if (weekdays.every((day) => (pattern.week[day] ?? []).length === 0)) {
    problems.push({
      where: `${where}.week`,
      why: 'the pattern has no hours on any day: give it hours, or leave it out, since dates without a pattern are closed',
    })
  }
  return problems
}

function patternOverlaps(patterns: readonly WeeklyPattern[]): CalendarProblem[] {
  const order = patterns
    .map((pattern, index) => ({ index, from: pattern.validFrom ?? '', to: pattern.validTo ?? '9999-12-31' }))
    .toSorted((left, right) => (left.from < right.from ? -1 : 1))
  return order.flatMap(({ index, from }, position) => {
    const before = order[position - 1]
    if (before === undefined || before.to <= from) return []
    const why = `applies on ${from === '' ? 'dates' : from} that patterns[${before.index}] covers too: end one where the other starts`
    return [{ where: `patterns[${index}].validFrom`, why }]
  })
}

function exceptionProblems(exceptions: NonNullable<CalendarDefinition['exceptions']>): CalendarProblem[] {
  const firstWithDate = new Map<string, number>()
  return exceptions.flatMap(({ date, hours }, index) => {
    const where = `exceptions[${index}]`
    const problems = rangeProblems(hours, `${where}.hours`)
    if (!isLocalDate(date)) problems.push({ where: `${where}.date`, why: notADate(date) })
    const earlier = firstWithDate.get(date)
    if (earlier === undefined) firstWithDate.set(date, index)
    else problems.push({ where: `${where}.date`, why: `${date} is an exception already, at exceptions[${earlier}]: keep one` })
    return problems
  })
}

function rangeProblems(ranges: readonly TimeRange[], where: string): CalendarProblem[] {
  if (ranges.length > rangesADayMax) return [{ where, why: `there are ${ranges.length} ranges: a day has at most ${rangesADayMax}` }]
  const problems: CalendarProblem[] = []
  const sound: { index: number; from: number; to: number }[] = []
  ranges.forEach((range, index) => {
    const from = minuteOfDay(range.from)
    const to = minuteOfDay(range.to)
    const why = rangeFault(range, from, to)
    if (why !== undefined) problems.push({ where: `${where}[${index}]`, why })
    else if (from !== undefined && to !== undefined) sound.push({ index, from, to })
  })
  sound.sort((left, right) => left.from - right.from)
  sound.forEach((range, position) => {
    const before = sound[position - 1]
    if (before === undefined || before.to <= range.from) return
    problems.push({ where: `${where}[${range.index}]`, why: `overlaps ${where}[${before.index}]: write each hour once` })
  })
  return problems
}

function rangeFault(range: TimeRange, from: number | undefined, to: number | undefined): string | undefined {
  if (from === undefined) return `"${range.from}" is not a time: write HH:MM from 00:00 to 23:59`
  if (to === undefined) return `"${range.to}" is not a time: write HH:MM from 00:01 to 24:00`
  if (to > from) return undefined
  if (to === from) return `${range.from} to ${range.to} holds no time: a whole day is 00:00 to 24:00`
  return `${range.from} to ${range.to} ends before it starts: write hours over midnight as ${range.from} to 24:00 and 00:00 to ${range.to} the next day`
}

const notADate = (text: string): string => `"${text}" is not a date: write a real day as YYYY-MM-DD, like 2026-02-28`
