import type { EventLog } from '@imaging/event-log'
import pg from 'pg'
import type { Teller, ToldChange } from './told-ledger.ts'

const EXAMPLES_MAX = 30

/** What was acknowledged and is not there, and what is there more often than once, by the schedule it was told in. */
export interface Verdict {
  readonly lost: ReadonlyMap<number, number>
  readonly twice: ReadonlyMap<number, number>
  /** What is there that nobody told. */
  readonly strange: number
  /** The first of what is lost, twice or strange, to begin looking. */
  readonly examples: readonly string[]
  readonly checked: { readonly readings: number; readonly changes: number; readonly published: number }
}

/**
 * Holds the ledger of what the log acknowledged against the tables and against what was published from them.
 *
 * Each reading must be one row, each state change one entry, and each downtime must have been told open once and closed once, as a
 * consumer sees it that knows events by their ids.
 */
export async function verdictOn(databaseUrl: string, eventLog: EventLog, { readings, changes }: Teller): Promise<Verdict> {
  const lost = new Map<number, number>()
  const twice = new Map<number, number>()
  const examples: string[] = []
  /** Once is right; less is lost, more is twice. */
  const hold = (what: string, seed: number, found: number): void => {
    if (found === 1) return
    const into = found === 0 ? lost : twice
    into.set(seed, (into.get(seed) ?? 0) + Math.abs(found - 1))
    examples.push(`${what} of seed ${seed}: ${found} times`)
  }

  const rows = await countedBy(
    databaseUrl,
    `select asset_id || ' ' || floor(extract(epoch from observed_at) * 1000)::bigint as name, count(*) from telemetry.reading group by 1`,
  )
  for (const { assetId, observedAtMs, seed } of readings) {
    const name = `${assetId} ${observedAtMs}`
    hold(`reading ${name}`, seed, rows.get(name) ?? 0)
    rows.delete(name)
  }
  const entries = await countedBy(
    databaseUrl,
    `select event_id::text as name, count(*) from availability.ledger_event where kind = 'state' group by 1`,
  )
  for (const { eventId, seed } of changes) {
    hold(`state change ${eventId}`, seed, entries.get(eventId) ?? 0)
    entries.delete(eventId)
  }
  const published = await publishedDowntimes(eventLog)
  const expected = expectedDowntimes(changes)
  for (const { name, seed } of expected) {
    hold(name, seed, published.get(name)?.size ?? 0)
    published.delete(name)
  }
  return {
    lost,
    twice,
    examples: [...examples, ...[...rows.keys(), ...entries.keys(), ...published.keys()].map((name) => `never told: ${name}`)].slice(
      0,
      EXAMPLES_MAX,
    ),
    strange: rows.size + entries.size + published.size,
    checked: { readings: readings.length, changes: changes.length, published: expected.length },
  }
}

async function countedBy(databaseUrl: string, query: string): Promise<Map<string, number>> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string; count: string }>(query)
    return new Map(rows.map(({ name, count }) => [name, Number(count)]))
  } finally {
    await client.end()
  }
}

/** By "opened" or "closed" and the downtime's name: the ids of the events that say so. */
async function publishedDowntimes(eventLog: EventLog): Promise<Map<string, Set<string>>> {
  const ids = new Map<string, Set<string>>()
  await eventLog.source.readToEnd(['imaging.availability'], ({ body }) => {
    const { id, type, data } = JSON.parse(String(body)) as { id: string; type: string; data: { downtimeId?: string } }
    const name = `${type.split('.').at(-2)} ${data.downtimeId ?? ''}`
    ids.set(name, (ids.get(name) ?? new Set()).add(id))
  })
  return ids
}

/** A downtime is named by the change that opened it; the next change of the scanner closes it. */
function expectedDowntimes(changes: readonly ToldChange[]): readonly { readonly name: string; readonly seed: number }[] {
  const open = new Map<string, string>()
  return changes.map(({ assetId, eventId, opens, seed }) => {
    if (opens) open.set(assetId, eventId)
    return opens ? { name: `downtime-opened ${eventId}`, seed } : { name: `downtime-closed ${open.get(assetId)}`, seed }
  })
}
