import type { Catalogue } from './catalogue.ts'
import type { Channel, Reading } from './channel.ts'

/** A reading in its channel's own unit, or why it is refused. */
export type CheckedReading = { readonly isOk: true; readonly reading: Reading } | { readonly isOk: false; readonly reason: string }

/**
 * Checks one reading against the catalogue and brings it into the channel's own unit.
 *
 * A channel the class does not list is refused, so that a misspelt one is found at once and not when it is missed. A unit is converted
 * only where the catalogue lists the conversion. Both ends of the possible range are possible.
 *
 * @returns The reading, or a sentence that names what was sent and what is possible.
 */
export function checkReading(catalogue: Catalogue, classId: string, sent: Reading): CheckedReading {
  const ofClass = catalogue.get(classId)
  if (ofClass === undefined) return refused(`No channels are known for the class ${classId}. Add its sheet to the channel catalogue.`)
  const channel = ofClass.channels.get(sent.channel)
  if (channel === undefined) {
    return refused(`${sent.channel} is not a channel of the class ${classId}. Known channels: ${[...ofClass.channels.keys()].join(', ')}.`)
  }
  const value = inOwnUnit(channel, sent)
  if (value === undefined) {
    const units = [channel.unit, ...Object.keys(channel.alsoIn ?? {})].join(', ')
    return refused(`${sent.channel} was sent in ${sent.unit}, which is not a unit it can have. Possible units: ${units}.`)
  }
  const { from, to } = channel.possible
  // Written so that a value that is not a number is refused as well.
  if (!(value >= from && value <= to)) {
    return refused(
      `${sent.channel} was sent as ${sent.value} ${sent.unit}, which is impossible. Possible values: ${from} to ${to} ${channel.unit}.`,
    )
  }
  if (channel.isWhole === true && !Number.isInteger(value)) {
    return refused(`${sent.channel} was sent as ${sent.value}, which is impossible. Possible values: whole numbers from ${from} to ${to}.`)
  }
  return { isOk: true, reading: { channel: sent.channel, value, unit: channel.unit } }
}

function inOwnUnit(channel: Channel, { value, unit }: Reading): number | undefined {
  if (unit === channel.unit) return value
  // Own keys only: a unit called "constructor" is no unit.
  const conversion = Object.hasOwn(channel.alsoIn ?? {}, unit) ? channel.alsoIn?.[unit] : undefined
  return conversion === undefined ? undefined : value * conversion.times + conversion.plus
}

const refused = (reason: string): CheckedReading => ({ isOk: false, reason })
