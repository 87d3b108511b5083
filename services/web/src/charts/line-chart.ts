import type { ChannelSeries } from '@imaging/schemas'
import { html, joinHtml, type Printable, type SafeHtml } from '../html/safe-html.ts'
import { chart, pixels } from './chart.ts'
import { ticks } from './ticks.ts'

/** One span of time in which the limit was passed. */
export interface Breach {
  readonly fromMs: number
  readonly toMs: number
  readonly side: 'low' | 'high'
  /** The value furthest beyond the limit. */
  readonly worst: number
}

export interface LineChart {
  readonly title: string
  readonly description: string
  readonly series: ChannelSeries
  readonly breaches: readonly Breach[]
  readonly timeLabel: (atMs: number) => string
}

interface Scale {
  readonly x: (atMs: number) => number
  readonly y: (value: number) => number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly valueTicks: readonly number[]
  readonly timeTicksMs: readonly number[]
}

const MARGIN = { top: 12, right: 8, bottom: 30, left: 48 }

const scaleOf = ({ points, low, high }: ChannelSeries, width: number, height: number): Scale => {
  const values = points.flatMap(({ min, max }) => [min, max]).concat([low, high].filter((limit) => limit !== undefined))
  const valueTicks = ticks(Math.min(...values), Math.max(...values), 4)
  const [lowest = 0, highest = 1] = [valueTicks[0], valueTicks.at(-1)]
  const [fromMs, toMs] = [Date.parse(points[0]?.at ?? ''), Date.parse(points.at(-1)?.at ?? '')]
  const [left, right, top, bottom] = [MARGIN.left, width - MARGIN.right, MARGIN.top, height - MARGIN.bottom]
  const count = width > 400 ? 5 : 3
  return {
    x: (atMs) => pixels(left + ((atMs - fromMs) / Math.max(1, toMs - fromMs)) * (right - left)),
    y: (value) => pixels(bottom - ((value - lowest) / (highest - lowest || 1)) * (bottom - top)),
    left,
    right,
    top,
    bottom,
    valueTicks,
    timeTicksMs: Array.from({ length: count }, (_, index) => fromMs + ((toMs - fromMs) * index) / (count - 1)),
  }
}

const axes = (scale: Scale, timeLabel: LineChart['timeLabel']): Printable => [
  html`<path class="app-line--grid" d="${scale.valueTicks.map((value) => `M${scale.left} ${scale.y(value)}H${scale.right}`).join('')}" />`,
  scale.valueTicks.map(
    (value) => html`<text x="${scale.left - 6}" y="${scale.y(value) + 5}" text-anchor="end">${value.toLocaleString('en-GB')}</text>`,
  ),
  scale.timeTicksMs.map((atMs, index) => {
    const anchor = index === 0 ? 'start' : index === scale.timeTicksMs.length - 1 ? 'end' : 'middle'
    return html`<text x="${scale.x(atMs)}" y="${scale.bottom + 22}" text-anchor="${anchor}">${timeLabel(atMs)}</text>`
  }),
]

const limitLine = (scale: Scale, value: number | undefined, words: string): Printable =>
  value !== undefined && [
    html`<path class="app-line--threshold" d="M${scale.left} ${scale.y(value)}H${scale.right}" />`,
    html`<text class="app-text--threshold" x="${scale.right}" y="${scale.y(value) - 5}" text-anchor="end"
      >${words} ${value.toLocaleString('en-GB')}</text
    >`,
  ]

const drawn = (
  { series, breaches, timeLabel, title, description }: LineChart,
  width: number,
  height: number,
  className: string,
): SafeHtml => {
  const scale = scaleOf(series, width, height)
  const at = ({ at }: { readonly at: string }): number => scale.x(Date.parse(at))
  const line = series.points.map((point, index) => `${index === 0 ? 'M' : 'L'}${at(point)} ${scale.y(point.mean)}`).join('')
  const upper = series.points.map((point) => `${at(point)} ${scale.y(point.max)}`)
  const lower = series.points.toReversed().map((point) => `${at(point)} ${scale.y(point.min)}`)
  return chart({ title, description, width, height, className }, [
    axes(scale, timeLabel),
    breaches.map(
      ({ fromMs, toMs }) =>
        html`<rect
          class="app-fill--breach"
          x="${scale.x(fromMs)}"
          y="${scale.top}"
          width="${Math.max(2, pixels(scale.x(toMs) - scale.x(fromMs)))}"
          height="${scale.bottom - scale.top}"
        />`,
    ),
    html`<path class="app-line--range" d="M${[...upper, ...lower].join('L')}z" /><path class="app-line--value" d="${line}" />`,
    limitLine(scale, series.low, 'Lower limit'),
    limitLine(scale, series.high, 'Upper limit'),
  ])
}

/**
 * A channel over time with its limits and the time beyond them shaded; drawn once for wide and once for narrow
 * screens, so that neither text nor lines are scaled. Nothing is drawn without points.
 */
export const lineChart = (line: LineChart): SafeHtml =>
  line.series.points.length === 0
    ? html`<p>There are no readings in this time.</p>`
    : joinHtml([drawn(line, 720, 260, 'app-chart--wide'), drawn(line, 286, 220, 'app-chart--slim')])
