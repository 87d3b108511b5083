import { html, type SafeHtml } from '../html/safe-html.ts'
import { countWords } from '../words/number-words.ts'
import { hoursWords } from '../words/time-words.ts'
import { chart, pixels } from './chart.ts'

const BAR_WIDTH = 2
const PITCH = 3
const HEIGHT = 22
const HOUR_MS = 3_600_000

/** A day with any loss shows at least this high, so that ten minutes are seen and yet not mistaken for a day. */
const BAR_HEIGHT_MIN = 2

/** The days in words: "41 hours lost on 6 of 90 days". */
export const barsWords = (lostShares: readonly number[], hoursLost: number): string => {
  const days = lostShares.filter((share) => share > 0).length
  if (days === 0) return `No time lost in ${countWords(lostShares.length, 'day')}`
  return `${hoursWords(hoursLost * HOUR_MS)} lost on ${days} of ${countWords(lostShares.length, 'day')}`
}

/** The share of each day lost, oldest at the left; a whole day lost is a whole bar. */
export const bars90Days = (name: string, lostShares: readonly number[], hoursLost: number): SafeHtml => {
  const width = Math.max(1, lostShares.length) * PITCH
  const path = lostShares
    .map((share, day) => {
      if (share <= 0) return ''
      const tall = pixels(Math.max(BAR_HEIGHT_MIN, Math.min(1, share) * HEIGHT))
      return `M${day * PITCH} ${pixels(HEIGHT - tall)}h${BAR_WIDTH}v${tall}h-${BAR_WIDTH}z`
    })
    .join('')
  return chart({ title: `${name}, last ${lostShares.length} days`, description: barsWords(lostShares, hoursLost), width, height: HEIGHT }, [
    html`<rect class="app-fill--track" width="${width}" height="${HEIGHT}" />`,
    path !== '' && html`<path class="app-fill--lost" d="${path}" />`,
  ])
}
