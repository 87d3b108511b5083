import type { Catalogue, ClassCatalogue } from './catalogue.ts'
import type { Reading } from './channel.ts'
import type { Layout } from './layout.ts'
import { placesOf, type Places } from './layout-places.ts'
import { conversionOf, converted, isPossible, possibleOf } from './possible-value.ts'

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
  const conversion = channel && conversionOf(channel, sent.unit)
  if (channel !== undefined && conversion !== undefined) {
    const value = converted(conversion, sent.value)
    if (isPossible(possibleOf(channel), value)) return { isOk: true, reading: { channel: channel.channel, value, unit: channel.unit } }
  }
  return { isOk: false, reason: whyRefused(classId, ofClass, sent) }
}

/** All values of a message in their channels' own units, or the place of the first reading that is refused and why. */
export type CheckedReadings =
  | {
      readonly isOk: true
      /** Sorted; the very same array for all messages of a layout. */
      readonly channels: readonly string[]
      /** In the order of `channels`. */
      readonly values: readonly number[]
    }
  | { readonly isOk: false; readonly index: number; readonly reason: string }

/**
 * Checks every reading of a message as `checkReading` does, and that no channel is in it twice.
 *
 * What depends on the layout alone is worked out once for a class; only the values are looked at each time.
 */
export function checkReadings(catalogue: Catalogue, classId: string, layout: Layout, sent: readonly number[]): CheckedReadings {
  const ofClass = catalogue.get(classId)
  const places = ofClass && placesOf(ofClass, layout)
  const values = places && possibleValues(places, sent)
  if (places !== undefined && values !== undefined) return { isOk: true, channels: places.channels, values }
  return firstRefused(catalogue, classId, layout, sent)
}

/** Undefined when one of them cannot be. */
function possibleValues({ each }: Places, sent: readonly number[]): readonly number[] | undefined {
  const values: number[] = []
  for (const { position, conversion, possible } of each) {
    const value = converted(conversion, sent[position] as number)
    if (!isPossible(possible, value)) return undefined
    values.push(value)
  }
  return values
}

/** Looks for the fault of a message that has one, reading by reading in the order they were sent. */
function firstRefused(
  catalogue: Catalogue,
  classId: string,
  { channels, units }: Layout,
  values: readonly number[],
): Extract<CheckedReadings, { isOk: false }> {
  for (const [index, channel] of channels.entries()) {
    const checked = checkReading(catalogue, classId, { channel, value: values[index] as number, unit: units[index] as string })
    if (!checked.isOk) return { isOk: false, index, reason: checked.reason }
    if (channels.indexOf(channel) < index)
      return { isOk: false, index, reason: `${channel} is in this message twice. Send one value of a channel at a time.` }
  }
  throw new Error(`a message of the class ${classId} was refused without a fault: ${channels.join(', ')}`)
}

/** The sentence for a reading that has been refused. */
function whyRefused(classId: string, ofClass: ClassCatalogue | undefined, sent: Reading): string {
  if (ofClass === undefined) return `No channels are known for the class ${classId}. Add its sheet to the channel catalogue.`
  const channel = ofClass.channels.get(sent.channel)
  if (channel === undefined) {
    return `${sent.channel} is not a channel of the class ${classId}. Known channels: ${[...ofClass.channels.keys()].join(', ')}.`
  }
  const conversion = conversionOf(channel, sent.unit)
  if (conversion === undefined) {
    const units = [channel.unit, ...Object.keys(channel.alsoIn ?? {})].join(', ')
    return `${sent.channel} was sent in ${sent.unit}, which is not a unit it can have. Possible units: ${units}.`
  }
  const { from, to } = channel.possible
  const value = converted(conversion, sent.value)
  return value >= from && value <= to
    ? `${sent.channel} was sent as ${sent.value}, which is impossible. Possible values: whole numbers from ${from} to ${to}.`
    : `${sent.channel} was sent as ${sent.value} ${sent.unit}, which is impossible. Possible values: ${from} to ${to} ${channel.unit}.`
}
