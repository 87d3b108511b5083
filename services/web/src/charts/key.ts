import type { AssetState } from '@imaging/schemas'
import { html, type SafeHtml } from '../html/safe-html.ts'
import { stateWords } from '../words/state-words.ts'
import { pixels } from './chart.ts'

/** One entry of the key to the charts: what a pattern means. */
export interface KeyItem {
  readonly swatch: SafeHtml
  readonly text: string
}

const SIZE = 18

const swatch = (state: AssetState): SafeHtml => {
  const { fill, height } = stateWords[state]
  const tall = pixels(SIZE * height)
  return html`<svg class="app-chart" width="${SIZE}" height="${SIZE}" aria-hidden="true" focusable="false">
    <rect class="app-fill--${fill}" y="${pixels(SIZE - tall)}" width="${SIZE}" height="${tall}" />
  </svg>`
}

/** The key to the strips: each state's height and pattern beside its word. */
export const chartKey: readonly KeyItem[] = (
  ['UP', 'DEGRADED', 'DOWN_PLANNED', 'IN_QA', 'DOWN_EXTERNAL', 'DOWN_UNPLANNED', 'UNKNOWN'] as const
).map((state) => ({
  swatch: swatch(state),
  text: stateWords[state].word,
}))
