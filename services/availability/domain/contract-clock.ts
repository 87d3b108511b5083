import type { Interval } from '@imaging/calendar'
import type { AssetHistory, Segment } from './asset-history.ts'
import type { ContractTerms } from './contract-terms.ts'
import type { AssetState, WorkOrderFact } from './ledger.ts'

/** Whether lost time counts against the supplier, and if not why. */
export type ClockReading = 'running' | 'not-called' | 'no-access' | 'paused' | 'handed-back'

/** A stretch of time with one reading of the clock, and the step that made it so. */
export interface ClockSpan extends Interval {
  readonly reading: ClockReading
  readonly eventId: string | undefined
}

type ClockTerms = Pick<ContractTerms, 'clockStarts' | 'clockStops' | 'pauseReasons'>

interface WorkOrder {
  called: boolean
  accessible: boolean
  finished: boolean
  paused: boolean
  lastEventId: string
}

/** Where the clock of one asset stands while states and steps are followed in order. */
interface Clock {
  /** Work orders with a step since the asset last worked fully. */
  readonly orders: Map<string, WorkOrder>
  state: AssetState
  /** The hand-back since the asset entered its state, if any. */
  handBackEventId: string | undefined
}

/**
 * The readings of a contract's clock that matter to [fromMs, toMs), in order and without gaps; the first may begin earlier.
 *
 * From the call: the clock runs while a work order is called, has been given access, is not paused for a reason of the contract and
 * is not finished. From the fault: it runs from entry into a state until a work order is finished, and is paused only when every
 * work order still open is. A work order is finished by its release, and by its hand-back unless the contract counts to return to
 * use; all are when the asset works fully again or is retired. A new call or a reopening makes it unfinished; a cancelled one is as
 * if it had never been called, from then on. A fresh entry into a state starts a clock that runs from the fault again. States change
 * before steps of the same instant.
 *
 * @source design, section 6, "Contractual"
 */
export function contractClock({ segments, workOrderFacts }: AssetHistory, terms: ClockTerms, fromMs: number, toMs: number): ClockSpan[] {
  const clock: Clock = { orders: new Map(), state: 'UNKNOWN', handBackEventId: undefined }
  const spans: ClockSpan[] = []
  let span: ClockSpan = { fromMs: -Infinity, toMs, ...readingOf(clock, terms) }
  const readAgain = (atMs: number): void => {
    const next = readingOf(clock, terms)
    if (next.reading === span.reading && next.eventId === span.eventId) return
    if (atMs > span.fromMs) spans.push({ ...span, toMs: atMs })
    span = { fromMs: atMs, toMs, ...next }
  }
  let position = lastFreshStart(segments, fromMs)
  let step = firstStepFrom(workOrderFacts, segments[position]?.fromMs ?? -Infinity)
  const takeStepsBefore = (untilMs: number): void => {
    for (; step < workOrderFacts.length && (workOrderFacts[step] as WorkOrderFact).atMs < untilMs; step += 1) {
      const fact = workOrderFacts[step] as WorkOrderFact
      takeStep(clock, fact, terms)
      readAgain(fact.atMs)
    }
  }
  for (; position < segments.length && (segments[position] as Segment).fromMs < toMs; position += 1) {
    const segment = segments[position] as Segment
    takeStepsBefore(segment.fromMs)
    enterState(clock, segment)
    readAgain(segment.fromMs)
  }
  takeStepsBefore(toMs)
  spans.push(span)
  return spans
}

/** The last segment not after the instant that finishes all work orders: nothing before it matters. The first when none does. */
function lastFreshStart(segments: readonly Segment[], atMs: number): number {
  let position = firstIndex(segments.length, (index) => (segments[index] as Segment).fromMs > atMs) - 1
  while (position > 0 && !(finishesAll(segments[position]?.state) && segments[position - 1]?.state !== segments[position]?.state))
    position -= 1
  return Math.max(position, 0)
}

const firstStepFrom = (facts: readonly WorkOrderFact[], atMs: number): number =>
  firstIndex(facts.length, (index) => (facts[index] as WorkOrderFact).atMs >= atMs)

/** The first index below the length at which something holds that holds ever after, by halving. */
function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

const finishesAll = (state: AssetState | undefined): boolean => state === 'UP' || state === 'RETIRED'

function enterState(clock: Clock, { state }: Segment): void {
  if (state === clock.state) return
  clock.state = state
  clock.handBackEventId = undefined
  if (finishesAll(state)) clock.orders.clear()
}

function takeStep(clock: Clock, { workOrderId, step, reason, eventId }: WorkOrderFact, { clockStops, pauseReasons }: ClockTerms): void {
  const order = clock.orders.get(workOrderId) ?? { called: false, accessible: false, finished: false, paused: false, lastEventId: eventId }
  switch (step) {
    case 'call-logged':
    case 'reopened':
      order.called = true
      order.finished = false
      break
    case 'access-given':
      order.accessible = true
      break
    case 'paused':
      order.paused = reason !== undefined && pauseReasons.includes(reason)
      break
    case 'resumed':
      order.paused = false
      break
    case 'handed-back':
      if (clockStops === 'return-to-use') return
      finish(clock, order, eventId)
      break
    case 'released':
      finish(clock, order, eventId)
      break
    case 'cancelled':
      clock.orders.delete(workOrderId)
      return
    case 'accepted':
    case 'arrived':
    case 'part-awaited':
    case 'part-arrived':
      return
  }
  clock.orders.set(workOrderId, { ...order, lastEventId: eventId })
}

function finish(clock: Clock, order: WorkOrder, eventId: string): void {
  order.finished = true
  order.paused = false
  clock.handBackEventId = eventId
}

type Reading = Pick<ClockSpan, 'reading' | 'eventId'>

function readingOf(clock: Clock, { clockStarts }: ClockTerms): Reading {
  const open: WorkOrder[] = []
  for (const order of clock.orders.values()) if (order.called && !order.finished) open.push(order)
  if (clockStarts === 'fault') return readingFromFault(clock, open)
  return readingFromCall(clock, open)
}

function readingFromFault({ handBackEventId }: Clock, open: readonly WorkOrder[]): Reading {
  const paused = open.every((order) => order.paused) ? open[0] : undefined
  if (paused !== undefined) return { reading: 'paused', eventId: paused.lastEventId }
  if (open.length === 0 && handBackEventId !== undefined) return { reading: 'handed-back', eventId: handBackEventId }
  return { reading: 'running', eventId: undefined }
}

function readingFromCall({ handBackEventId }: Clock, open: readonly WorkOrder[]): Reading {
  const running = open.find(({ accessible, paused }) => accessible && !paused)
  if (running !== undefined) return { reading: 'running', eventId: running.lastEventId }
  const waiting = open.find(({ accessible }) => accessible) ?? open[0]
  if (waiting !== undefined) return { reading: waiting.accessible ? 'paused' : 'no-access', eventId: waiting.lastEventId }
  return handBackEventId === undefined
    ? { reading: 'not-called', eventId: undefined }
    : { reading: 'handed-back', eventId: handBackEventId }
}
