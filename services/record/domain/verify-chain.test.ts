import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalDigest as digest } from '../src/canonical-digest.ts'
import { appended, emptyHead, type Entry } from './entry.ts'
import { rootOf, contradiction } from './root.ts'
import { exampleRecord, exampleRoots, rehashed } from './testing/example-record.ts'
import { slowFirstFault } from './testing/slow-verify.ts'
import { faultOf, goingOnFrom, afterNext, verifyChain } from './verify-chain.ts'
import { vouchedBy } from './vouched.ts'

const ENTRIES = 12
const SIGNED = 8
const record = exampleRecord('RYJ', ENTRIES, digest)
const roots = exampleRoots(record, [3, SIGNED], digest)
const verdict = (entries: readonly Entry[], signed = roots) => {
  const { kind, sequence } = faultOf(verifyChain('RYJ', entries, signed, digest)) ?? {}
  return kind === undefined ? 'well' : `${kind} ${sequence}`
}
const withEntry = (sequence: number, change: Partial<Entry>): Entry[] =>
  record.map((entry) => (entry.sequence === sequence ? { ...entry, ...change } : entry))
const renumbered = (entries: readonly Entry[]): Entry[] => entries.map((entry, index) => ({ ...entry, sequence: index + 1 }))
const forged = (entry: Entry): Entry => ({ ...entry, eventId: '0193a5c0-0000-7c00-8000-00000000ffff', about: 'WO-999' })

describe('a record as it was written', () => {
  it('is well, with roots and without, whole and at every length from the last root on', () => {
    expect(verdict(record)).toBe('well')
    expect(verdict(record, [])).toBe('well')
    for (let length = SIGNED; length <= ENTRIES; length += 1) expect(verdict(record.slice(0, length))).toBe('well')
  })

  it('begins from a hash that follows from its organisation', () => {
    expect(record[0]?.previousHash).toBe(digest({ organisation: 'RYJ', sequence: 0 }))
    expect(verdict(exampleRecord('RAS', 3, digest), [])).toBe('rewritten 1')
  })

  it('can be gone on from an entry that is known', () => {
    const since = record.slice(4).reduce((progress, entry) => afterNext(progress, entry, digest), goingOnFrom(record[3] as Entry))
    expect(faultOf(since)).toBeUndefined()
  })
})

describe('of a record that was changed, the first entry is named', () => {
  it.each<[string, readonly Entry[], string]>([
    ['changed', withEntry(5, { about: 'WO-7' }), 'changed 5'],
    ['given a field', withEntry(5, { note: 'x' } as Partial<Entry>), 'changed 5'],
    ['given another hash', withEntry(5, { hash: '0'.repeat(64) }), 'changed 5'],
    ['without a canonical form', withEntry(5, { about: '\uD800' }), 'changed 5'],
    ['removed at the beginning', record.slice(1), 'removed 1'],
    ['removed in the middle', record.toSpliced(4, 1), 'removed 5'],
    ['removed before the root, the last', record.toSpliced(SIGNED - 1, 1), 'removed 8'],
    ['removed and the rest renumbered', renumbered(record.toSpliced(4, 1)), 'changed 5'],
    ['put in beside another', record.toSpliced(5, 0, forged(record[4] as Entry)), 'inserted 5'],
    ['cut off with all after it', record.slice(0, 6), 'cut-off 7'],
    ['gone with all others', [], 'cut-off 1'],
    ['replaced with the rest rewritten', rehashed('RYJ', record.with(4, forged(record[4] as Entry)), 4, digest), 'rewritten 5'],
    ['inserted with the rest rewritten', rehashed('RYJ', record.toSpliced(4, 0, forged(record[4] as Entry)), 4, digest), 'rewritten 5'],
    ['removed with the rest rewritten', rehashed('RYJ', record.toSpliced(4, 1), 4, digest), 'rewritten 5'],
    ['the first of a record rewritten whole', rehashed('RYJ', record.with(0, forged(record[0] as Entry)), 0, digest), 'rewritten 1'],
  ])('%s', (_, entries, expected) => expect(verdict(entries)).toBe(expected))

  it('where two do not fit together after the last root, by which of them its neighbours remember', () => {
    const before = record[SIGNED] as Entry
    const alone = appended(forged(before), record[SIGNED - 1] as Entry, digest)
    expect(verdict(record.with(SIGNED, alone))).toBe(`rewritten ${SIGNED + 1}`)
    const unfitting = appended(forged(record[SIGNED + 1] as Entry), { sequence: SIGNED + 1, hash: '0'.repeat(64) }, digest)
    expect(verdict(record.with(SIGNED + 1, unfitting))).toBe(`rewritten ${SIGNED + 2}`)
  })

  it('unless it was cut off after the last root: that cannot be found', () => expect(verdict(record.slice(0, SIGNED))).toBe('well'))
})

describe('roots', () => {
  it('that contradict each other, or leave a gap, are told', () => {
    const [first] = roots
    expect(vouchedBy(roots)).toMatchObject({ to: SIGNED, faults: [] })
    const three = exampleRoots(record, [3, 5, SIGNED], digest).toSpliced(1, 1)
    expect(vouchedBy(three).faults).toEqual([{ sequence: SIGNED, what: 'No root covers entries 4 to 5: one was removed.' }])
    const other = exampleRoots(exampleRecord('RAS', 5, digest), [5], digest)
    expect(vouchedBy([first!, ...other]).faults).toEqual([{ sequence: 5, what: 'Another signed root says otherwise of entry 1.' }])
  })

  it('of a later day alone find what was done before, and say that they cannot name it', () => {
    const later = roots.slice(1)
    expect(vouchedBy(later)).toMatchObject({ to: SIGNED, faults: [] })
    const rewritten = rehashed('RYJ', record.with(1, forged(record[1] as Entry)), 1, digest)
    expect(faultOf(verifyChain('RYJ', rewritten, later, digest))?.what).toContain(
      'Entry 4 is not the one that was signed: it or one before it',
    )
  })

  it('may cover the same entries twice', () => {
    expect(vouchedBy([...roots, ...exampleRoots(record, [5, 10], digest)])).toMatchObject({ to: 10, faults: [] })
  })

  it.each([
    ['a hash left out', { hashes: ['0'.repeat(64)] }, 'it covers 3 entries and lists 1'],
    ['another end', { hash: '0'.repeat(64) }, 'its hash is not the last it lists'],
    ['another digest', { digest: '0'.repeat(64) }, 'the hashes it lists are not those that were signed'],
  ])('contradict themselves with %s', (_, change, why) => {
    expect(contradiction({ ...roots[0]!, ...change }, digest)).toBe(why)
    expect(contradiction(roots[0]!, digest)).toBeUndefined()
  })

  it('cover at least one entry', () => {
    expect(() => rootOf({ organisation: 'RYJ', after: 0, hashes: [], at: '' }, digest)).toThrow(RangeError)
  })
})

describe('whatever is done to a record', () => {
  const index = fc.nat(ENTRIES - 1)
  const field = fc.constantFrom('about', 'act', 'at', 'recordedAt', 'eventId', 'hash', 'previousHash', 'details', 'by', 'sequence')
  const tampering = fc.oneof(
    fc.tuple(index, field).map(([at, name]) => record.with(at, { ...(record[at] as Entry), [name]: name === 'sequence' ? 99 : 'other' })),
    index.map((at) => record.toSpliced(at, 1)),
    index.map((at) => renumbered(record.toSpliced(at, 1))),
    index.map((at) => record.toSpliced(at, 0, forged(record[at] as Entry))),
    index.map((at) => record.with(at, appended(forged(record[at] as Entry), record[at - 1] ?? emptyHead('RYJ', digest), digest))),
    fc.tuple(index, index).map(([at, from]) => rehashed('RYJ', record.with(at, forged(record[at] as Entry)), Math.min(at, from), digest)),
    fc.tuple(index, index).map(([one, other]) => renumbered(record.with(one, record[other] as Entry).with(other, record[one] as Entry))),
    index.map((length) => record.slice(0, length)),
    fc.shuffledSubarray([...record]).map((some) => some.toSorted((one, other) => one.sequence - other.sequence)),
  )

  it('is judged as the slow verifier judges it', () => {
    fc.assert(
      fc.property(tampering, fc.constantFrom(roots, [], roots.slice(0, 1), roots.slice(1)), (entries, signed) => {
        const fault = faultOf(verifyChain('RYJ', entries, signed, digest))
        expect(fault?.sequence).toBe(slowFirstFault('RYJ', entries, signed))
      }),
      { numRuns: 500 },
    )
  })

  it('is found as far as it was signed', () => {
    fc.assert(
      fc.property(tampering, (entries) => {
        const isAsSigned = JSON.stringify(entries.slice(0, SIGNED)) === JSON.stringify(record.slice(0, SIGNED))
        fc.pre(!isAsSigned)
        expect(faultOf(verifyChain('RYJ', entries, roots, digest))?.sequence).toBeLessThanOrEqual(SIGNED)
      }),
      { numRuns: 500 },
    )
  })
})
