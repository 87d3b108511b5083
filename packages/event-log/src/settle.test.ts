import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventRecord } from './ports.ts'
import { NotYet, type Received } from './received.ts'
import { settle, type Interruption, type Run } from './settle.ts'

const record = (offset: number): EventRecord => ({
  topic: 'numbers',
  partition: 0,
  offset: BigInt(offset),
  key: null,
  keyBytes: null,
  body: null,
  headers: {},
  publishedAt: 0,
})
const runOf = (values: readonly number[], refused: readonly number[] = []): Run<number> => ({
  events: values.map((event) => ({ event, record: record(event) })),
  refused: refused.map((offset) => ({ record: record(offset), reason: 'unreadable' })),
  next: BigInt(Math.max(-1, ...values, ...refused) + 1),
})

interface Ledger {
  readonly applied: number[]
  readonly refused: [number, string][]
  readonly next: bigint[]
  transactions: number
}

/** Settles a run against a ledger; `apply` throws what the test wants to go wrong. */
async function settled(
  run: Run<number>,
  apply: (events: readonly Received<number>[]) => void,
  { isStale = () => false, hasWaitedEnough = () => false }: { isStale?: (ledger: Ledger) => boolean; hasWaitedEnough?: () => boolean } = {},
): Promise<{ ledger: Ledger; interruption: Interruption | undefined }> {
  const ledger: Ledger = { applied: [], refused: [], next: [], transactions: 0 }
  const commit = async ({ events, refused, next }: Run<number>): Promise<void> => {
    ledger.transactions += 1
    apply(events)
    ledger.applied.push(...events.map(({ event }) => event))
    ledger.refused.push(...refused.map((each): [number, string] => [Number(each.record.offset), each.reason]))
    ledger.next.push(next)
  }
  const interruption = await settle(run, { commit, isStale: () => isStale(ledger), hasWaitedEnough })
  return { ledger, interruption }
}

const poison =
  (bad: ReadonlySet<number>) =>
  (events: readonly Received<number>[]): void => {
    const first = events.find(({ event }) => bad.has(event))
    if (first !== undefined) throw new Error(`bad ${first.event}`)
  }
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

describe('settling a run', () => {
  it('takes one transaction when nothing is wrong', async () => {
    const { ledger } = await settled(runOf(numbers(1_000)), () => undefined)
    expect(ledger).toEqual({ applied: numbers(1_000), refused: [], next: [1_000n], transactions: 1 })
  })

  it('finds one poisonous event among a thousand in about 2·log₂ n transactions', async () => {
    const { ledger } = await settled(runOf(numbers(1_000)), poison(new Set([333])))
    expect(ledger.refused).toEqual([[333, 'bad 333']])
    expect(ledger.transactions).toBeLessThanOrEqual(22)
  })

  it('refuses exactly the poison, applies the rest once and in order, and never goes back', async () => {
    const cases = fc.record({ count: fc.integer({ min: 0, max: 40 }), bad: fc.uniqueArray(fc.nat(39)), unread: fc.uniqueArray(fc.nat(39)) })
    await fc.assert(
      fc.asyncProperty(cases, async ({ count, bad, unread }) => {
        const unreadable = new Set(unread)
        const values = numbers(count).filter((value) => !unreadable.has(value))
        const { ledger, interruption } = await settled(
          runOf(
            values,
            numbers(count).filter((value) => unreadable.has(value)),
          ),
          poison(new Set(bad)),
        )
        expect(interruption).toBeUndefined()
        expect(ledger.applied).toEqual(values.filter((value) => !bad.includes(value)))
        expect(ledger.refused.map(([offset]) => offset).toSorted((a, b) => a - b)).toEqual(
          numbers(count).filter((value) => unreadable.has(value) || bad.includes(value)),
        )
        expect(ledger.next).toEqual(ledger.next.toSorted((a, b) => Number(a - b)))
        expect(ledger.next.at(-1)).toBe(BigInt(count))
        expect(ledger.transactions).toBeLessThanOrEqual(Math.max(1, 3 * count))
      }),
    )
  })

  it('stops at an outage and blames no event', async () => {
    const { ledger, interruption } = await settled(runOf(numbers(10)), (events) => {
      if (events.length < 4) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' })
      throw new Error('some poison')
    })
    expect(interruption).toMatchObject({ kind: 'outage', error: { message: 'away' } })
    expect(ledger).toMatchObject({ applied: [], refused: [] })
  })

  it('blames no event for a table that is not there', async () => {
    const { interruption } = await settled(runOf([1]), () => {
      throw Object.assign(new Error('relation does not exist'), { code: '42P01' })
    })
    expect(interruption).toMatchObject({ kind: 'outage' })
  })

  it('lets what comes before a waiting event go ahead, and nothing behind it', async () => {
    const waitFor7 =
      (named: boolean) =>
      (events: readonly Received<number>[]): void => {
        const seven = events.find(({ event }) => event === 7)
        if (seven !== undefined) throw new NotYet('wait', named ? seven : undefined)
      }
    for (const named of [true, false]) {
      const { ledger, interruption } = await settled(runOf(numbers(20)), waitFor7(named))
      expect(ledger.applied).toEqual(numbers(7))
      expect(interruption).toMatchObject({ kind: 'not-yet', of: { event: 7 } })
      const enough = await settled(runOf(numbers(20)), waitFor7(named), { hasWaitedEnough: () => true })
      expect(enough.interruption).toBeUndefined()
      expect(enough.ledger.refused).toEqual([[7, 'waited in vain: wait']])
      expect(enough.ledger.applied).toEqual(numbers(20).filter((value) => value !== 7))
    }
  })

  it('begins nothing new once the partition is no longer its own', async () => {
    const { ledger, interruption } = await settled(runOf(numbers(10)), poison(new Set([9])), {
      isStale: ({ applied }) => applied.length >= 5,
    })
    expect(interruption).toEqual({ kind: 'stale' })
    expect(ledger.applied).toEqual(numbers(5))
  })
})
