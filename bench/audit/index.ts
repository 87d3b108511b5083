import { table } from '@imaging/cli'
import { verifyRecord, storedRecord } from '@imaging/record/src/verify-record.ts'
import type { SignedRoot } from '@imaging/record/domain'
import type { RecordVerdict } from '@imaging/schemas'
import { sizeFrom, type BenchOptions, type BenchResult } from '../benchmark.ts'
import { createDice, type Dice } from '../dice.ts'
import { prepareDatabase, withStack } from '../stack.ts'
import { fillRecords, ORGANISATIONS, type FilledRecords } from './filled-records.ts'
import { exportEdits, mutations, unfindable, type Expected, type Mutation } from './mutations.ts'

const ENTRIES = 2_000
const MUTATIONS = 400

interface Tally {
  tried: number
  found: number
  named: number
}

/**
 * Tampers with records in every way a superuser of the database can, each in a transaction of its own, and counts what the verifier
 * finds and names rightly. Records are written, signed and exported by the service's own code.
 */
export async function runAudit({ env, say, seed }: BenchOptions): Promise<BenchResult> {
  const entries = sizeFrom(env, 'BENCH_ENTRIES', ENTRIES)
  const count = sizeFrom(env, 'BENCH_MUTATIONS', MUTATIONS)
  const dice = createDice(seed)
  return withStack(async (stack) => {
    await prepareDatabase(stack.databaseUrl, ['record'])
    say(`Recording ${entries} acts for each of ${ORGANISATIONS.length} organisations`)
    const filled = await fillRecords(stack, entries, dice)
    try {
      const before = await falseAlarmsIn(filled)
      say(`Tampering ${count} times`)
      const tallies = new Map<string, Tally>()
      for (let index = 0; index < count; index += 1) await tamper(filled, chosen(mutations, index), tallies, dice, say)
      for (let index = 0; index < count / mutations.length; index += 1)
        for (const edit of exportEdits) await tamper(filled, edit, tallies, dice, say)
      const unseen = new Map<string, Tally>()
      await tamper(filled, unfindable, unseen, dice)
      return resultOf({ entries, filled, tallies, unseen, falseAlarms: before + (await falseAlarmsIn(filled)) })
    } finally {
      await filled.client.end()
    }
  })
}

const chosen = <T>(all: readonly T[], index: number): T => all[index % all.length] as T

/** How many records are called changed that are not. */
async function falseAlarmsIn(filled: FilledRecords): Promise<number> {
  await filled.client.query('begin transaction isolation level repeatable read, read only')
  const verdicts = await verified(filled)
  await filled.client.query('rollback')
  return verdicts.filter(({ faults }) => faults.length > 0).length
}

const verified = (
  { client, checkSignature, exported }: FilledRecords,
  organisation?: string,
  roots: readonly SignedRoot[] = exported,
): Promise<readonly RecordVerdict[]> =>
  verifyRecord({ found: storedRecord(client), exported: roots, checkSignature, ...(organisation === undefined ? {} : { organisation }) })

/** Tampers once with one record, verifies it, and undoes it. */
async function tamper(
  filled: FilledRecords,
  { kind, apply }: Mutation,
  tallies: Map<string, Tally>,
  dice: Dice,
  say: BenchOptions['say'] = () => undefined,
): Promise<void> {
  const { client, records, signedTo } = filled
  const organisation = dice.oneOf(ORGANISATIONS)
  const exported = structuredClone([...filled.exported])
  const target = {
    client,
    dice,
    organisation,
    entries: records.get(organisation) ?? [],
    signedTo,
    at: dice.whole(2, signedTo - 1),
    exported,
  }
  const tally = tallies.get(kind) ?? { tried: 0, found: 0, named: 0 }
  tallies.set(kind, tally)
  await client.query('begin; alter table entry disable trigger all; alter table root disable trigger all')
  try {
    const expected = await apply(target)
    const [verdict] = await verified(filled, expected.organisation ?? organisation, exported)
    const { isFound, isNamed } = judged(verdict, expected)
    tally.tried += 1
    tally.found += Number(isFound)
    tally.named += Number(isNamed)
    if (!isNamed) say(`${kind} of ${organisation}: expected ${JSON.stringify(expected)}, was told ${JSON.stringify(verdict?.faults)}`)
  } finally {
    await client.query('rollback')
  }
}

/** Found: something is said. Named: what is said first is what was done, of the entry it was done to. */
function judged(
  verdict: RecordVerdict | undefined,
  { kind, sequence }: Expected,
): { readonly isFound: boolean; readonly isNamed: boolean } {
  const [first] = verdict?.faults ?? []
  return { isFound: first !== undefined, isNamed: first !== undefined && first.kind === kind && first.sequence === sequence }
}

interface Measured {
  readonly entries: number
  readonly filled: FilledRecords
  readonly tallies: ReadonlyMap<string, Tally>
  readonly unseen: ReadonlyMap<string, Tally>
  readonly falseAlarms: number
}

function resultOf({ entries, filled, tallies, unseen, falseAlarms }: Measured): BenchResult {
  const all = [...tallies.values()]
  const figures = {
    'audit.mutations': all.reduce((sum, { tried }) => sum + tried, 0),
    'audit.found': all.reduce((sum, { named }) => sum + named, 0),
    'audit.falseAlarms': falseAlarms,
  }
  const rows = [...tallies, ...unseen].map(([kind, tally]) => ({ kind, ...tally }))
  return {
    table: [
      `${ORGANISATIONS.length} records of ${entries} entries, ${filled.exported.length} signed roots, the last of each at entry ${filled.signedTo}.`,
      'Found: the verifier says that something is wrong. Named: it names the right entry and what was done to it first of all.',
      '',
      table(rows, [
        { title: 'Tampering', value: ({ kind }) => kind },
        { title: 'done', value: ({ tried }) => tried, align: 'right' },
        { title: 'found', value: ({ found }) => found, align: 'right' },
        { title: 'named', value: ({ named }) => named, align: 'right' },
      ]),
      '',
      `Of the records as they were written, ${falseAlarms} were called changed. What was cut off after the last root cannot be found, and is`,
      'not counted.',
    ].join('\n'),
    figures,
  }
}
