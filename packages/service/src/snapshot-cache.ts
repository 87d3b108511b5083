import type { Sql } from '@imaging/postgres'

/** The latest bodies of followed topics, held in memory and read anew only where they changed. */
export interface SnapshotCache {
  /** Reads what changed since the last call. Cheap when nothing did. */
  refresh(): Promise<void>
  get<Body>(topic: string, key: string): Body | undefined
  all<Body>(topic: string): readonly Body[]
  /** Grows whenever a refresh found a change, so that what was derived from bodies can be made anew. */
  version(): number
}

interface Row {
  readonly topic: string
  readonly key: string
  readonly body: unknown
  readonly record_offset: string
}

/**
 * A cache of the table `snapshot`, which `followSnapshots` keeps.
 *
 * A compacted topic has one partition, so what is new has a greater offset. A removed key shows in the count, and then
 * the topic is read whole.
 *
 * @param unwrap What to keep of a record's body, such as the data inside an envelope.
 */
export function createSnapshotCache(sql: Sql, topics: readonly string[], unwrap: (body: unknown) => unknown): SnapshotCache {
  const bodies = new Map(topics.map((topic) => [topic, new Map<string, unknown>()]))
  const offsets = new Map(topics.map((topic) => [topic, -1n]))
  let version = 0

  const keep = (rows: readonly Row[]): void => {
    for (const { topic, key, body, record_offset } of rows) {
      bodies.get(topic)?.set(key, unwrap(body))
      if (BigInt(record_offset) > (offsets.get(topic) ?? -1n)) offsets.set(topic, BigInt(record_offset))
    }
    if (rows.length > 0) version += 1
  }

  const readNew = async (topic: string): Promise<void> => {
    const { rows } = await sql.query<Row>('select topic, key, body, record_offset from snapshot where topic = $1 and record_offset > $2', [
      topic,
      String(offsets.get(topic)),
    ])
    keep(rows)
  }

  return {
    async refresh() {
      const { rows } = await sql.query<{ topic: string; keys: string; newest: string }>(
        'select topic, count(*) as keys, max(record_offset) as newest from snapshot where topic = any($1) group by topic',
        [topics],
      )
      const found = new Map(rows.map((row) => [row.topic, row]))
      for (const topic of topics) {
        const { keys = '0', newest = '-1' } = found.get(topic) ?? {}
        if (BigInt(newest) > (offsets.get(topic) ?? -1n)) await readNew(topic)
        if (Number(keys) >= (bodies.get(topic)?.size ?? 0)) continue
        bodies.set(topic, new Map())
        offsets.set(topic, -1n)
        await readNew(topic)
        version += 1
      }
    },
    get: <Body>(topic: string, key: string) => bodies.get(topic)?.get(key) as Body | undefined,
    all: <Body>(topic: string) => [...(bodies.get(topic)?.values() ?? [])] as Body[],
    version: () => version,
  }
}
