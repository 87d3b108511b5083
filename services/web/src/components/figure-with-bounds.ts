import type { Figure } from '@imaging/schemas'
import { html, type SafeHtml } from '../html/safe-html.ts'
import { shareWords } from '../words/number-words.ts'
import { hoursWords } from '../words/time-words.ts'

const HOUR_MS = 3_600_000

/** A figure's bounds and how much of its time is confirmed: "between 96.1% and 98.0%, 93% of time confirmed". */
export const boundsWords = (figure: Figure): string => {
  const confirmed = figure.confirmedShare === undefined ? 'no time confirmed' : `${shareWords(figure.confirmedShare, 0)} of time confirmed`
  if (figure.lower === undefined || figure.upper === undefined) return confirmed
  const [lower, upper] = [shareWords(figure.lower), shareWords(figure.upper)]
  // Bounds that read the same say nothing.
  return lower === upper ? confirmed : `between ${lower} and ${upper}, ${confirmed}`
}

/**
 * An availability figure as it must always be said: with the hours it stands for, its bounds and the share of time
 * confirmed. A figure without a denominator is "not defined", never 100%.
 */
export const figureWords = (figure: Figure): string =>
  figure.value === undefined
    ? `not defined (${boundsWords(figure)})`
    : `${shareWords(figure.value)} (${hoursWords(figure.lostHours * HOUR_MS)} lost), ${boundsWords(figure)}`

/** The same figure as markup, the percentage first and the bounds in small print below. */
export const figureWithBounds = (figure: Figure): SafeHtml =>
  figure.value === undefined
    ? html`<span>Not defined</span> <span class="app-quiet">${boundsWords(figure)}</span>`
    : html`<span><span class="app-nowrap">${shareWords(figure.value)}</span> (${hoursWords(figure.lostHours * HOUR_MS)} lost)</span>
        <span class="app-quiet">${boundsWords(figure)}</span>`
