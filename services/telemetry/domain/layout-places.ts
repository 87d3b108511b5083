import type { ClassCatalogue } from './catalogue.ts'
import type { Conversion } from './channel.ts'
import type { Layout } from './layout.ts'
import { conversionOf, possibleOf, type Possible } from './possible-value.ts'

/** Where the values of a layout go, for assets of one class. */
export interface Places {
  /** The channels by the catalogue's own names, sorted. */
  readonly channels: readonly string[]
  /** For each of them. */
  readonly each: readonly Place[]
}

export interface Place {
  /** Where the value of this channel stands in the message. */
  readonly position: number
  readonly conversion: Conversion
  readonly possible: Possible
}

const worked = new WeakMap<ClassCatalogue, WeakMap<Layout, Places | null>>()

/** The places of a layout, worked out once for a class; undefined when a channel is unknown or twice in it, or its unit cannot be. */
export function placesOf(ofClass: ClassCatalogue, layout: Layout): Places | undefined {
  let known = worked.get(ofClass)
  if (known === undefined) worked.set(ofClass, (known = new WeakMap()))
  let places = known.get(layout)
  if (places === undefined) known.set(layout, (places = workOut(ofClass, layout) ?? null))
  return places ?? undefined
}

function workOut(ofClass: ClassCatalogue, { channels, units }: Layout): Places | undefined {
  const named: { readonly channel: string; readonly place: Place }[] = []
  for (const [position, name] of channels.entries()) {
    const channel = ofClass.channels.get(name)
    const conversion = channel && conversionOf(channel, units[position] as string)
    if (channel === undefined || conversion === undefined) return undefined
    named.push({ channel: channel.channel, place: { position, conversion, possible: possibleOf(channel) } })
  }
  if (new Set(channels).size < channels.length) return undefined
  named.sort((left, right) => (left.channel < right.channel ? -1 : 1))
  return { channels: named.map(({ channel }) => channel), each: named.map(({ place }) => place) }
}
