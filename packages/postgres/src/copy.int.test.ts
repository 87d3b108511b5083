import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { copyFloats, copyInstant, copyInteger, copyInto, copyText, type CopyTarget } from './copy.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

interface Parcel {
  readonly note: string
  readonly atMs: number
  readonly count: number
  readonly weights: readonly number[]
}

const PARCEL: CopyTarget<Parcel> = {
  table: 'pg_temp.parcel',
  columns: {
    note: copyText(({ note }) => note),
    at: copyInstant(({ atMs }) => atMs),
    count: copyInteger(({ count }) => count),
    weights: copyFloats(({ weights }) => weights),
  },
}

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'))
  client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  await client.query('create temporary table parcel (id serial, note text, at timestamptz, count integer, weights float8[])')
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

/** The rows as the database holds them, in its own text where JavaScript might round. */
async function stored(): Promise<Parcel[]> {
  const { rows } = await client.query<{ note: string; ms: string; count: number; weights: string[] }>(
    `select note, (extract(epoch from at) * 1000)::text as ms, count, weights::text[] as weights from parcel order by id`,
  )
  return rows.map(({ note, ms, count, weights }) => ({ note, atMs: Number(ms), count, weights: weights.map(Number) }))
}

const parcel = fc.record({
  note: fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
  atMs: fc.integer({ min: Date.parse('0001-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59.999Z') }),
  count: fc.integer(),
  weights: fc.array(fc.double()),
})

describe('copying', () => {
  it('stores exactly what was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(parcel, { maxLength: 20 }), async (parcels) => {
        await client.query('truncate parcel')
        expect(await copyInto(client, PARCEL, parcels)).toBe(parcels.length)
        expect(await stored()).toEqual(parcels)
      }),
      { numRuns: 50 },
    )
  })

  it('brings in more rows than fit into one chunk, and rows larger than one', async () => {
    const parcels = Array.from({ length: 3_000 }, (_, count) => ({
      note: `naïve £ 😀 ${count}`,
      atMs: count,
      count,
      weights: [count, -0.1],
    }))
    const large = { note: 'x'.repeat(200_000), atMs: 0, count: 1, weights: Array.from({ length: 20_000 }, (_, i) => i / 7) }
    await client.query('truncate parcel')
    expect(await copyInto(client, PARCEL, [...parcels, large, ...parcels])).toBe(6_001)
    expect(await stored()).toEqual([...parcels, large, ...parcels])
  })

  it('stores nothing of rows the table refuses, and leaves the connection usable', async () => {
    await client.query('truncate parcel')
    const good = { note: 'good', atMs: 0, count: 1, weights: [] }
    await expect(copyInto(client, PARCEL, [good, { ...good, note: 'a\0b' }])).rejects.toThrow('invalid byte sequence')
    expect(await stored()).toEqual([])
  })
})
