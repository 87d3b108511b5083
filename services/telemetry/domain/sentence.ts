import type { ClassCatalogue } from './catalogue.ts'
import type { ConditionChange } from './condition-change.ts'
import { channelsOf, type ConditionRule } from './condition-rule.ts'

const hoursPerDay = 24

/**
 * The sentence pages and messages show for a change: the condition's message with its numbers filled in.
 *
 * Numbers are rounded to three significant digits and carry the unit of the condition's first channel. A number that is not known reads
 * "not known".
 */
export function conditionSentence(ofClass: ClassCatalogue, { condition, score, limit }: ConditionChange<ConditionRule>): string {
  const unitLabel = ofClass.channels.get(channelsOf(condition)[0] ?? '')?.unitLabel ?? ''
  const written = (value: number | undefined): string => (value === undefined ? 'not known' : `${rounded(value)}${unitLabel}`)
  // A fall is written without its sign: "falling by 2% a day".
  const perDay = (perHour: number | undefined): string => written(perHour === undefined ? undefined : Math.abs(perHour) * hoursPerDay)
  return condition.message
    .replaceAll('{value}', written(score))
    .replaceAll('{limit}', written(limit))
    .replaceAll('{valuePerDay}', perDay(score))
    .replaceAll('{limitPerDay}', perDay(limit))
}

const rounded = (value: number): string => Number(value.toPrecision(3)).toString()
