import { deadLetterTopic, REFUSAL_HEADERS } from './dead-letter.ts'
import type { EventLog, EventRecord } from './ports.ts'

/** A record put aside, and what became of it. */
export interface DeadLetter {
  /** Where the record was refused: `topic/partition/offset`. */
  readonly id: string
  readonly topic: string
  readonly key: string | null
  /** The record's body as text; `null` for a tombstone. */
  readonly body: string | null
  /** The record's own headers. */
  readonly headers: Readonly<Record<string, string>>
  readonly reason: string
  /** The consumer groups that refused it. */
  readonly groups: readonly string[]
  /** ISO-8601, UTC. */
  readonly publishedAt: string
  /** ISO-8601, UTC. */
  readonly firstSeenAt: string
  readonly replays: readonly Replay[]
}

export interface Replay {
  readonly by: string
  /** ISO-8601, UTC. */
  readonly at: string
  /** Whether the body was mended before it went out again. */
  readonly isMended: boolean
}

export interface ListOptions {
  /** The source topics, not their dead-letter topics. */
  readonly topics: readonly string[]
  /** At most so many, the latest; 100 unless told. */
  readonly limit?: number
}

export interface ReplayOptions {
  /** Who replays: stays in the record of the topic. */
  readonly by: string
  /** A mended body; the record goes out as it came when left out. */
  readonly body?: string
  /** Replays again what has been replayed before. */
  readonly force?: boolean
  readonly now?: () => Date
}

const LIMIT = 100
const REPLAY_OF = 'replay-of'
const REPLAYED_BY = 'replayed-by'
const REPLAYED_AT = 'replayed-at'
const REPLAY_MENDED = 'replay-mended'

/** The latest dead letters of the topics, newest first; a record refused several times is shown once. */
export async function listDeadLetters(eventLog: EventLog, { topics, limit = LIMIT }: ListOptions): Promise<readonly DeadLetter[]> {
  const found = await findDeadLetters(eventLog, topics)
  const letters = [...found.values()].map(({ letter }) => letter)
  return letters.toSorted((a, b) => b.firstSeenAt.localeCompare(a.firstSeenAt)).slice(0, limit)
}

/**
 * One dead letter.
 *
 * @throws {RangeError} When there is none of this id.
 */
export async function showDeadLetter(eventLog: EventLog, id: string): Promise<DeadLetter> {
  return (await findDeadLetter(eventLog, id)).letter
}

/**
 * Sends a dead letter to its topic again and notes it, so that it is not done twice unless forced.
 *
 * The note follows the record: after a crash between the two a repeat sends the record twice, which consumers absorb.
 *
 * @throws {RangeError} When there is no such letter, or it has been replayed and `force` is not set.
 */
export async function replayDeadLetter(
  eventLog: EventLog,
  id: string,
  { by, body, force = false, now = () => new Date() }: ReplayOptions,
): Promise<DeadLetter> {
  const { letter, record } = await findDeadLetter(eventLog, id)
  const last = letter.replays.at(-1)
  if (last !== undefined && !force) throw new RangeError(`'${id}' was replayed by ${last.by} at ${last.at}; force it to replay it again`)
  const replay: Replay = { by, at: now().toISOString(), isMended: body !== undefined }
  const key = record.keyBytes
  const whoseAndWhat = { [REPLAY_OF]: id, [REPLAYED_BY]: by }
  await eventLog.sink.send(letter.topic, [{ key, body: body ?? record.body, headers: { ...letter.headers, ...whoseAndWhat } }])
  await eventLog.sink.send(deadLetterTopic(letter.topic), [
    { key, body: null, headers: { ...whoseAndWhat, [REPLAYED_AT]: replay.at, [REPLAY_MENDED]: String(replay.isMended) } },
  ])
  return { ...letter, replays: [...letter.replays, replay] }
}

/** A dead letter as it is shown, and the record that goes out again byte for byte. */
interface Found {
  readonly letter: DeadLetter
  readonly record: EventRecord
}

async function findDeadLetter(eventLog: EventLog, id: string): Promise<Found> {
  const found = (await findDeadLetters(eventLog, [topicOf(id)])).get(id)
  if (found === undefined) throw new RangeError(`there is no dead letter '${id}'; list them to see what there is`)
  return found
}

async function findDeadLetters(eventLog: EventLog, topics: readonly string[]): Promise<ReadonlyMap<string, Found>> {
  const existing = new Set(await eventLog.admin.topics())
  const found = new Map<string, Found>()
  const replays: { readonly of: string; readonly replay: Replay }[] = []
  await eventLog.source.readToEnd(
    topics.map(deadLetterTopic).filter((topic) => existing.has(topic)),
    (record) => {
      const { headers } = record
      if (headers[REPLAYED_AT] !== undefined)
        replays.push({ of: headers[REPLAY_OF] ?? '', replay: replayIn(headers, headers[REPLAYED_AT]) })
      else add(found, { letter: letterIn(record), record })
    },
  )
  for (const { of, replay } of replays) {
    const known = found.get(of)
    if (known !== undefined) found.set(of, { ...known, letter: { ...known.letter, replays: [...known.letter.replays, replay] } })
  }
  return found
}

/** The first refusal of a record is the one that is shown; later ones add who else refused it. */
function add(found: Map<string, Found>, { letter, record }: Found): void {
  const first = found.get(letter.id)
  const groups = [...new Set([...(first?.letter.groups ?? []), ...letter.groups])]
  found.set(letter.id, first === undefined ? { letter, record } : { ...first, letter: { ...first.letter, groups } })
}

function letterIn({ topic: aside, key, body, headers, publishedAt, partition, offset }: EventRecord): DeadLetter {
  const topic = headers['origin-topic'] ?? aside.replace(/\.dead-letter$/, '')
  const own = Object.entries(headers).filter(([name]) => !(REFUSAL_HEADERS as readonly string[]).includes(name))
  return {
    id: `${topic}/${headers['origin-partition'] ?? partition}/${headers['origin-offset'] ?? offset}`,
    topic,
    key,
    body: body?.toString() ?? null,
    headers: Object.fromEntries(own),
    reason: headers['dead-letter-reason'] ?? 'no reason was given',
    groups: headers['dead-letter-group'] === undefined ? [] : [headers['dead-letter-group']],
    publishedAt: headers['origin-timestamp'] ?? new Date(publishedAt).toISOString(),
    firstSeenAt: headers['first-seen-at'] ?? new Date(publishedAt).toISOString(),
    replays: [],
  }
}

const replayIn = (headers: Readonly<Record<string, string>>, at: string): Replay => ({
  by: headers[REPLAYED_BY] ?? 'unknown',
  at,
  isMended: headers[REPLAY_MENDED] === 'true',
})

function topicOf(id: string): string {
  const [, topic] = /^(.+)\/\d+\/\d+$/.exec(id) ?? []
  if (topic === undefined) throw new RangeError(`'${id}' is not the id of a dead letter: topic/partition/offset`)
  return topic
}
