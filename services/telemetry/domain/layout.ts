import type { Reading } from './channel.ts'

/** What a message holds besides its values: its channels and their units, in the order they were sent. */
export interface Layout {
  readonly channels: readonly string[]
  readonly units: readonly string[]
}

/** The layouts that devices send, each kept once, so that what is worked out for one holds for all its messages. */
export interface Layouts {
  /** The layout of a message of a device. */
  of(assetId: string, readings: readonly Reading[]): Layout
}

/** Devices send a few layouts each; a device that sends ever new ones is broken, and must not fill the memory. */
const KEPT_MAX = 10_000

export function createLayouts(): Layouts {
  const lastOf = new Map<string, Layout>()
  const known = new Map<string, Layout>()

  const find = (readings: readonly Reading[]): Layout => {
    const name = JSON.stringify(readings.map(({ channel, unit }) => [channel, unit]))
    const layout = known.get(name) ?? {
      channels: readings.map(({ channel }) => channel),
      units: readings.map(({ unit }) => unit),
    }
    if (known.size >= KEPT_MAX) known.clear()
    known.set(name, layout)
    return layout
  }

  return {
    of(assetId, readings) {
      // A device almost always sends what it sent last: comparing is cheaper than finding.
      const last = lastOf.get(assetId)
      if (last !== undefined && isLayoutOf(last, readings)) return last
      const layout = find(readings)
      if (lastOf.size >= KEPT_MAX) lastOf.clear()
      lastOf.set(assetId, layout)
      return layout
    },
  }
}

function isLayoutOf({ channels, units }: Layout, readings: readonly Reading[]): boolean {
  if (channels.length !== readings.length) return false
  for (let i = 0; i < readings.length; i += 1) {
    const { channel, unit } = readings[i] as Reading
    if (channel !== channels[i] || unit !== units[i]) return false
  }
  return true
}
