import type { ImagingEvent } from '@imaging/schemas'
import { randomFor, type Noise } from '../domain/index.ts'
import { eventId } from './event-id.ts'
import { HEADERS, instant } from './told.ts'

const MINUTE_MS = 60_000
/** Most skewed clocks are within what the platform forgives, and this share beyond. */
const FAR_SKEW_SHARE = 0.25

/** A record as the log takes it. */
export interface NoiseRecord {
  readonly key: string
  readonly body: string
  readonly headers: typeof HEADERS
}

type Loose = Record<string, unknown> & { readonly data: Record<string, unknown> }

/**
 * A record that stands beside a true one and must not count, made from it; nothing where that kind of noise cannot befall it.
 *
 * A skewed clock is told of readings alone: a state at a wrong instant would be believed. A little fast it is believed, far ahead
 * it is refused.
 */
export function noiseRecord(seed: number, event: ImagingEvent, noise: Noise, nowMs: number): NoiseRecord | undefined {
  const copy = { ...(structuredClone(event) as unknown as Loose), id: eventId(Date.parse(event.time), seed, 'noise', noise, event.id) }
  const key = event.subject
  const body = spoilt[noise](copy, randomFor(seed, 'noise', event.id), nowMs)
  if (body === undefined) return undefined
  return {
    key: noise === 'unknownAsset' ? UNKNOWN_ASSET : key,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: HEADERS,
  }
}

const UNKNOWN_ASSET = 'EX-NOT-IN-THE-REGISTER'

const isReading = ({ data }: Loose): boolean => Array.isArray(data['readings'])

const spoilt: {
  readonly [N in Noise]: (event: Loose, random: ReturnType<typeof randomFor>, nowMs: number) => object | string | undefined
} = {
  skewed: (event, random, nowMs) => {
    if (!isReading(event)) return undefined
    const isFar = random.chance(FAR_SKEW_SHARE)
    const [fromMs, minutes] = isFar ? [nowMs, random.whole(10, 60)] : [Date.parse(String(event['time'])), random.whole(1, 4)]
    const at = instant(fromMs + minutes * MINUTE_MS)
    return { ...event, time: at, data: { ...event.data, observedAt: at } }
  },
  malformed: (event, random) => JSON.stringify(event).slice(0, random.whole(10, 120)),
  schemaFault: (event) => ({ ...event, data: { ...event.data, ...(isReading(event) ? { readings: [] } : { assetId: null }) } }),
  unknownAsset: (event) => ({ ...event, subject: UNKNOWN_ASSET, data: { ...event.data, assetId: UNKNOWN_ASSET } }),
  impossibleUnit: (event) => {
    if (!isReading(event)) return undefined
    const [first, ...others] = event.data['readings'] as { unit: string }[]
    return { ...event, data: { ...event.data, readings: [{ ...first, unit: 'kg' }, ...others] } }
  },
  wrongSource: (event) => ({ ...event, source: WRONG_SOURCE }),
}

/** A trust outside the four, which operates nothing here. */
const WRONG_SOURCE = 'urn:nhs:ods:RXX:imaging'
