import type { Channel, Conversion } from './channel.ts'

/** Of the channel's own unit: values are taken as they are. */
const asSent: Conversion = { times: 1, plus: 0 }

/** How values in a unit come into the channel's own; undefined when it cannot have that unit. */
export function conversionOf({ unit: own, alsoIn = {} }: Channel, unit: string): Conversion | undefined {
  if (unit === own) return asSent
  // Own keys only: a unit called "constructor" is no unit.
  return Object.hasOwn(alsoIn, unit) ? alsoIn[unit] : undefined
}

export const converted = (conversion: Conversion, value: number): number =>
  conversion === asSent ? value : value * conversion.times + conversion.plus

/** The values a channel can have, in its own unit. */
export interface Possible {
  readonly from: number
  readonly to: number
  readonly isWhole: boolean
}

export const possibleOf = ({ possible: { from, to }, isWhole }: Channel): Possible => ({ from, to, isWhole: isWhole === true })

export function isPossible({ from, to, isWhole }: Possible, value: number): boolean {
  // Written so that a value that is not a number is refused as well.
  return value >= from && value <= to && (!isWhole || Number.isInteger(value))
}
