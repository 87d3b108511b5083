import type { AssetState, StateInterval } from '@imaging/schemas'
import { html, type SafeHtml } from '../html/safe-html.ts'
import { listWords } from '../words/number-words.ts'
import { stateWords } from '../words/state-words.ts'
import { durationWords } from '../words/time-words.ts'
import { chart, pixels } from './chart.ts'

const WIDTH = 200
const HEIGHT = 22
const DAY_MS = 86_400_000

/** What is worst stands first, in words as in height. */
const order: readonly AssetState[] = ['DOWN_UNPLANNED', 'DOWN_EXTERNAL', 'IN_QA', 'DOWN_PLANNED', 'DEGRADED', 'UNKNOWN', 'UP']

interface Span {
  readonly fromMs: number
  readonly toMs: number
  readonly state: AssetState
  readonly isConfirmed: boolean
}

/** The intervals as spans within the window; what reaches beyond it is cut, what is still running ends at its end. */
const spansWithin = (intervals: readonly StateInterval[], fromMs: number, toMs: number): readonly Span[] =>
  intervals
    .map(({ from, to, state, confirmed }) => ({
      fromMs: Math.max(fromMs, Date.parse(from)),
      toMs: Math.min(toMs, to === undefined ? toMs : Date.parse(to)),
      state,
      isConfirmed: confirmed,
    }))
    .filter((span) => span.toMs > span.fromMs)

const totalMs = (spans: readonly Span[]): number => spans.reduce((sum, span) => sum + span.toMs - span.fromMs, 0)

/** How long each state other than Working lasted, worst first: "Down 3 hours 40 minutes and Limited 1 hour". */
export const stripWords = (intervals: readonly StateInterval[], nowMs: number): string => {
  const spans = spansWithin(intervals, nowMs - DAY_MS, nowMs)
  const parts = order
    .filter((state) => state !== 'UP')
    .map((state) => ({ state, lengthMs: totalMs(spans.filter((span) => span.state === state)) }))
    .filter(({ lengthMs }) => lengthMs > 0)
    .map(({ state, lengthMs }) => `${stateWords[state].word} ${durationWords(lengthMs)}`)
  const silentMs = totalMs(spans.filter(({ isConfirmed, state }) => !isConfirmed && state !== 'UNKNOWN'))
  const silent = silentMs > 0 ? [`not confirmed for ${durationWords(silentMs)}`] : []
  if (parts.length + silent.length === 0) return spans.length === 0 ? 'Not known' : 'Working all day'
  return listWords([...parts, ...silent])
}

/** One path for all spans of a state, each a rectangle that grows from the bottom. */
const statePath = (spans: readonly Span[], state: AssetState, x: (atMs: number) => number): SafeHtml | undefined => {
  const { fill, height } = stateWords[state]
  const tall = pixels(HEIGHT * height)
  const path = spans
    .filter((span) => span.state === state)
    // A minute of downtime must still be seen.
    .map(({ fromMs, toMs }) => `M${x(fromMs)} ${pixels(HEIGHT - tall)}h${Math.max(1.5, pixels(x(toMs) - x(fromMs)))}v${tall}H${x(fromMs)}z`)
    .join('')
  return path === '' ? undefined : html`<path class="app-fill--${fill}" d="${path}" />`
}

/** The last 24 hours of one scanner, oldest at the left; unconfirmed time is outlined. */
export const availabilityStrip24h = (name: string, intervals: readonly StateInterval[], nowMs: number): SafeHtml => {
  const fromMs = nowMs - DAY_MS
  const spans = spansWithin(intervals, fromMs, nowMs)
  const x = (atMs: number): number => pixels(((atMs - fromMs) / DAY_MS) * WIDTH)
  const unconfirmed = spans
    .filter(({ isConfirmed }) => !isConfirmed)
    .map((span) => `M${x(span.fromMs)} 1h${pixels(x(span.toMs) - x(span.fromMs))}v${HEIGHT - 2}H${x(span.fromMs)}z`)
    .join('')
  return chart({ title: `${name}, last 24 hours`, description: stripWords(intervals, nowMs), width: WIDTH, height: HEIGHT }, [
    html`<path class="app-line--grid" d="M0 ${HEIGHT - 0.5}H${WIDTH}" />`,
    ...order.toReversed().map((state) => statePath(spans, state, x)),
    unconfirmed !== '' && html`<path class="app-fill--unconfirmed" d="${unconfirmed}" />`,
  ])
}
