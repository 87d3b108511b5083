import { join } from 'node:path'
import { runOracleCases } from '@imaging/availability/oracle'
import { table } from '@imaging/cli'
import pg from 'pg'
import { sizeFrom, type BenchOptions, type BenchResult } from '../benchmark.ts'
import { createDice, type Dice } from '../dice.ts'
import { exampleAsset, exampleRegister, SEES_THE_FLEET } from '../example-register.ts'
import { median, quantile, range } from '../spread.ts'
import { authorizationOf, prepareDatabase, quietEventLog, startService, untilReady, withStack, type Stack } from '../stack.ts'
import { storeLedger } from './stored-ledger.ts'
import { toldHistory } from './told-history.ts'

const ASSETS = 400
const FACTS_OF_ASSET = 600
const YEARS = 10
const FIRST_YEAR = 2016
const CASES = 1_000
/** Questions over all ten years; those over one year are asked once for each. */
const TEN_YEARS_ASKED = 7

const LIMIT_MS = { assetYearP95Ms: 20, fleetYearMs: 200, tenYearsMs: 1_000 } as const

interface Measured {
  readonly coldMs: number
  readonly assetYearMs: readonly number[]
  readonly fleetYearMs: readonly number[]
  readonly tenYearsMs: readonly number[]
}

/**
 * Measures the figures of availability as a page asks for them: over HTTP, by the service in a process of its own, from ledgers in
 * PostgreSQL. Then counts the cases on which the rules differ from a brute force minute by minute.
 */
export async function runAvailability({ env, say, seed }: BenchOptions): Promise<BenchResult> {
  const assets = sizeFrom(env, 'BENCH_ASSETS', ASSETS)
  const facts = sizeFrom(env, 'BENCH_FACTS', FACTS_OF_ASSET)
  const dice = createDice(seed)
  const measured = await withStack(async (stack) => {
    say(`Storing ${assets * facts} facts of ${assets} assets over ${YEARS} years`)
    await prepareDatabase(stack.databaseUrl, ['availability'])
    await store(stack, assets, facts, dice)
    return measure(stack, assets, dice, say)
  })
  const cases = sizeFrom(env, 'BENCH_CASES', CASES)
  say(`Comparing ${cases} cases with the brute force`)
  const oracle = runOracleCases(cases, seed)
  for (const mismatch of oracle.mismatches.slice(0, 10)) say(`Mismatch: ${JSON.stringify(mismatch)}`)
  const figures = {
    'availability.assetYearP95Ms': rounded(quantile(measured.assetYearMs, 0.95)),
    'availability.fleetYearMs': rounded(median(measured.fleetYearMs)),
    'availability.tenYearsMs': rounded(median(measured.tenYearsMs)),
    'availability.cases': oracle.cases,
    'availability.mismatches': oracle.mismatches.length,
  }
  return {
    table: [
      `${assets} assets, ${YEARS} years, ${assets * facts} facts, each the beginning of an interval; over HTTP, warm. Cold, the first question`,
      `about the whole fleet reads every ledger from PostgreSQL: ${rounded(measured.coldMs)} ms.`,
      '',
      tableOf(measured, figures),
      '',
      `Brute force, minute by minute: ${oracle.cases} cases, ${oracle.figures} figures, ${oracle.mismatches.length} differ.`,
    ].join('\n'),
    figures,
    spread: { fleetYearMs: measured.fleetYearMs.map(rounded), tenYearsMs: measured.tenYearsMs.map(rounded) },
  }
}

async function store({ databaseUrl, kafkaBrokers }: Stack, assets: number, facts: number, dice: Dice): Promise<void> {
  const eventLog = quietEventLog(kafkaBrokers)
  for (const [topic, records] of exampleRegister(assets, dice, Date.now())) await eventLog.sink.send(topic, records)
  await eventLog.close()
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const fromMs = Date.UTC(FIRST_YEAR, 10, 1)
  const toMs = Date.UTC(FIRST_YEAR + YEARS, 10, 1)
  for (let index = 0; index < assets; index += 1) {
    const asset = exampleAsset(index)
    await storeLedger(client, asset.assetId, toldHistory({ asset, fromMs, toMs, facts, dice }))
  }
  await client.query('analyze availability.ledger_event')
  await client.end()
}

async function measure(
  { databaseUrl, kafkaBrokers, stateDir }: Stack,
  assets: number,
  dice: Dice,
  say: BenchOptions['say'],
): Promise<Measured> {
  const service = await startService({ name: 'availability', databaseUrl, kafkaBrokers, logFile: join(stateDir, 'availability.log') })
  try {
    await untilReady(service, 'availability')
    const years = Array.from({ length: YEARS }, (_, index) => FIRST_YEAR + index)
    const fleet = (from: number, to: number): Promise<number> =>
      timed(`${service.url}/api/v1/reports/downtime?from=${from}-11-01&to=${to}-11-01&groupBy=trust`)
    const ofAsset = (index: number, year: number): Promise<number> =>
      timed(`${service.url}/api/v1/assets/${exampleAsset(index).assetId}/figures?from=${year}-11-01&to=${year + 1}-11-01`)
    const coldMs = await fleet(FIRST_YEAR + YEARS - 1, FIRST_YEAR + YEARS)
    say(`Cold: ${Math.round(coldMs)} ms; asking again, warm`)
    const assetYearMs: number[] = []
    for (const isMeasured of [false, true]) {
      for (let index = 0; index < assets; index += 1) {
        const tookMs = await ofAsset(index, dice.whole(FIRST_YEAR, FIRST_YEAR + YEARS - 1))
        if (isMeasured) assetYearMs.push(tookMs)
      }
    }
    const oneYear = (year: number): Promise<number> => fleet(year, year + 1)
    const allYears = (): Promise<number> => fleet(FIRST_YEAR, FIRST_YEAR + YEARS)
    await inTurn(years, oneYear)
    const fleetYearMs = await inTurn(years, oneYear)
    await allYears()
    const tenYearsMs = await inTurn(Array.from({ length: TEN_YEARS_ASKED }), allYears)
    return { coldMs, assetYearMs, fleetYearMs, tenYearsMs }
  } finally {
    await service.stop()
  }
}

async function inTurn<T>(each: readonly T[], ask: (one: T) => Promise<number>): Promise<readonly number[]> {
  const tookMs: number[] = []
  for (const one of each) tookMs.push(await ask(one))
  return tookMs
}

/** Milliseconds from the signed question to the whole answer. @throws when the answer is not a success. */
async function timed(url: string): Promise<number> {
  const authorization = await authorizationOf(SEES_THE_FLEET, 'availability')
  const askedAtMs = performance.now()
  const answer = await fetch(url, { headers: { authorization } })
  const body = await answer.text()
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${body.slice(0, 300)}`)
  return performance.now() - askedAtMs
}

const rounded = (ms: number): number => Number(ms.toFixed(1))

function tableOf(measured: Measured, figures: Readonly<Record<string, number>>): string {
  const rows = [
    { what: 'One asset, one year (p95 of all assets)', name: 'assetYearP95Ms', all: measured.assetYearMs },
    { what: 'Whole fleet, one year (median)', name: 'fleetYearMs', all: measured.fleetYearMs },
    { what: 'Whole fleet, ten years (median)', name: 'tenYearsMs', all: measured.tenYearsMs },
  ] as const
  return table(rows, [
    { title: 'Question', value: ({ what }) => what },
    { title: 'ms', value: ({ name }) => figures[`availability.${name}`], align: 'right' },
    { title: 'limit', value: ({ name }) => LIMIT_MS[name], align: 'right' },
    { title: 'asked', value: ({ all }) => all.length, align: 'right' },
    { title: 'lowest to highest', value: ({ all }) => range(all, (ms) => ms.toFixed(1)), align: 'right' },
  ])
}
