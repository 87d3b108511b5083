import type { Catalogue, ClassCatalogue } from './catalogue.ts'
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
  const channel = ofClass?.channels.get(sent.channel)
  const value = channel && possibleValue(channel, sent)
  if (channel !== undefined && value !== undefined) return { isOk: true, reading: { channel: channel.channel, value, unit: channel.unit } }
  return { isOk: false, reason: whyRefused(classId, ofClass, sent) }
}

/** All readings of a message, in their channels' own units, or the place of the first that is refused and why. */
export type CheckedReadings =
  | { readonly isOk: true; readonly readings: readonly Pick<Reading, 'channel' | 'value'>[] }
  | { readonly isOk: false; readonly index: number; readonly reason: string }

/** Checks every reading of a message as `checkReading` does, and that no channel is in it twice: the class is looked up once. */
export function checkReadings(catalogue: Catalogue, classId: string, sent: readonly Reading[]): CheckedReadings {
  const ofClass = catalogue.get(classId)
  const readings: Pick<Reading, 'channel' | 'value'>[] = []
  const channels = new Set<string>()
  for (const [index, reading] of sent.entries()) {
    const channel = ofClass?.channels.get(reading.channel)
    const value = channel && possibleValue(channel, reading)
    if (channel === undefined || value === undefined) return { isOk: false, index, reason: whyRefused(classId, ofClass, reading) }
    if (channels.has(channel.channel))
      return { isOk: false, index, reason: `${reading.channel} is in this message twice. Send one value of a channel at a time.` }
    channels.add(channel.channel)
    // The catalogue's own text, not the equal one that was sent: looking it up again is then quick.
    readings.push({ channel: channel.channel, value })
  }
  return { isOk: true, readings }
}

/** The value in the channel's own unit; undefined when the unit or the value cannot be. */
function possibleValue(channel: Channel, sent: Reading): number | undefined {
  const value = inOwnUnit(channel, sent)
  if (value === undefined) return undefined
  const { from, to } = channel.possible
  // Written so that a value that is not a number is refused as well.
  if (!(value >= from && value <= to)) return undefined
  return channel.isWhole === true && !Number.isInteger(value) ? undefined : value
}

/** The sentence for a reading that has been refused. */
function whyRefused(classId: string, ofClass: ClassCatalogue | undefined, sent: Reading): string {
  if (ofClass === undefined) return `No channels are known for the class ${classId}. Add its sheet to the channel catalogue.`
  const channel = ofClass.channels.get(sent.channel)
  if (channel === undefined) {
    return `${sent.channel} is not a channel of the class ${classId}. Known channels: ${[...ofClass.channels.keys()].join(', ')}.`
  }
  const value = inOwnUnit(channel, sent)
  if (value === undefined) {
    const units = [channel.unit, ...Object.keys(channel.alsoIn ?? {})].join(', ')
    return `${sent.channel} was sent in ${sent.unit}, which is not a unit it can have. Possible units: ${units}.`
  }
  const { from, to } = channel.possible
  return value >= from && value <= to
    ? `${sent.channel} was sent as ${sent.value}, which is impossible. Possible values: whole numbers from ${from} to ${to}.`
    : `${sent.channel} was sent as ${sent.value} ${sent.unit}, which is impossible. Possible values: ${from} to ${to} ${channel.unit}.`
}

function inOwnUnit(channel: Channel, { value, unit }: Reading): number | undefined {
  if (unit === channel.unit) return value
  // Own keys only: a unit called "constructor" is no unit.
  const conversion = Object.hasOwn(channel.alsoIn ?? {}, unit) ? channel.alsoIn?.[unit] : undefined
  return conversion === undefined ? undefined : value * conversion.times + conversion.plus
}
