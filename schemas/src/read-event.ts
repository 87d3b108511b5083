import { Compile } from 'typebox/compile'
import { eventSchemas, type EventOn, type TopicName } from './catalogue.ts'

/** What a record turned out to be. `refused` names the place and what was expected there. */
export type ReadEvent<Event> = { readonly event: Event } | { readonly refused: string }

/** Larger than any event we define, smaller than what a broker accepts: a larger one is a fault of its sender. */
export const EVENT_BYTES_MAX = 262_144

/** A clock a little ahead is forgiven; an event from further in the future is refused. */
export const FUTURE_TOLERANCE_MS = 300_000

/** No more than this many faults are named: one is enough to mend, a hundred hide it. */
const FAULTS_NAMED_MAX = 3

type Validator = { Check(value: unknown): boolean; Errors(value: unknown): Iterable<{ instancePath: string; message: string }> }

/**
 * Makes a reader for the records of one topic: parses, checks against the schema of the event's type, and refuses what
 * does not fit. Fields we do not know are kept and ignored, so that producers may be newer than we are.
 */
export function eventReader<Name extends TopicName>(topic: Name): (body: Buffer, nowMs: number) => ReadEvent<EventOn<Name>> {
  const validators = new Map<string, Validator>(
    eventSchemas.filter((one) => one.topic === topic).map(({ type, schema }) => [type, Compile(schema) as unknown as Validator]),
  )
  return (body, nowMs) => {
    if (body.length > EVENT_BYTES_MAX) return { refused: `The event has ${body.length} bytes; at most ${EVENT_BYTES_MAX} are accepted.` }
    const parsed = parse(body)
    if (parsed === undefined) return { refused: 'The record is not JSON.' }
    const { type } = parsed as { type?: unknown }
    const validator = typeof type === 'string' ? validators.get(type) : undefined
    if (validator === undefined) return { refused: `${topic} does not carry events of type ${JSON.stringify(type)}.` }
    if (!validator.Check(parsed)) return { refused: faults(validator, parsed) }
    const fault = misfit(parsed as Dated, nowMs)
    return fault === undefined ? { event: parsed as EventOn<Name> } : { refused: fault }
  }
}

/** What a schema cannot say: the subject is the asset spoken of, and nothing is dated in the future. */
interface Dated {
  readonly subject: string
  readonly time: string
  readonly data: { readonly assetId?: string; readonly at?: string; readonly observedAt?: string }
}

function misfit({ subject, time, data }: Dated, nowMs: number): string | undefined {
  const { assetId, at, observedAt } = data
  if (assetId !== undefined && assetId !== subject) return `subject: ${subject} is not the asset spoken of, ${assetId}.`
  const latestMs = nowMs + FUTURE_TOLERANCE_MS
  if (isLater(time, latestMs)) return inTheFuture('time', time)
  // Most events are sent when they happen, and say the same instant twice.
  if (at !== undefined && at !== time && isLater(at, latestMs)) return inTheFuture('data.at', at)
  if (observedAt !== undefined && observedAt !== time && isLater(observedAt, latestMs)) return inTheFuture('data.observedAt', observedAt)
  return undefined
}

const isLater = (instant: string, latestMs: number): boolean => Date.parse(instant) > latestMs

const inTheFuture = (place: string, instant: string): string =>
  `${place}: ${instant} is more than ${FUTURE_TOLERANCE_MS / 60_000} minutes in the future. Check the sender's clock.`

function parse(body: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function faults(validator: Validator, value: unknown): string {
  const named = [...validator.Errors(value)].slice(0, FAULTS_NAMED_MAX)
  return named
    .map(({ instancePath, message }) => `${instancePath === '' ? 'event' : instancePath.slice(1).replaceAll('/', '.')}: ${message}`)
    .join('; ')
}
