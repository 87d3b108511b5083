import type { Dice } from '../dice.ts'
import { exampleAsset, type ClassId, type ExampleAsset } from '../example-register.ts'

/** What a channel usually says, and how far it strays: within what the channel catalogue takes for healthy. */
interface Usual {
  readonly channel: string
  readonly unit: string
  readonly middle: number
  readonly strays: number
}

const usual = (channel: string, unit: string, middle: number, strays: number): Usual => ({ channel, unit, middle, strays })

/** Eight channels that come together from each class. */
const CHANNELS: Readonly<Record<ClassId, readonly Usual[]>> = {
  mri: [
    usual('helium-level', '%', 78, 0.2),
    usual('vessel-pressure', 'bar', 0.28, 0.01),
    usual('cold-head-temperature', 'K', 4.1, 0.05),
    usual('shield-temperature', 'K', 42, 0.4),
    usual('compressor-supply-pressure', 'bar', 22, 0.4),
    usual('chilled-water-in', 'Cel', 9, 0.4),
    usual('gradient-amplifier-temperature', 'Cel', 31, 2),
    usual('room-temperature', 'Cel', 20.5, 0.5),
  ],
  ct: [
    usual('anode-heat', '%', 30, 20),
    usual('tube-housing-temperature', 'Cel', 42, 6),
    usual('filament-current', 'A', 5.1, 0.03),
    usual('rotor-current', 'A', 8, 0.1),
    usual('rotation-time', 's', 0.5, 0.002),
    usual('cooling-pump-current', 'A', 3, 0.05),
    usual('detector-temperature', 'Cel', 36, 0.5),
    usual('room-temperature', 'Cel', 20.5, 0.5),
  ],
  'x-ray': [
    usual('anode-heat', '%', 20, 15),
    usual('tube-housing-temperature', 'Cel', 35, 5),
    usual('filament-current', 'A', 4.6, 0.03),
    usual('detector-temperature', 'Cel', 30, 1),
    usual('calibration-age', 'd', 40, 0.5),
    usual('room-temperature', 'Cel', 21, 0.5),
    usual('room-humidity', '%', 48, 2),
    usual('disk-used', '%', 55, 1),
  ],
}

/** Readings of one instant in a channel's own unit, to two decimals as devices send them. */
const readingsOf = (classId: ClassId, dice: Dice): { channel: string; value: number; unit: string }[] =>
  CHANNELS[classId].map(({ channel, unit, middle, strays }) => ({
    channel,
    value: Math.round((middle + (dice.share() * 2 - 1) * strays) * 1000) / 1000,
    unit,
  }))

/** An event as it goes onto the topic, and what must come of it. */
export interface ReadingEvent {
  readonly key: string
  readonly body: string
  /** The row it becomes, as asset and instant; nothing when it is to be put aside. */
  readonly row?: { readonly assetId: string; readonly observedAt: string; readonly values: readonly number[]; readonly classId: ClassId }
  readonly isRepeat: boolean
}

export interface ReadingPlan {
  readonly events: number
  readonly assets: number
  /** When the last of them is observed. */
  readonly untilMs: number
  readonly dice: Dice
}

const REPEATED_SHARE = 0.02
const LATE_SHARE = 0.01
const POISON_SHARE = 0.001
const EVERY_MS = 60_000
const LATE_BY_MAX_MS = 7 * 86_400_000
/** A repeat comes soon after the first, as it does when a gateway has not heard the answer. */
const REPEATED_WITHIN = 5_000

/**
 * A stream of readings as a fleet sends them: each scanner once a minute, some twice, some days late, a few of them poison.
 * The same dice give the same stream.
 */
export function* readingEvents({ events, assets, untilMs, dice }: ReadingPlan): Generator<ReadingEvent> {
  const fromMs = untilMs - Math.ceil(events / assets) * EVERY_MS
  const recent: ReadingEvent[] = []
  for (let index = 0; index < events; index += 1) {
    const chance = dice.share()
    const earlier = recent[dice.whole(0, REPEATED_WITHIN - 1)]
    if (chance < REPEATED_SHARE && earlier !== undefined) {
      yield { ...earlier, isRepeat: true }
      continue
    }
    const asset = exampleAsset(index % assets)
    const onTimeMs = fromMs + Math.floor(index / assets) * EVERY_MS + (index % assets)
    const isLate = chance < REPEATED_SHARE + LATE_SHARE
    // A late one is of a millisecond at which nothing else was observed.
    const atMs = isLate ? onTimeMs - dice.whole(1, LATE_BY_MAX_MS / EVERY_MS) * EVERY_MS - 30_000 : onTimeMs
    const isPoison = chance > 1 - POISON_SHARE
    const event = isPoison ? poison(asset, atMs, dice) : reading(asset, atMs, dice)
    if (!isPoison) recent[index % REPEATED_WITHIN] = event
    yield event
  }
}

function reading({ assetId, classId, source }: ExampleAsset, atMs: number, dice: Dice): ReadingEvent {
  const observedAt = new Date(atMs).toISOString()
  const readings = readingsOf(classId, dice)
  const body = JSON.stringify(envelope({ assetId, classId, source }, observedAt, readings, dice.uuid(atMs)))
  return { key: assetId, body, row: { assetId, observedAt, classId, values: readings.map(({ value }) => value) }, isRepeat: false }
}

const envelope = (
  { assetId, source }: ExampleAsset,
  observedAt: string,
  readings: readonly object[],
  id: string,
): Record<string, unknown> => ({
  specversion: '1.0',
  id,
  type: 'uk.nhs.imaging.telemetry.reading.v1',
  source,
  subject: assetId,
  time: observedAt,
  datacontenttype: 'application/json',
  example: true,
  data: { assetId, observedAt, readings },
})

/** Everything that can be wrong with an event, in turn by chance. */
function poison(asset: ExampleAsset, atMs: number, dice: Dice): ReadingEvent {
  const observedAt = new Date(atMs).toISOString()
  const future = new Date(atMs + 400 * 86_400_000).toISOString()
  const readings = readingsOf(asset.classId, dice)
  const id = dice.uuid(atMs)
  const [first = {}, ...others] = readings
  const wrong = dice.oneOf<() => unknown>([
    () => undefined,
    () => ({ ...envelope(asset, observedAt, readings, id), type: 'uk.nhs.imaging.telemetry.guess.v1' }),
    () => envelope(asset, observedAt, [{ ...first, unit: 'furlong' }, ...others], id),
    () => envelope(asset, observedAt, [{ ...first, value: 99_999 }, ...others], id),
    () => envelope(asset, observedAt, [{ channel: 'no-such-channel', value: 1, unit: '1' }], id),
    () => envelope(asset, future, readings, id),
    () => ({ ...envelope(asset, observedAt, readings, id), source: 'urn:nhs:ods:ZZZ:stranger' }),
    () => envelope({ ...asset, assetId: 'NOBODY-0001' }, observedAt, readings, id),
  ])()
  const body = wrong === undefined ? '{"specversion":"1.0","id":' : JSON.stringify(wrong)
  return { key: asset.assetId, body, isRepeat: false }
}
