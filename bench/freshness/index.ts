import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { table } from '@imaging/cli'
import type { EventLog } from '@imaging/event-log'
import { createIdentitySigner, readPrivateKey } from '@imaging/identity'
import { run } from '@imaging/infra/local/child.ts'
import { privateKeyFile } from '@imaging/infra/local/identity-keys.ts'
import { PARTS } from '@imaging/infra/local/parts.ts'
import { startPlatform, type Platform } from '@imaging/infra/local/platform.ts'
import { silentProgress } from '@imaging/infra/local/progress.ts'
import { until } from '@imaging/infra/local/ready.ts'
import { testFolder } from '@imaging/infra/local/test-folder.ts'
import { TOOLS_DIR } from '@imaging/infra/local/where.ts'
import pg from 'pg'
import { sizeFrom, type BenchOptions, type BenchResult } from '../benchmark.ts'
import { createDice, type Dice } from '../dice.ts'
import { exampleAsset, exampleRegister, SEES_THE_FLEET } from '../example-register.ts'
import { quantile } from '../spread.ts'
import { quietEventLog } from '../stack.ts'
import { latencies, tellAllWorking, tellChanges } from './told-changes.ts'
import { watchBoard } from './watched-board.ts'

const ASSETS = 400
const CHANGES = 600
const CHANGES_PER_S = 5
const EVENTS_PER_S = 5_000
const P99_LIMIT_MS = 1_000
const REGISTERED_TIMEOUT_MS = 60_000
/** The load runs before the first change and after the last. */
const LEAD_S = 10
/** A row that has not changed after this never will. */
const LAST_ROW_MS = 10_000

interface Sizes {
  readonly assets: number
  readonly changes: number
  readonly eventsPerS: number
}

interface Measured {
  readonly latencyMs: readonly (number | undefined)[]
  readonly achievedPerS: number
  /** Telemetry published and not yet applied when the load ended, in events. */
  readonly lag: number
  /** Services, workers or servers that ended while they were measured. */
  readonly crashes: readonly string[]
}

/**
 * Measures how long a state change takes from its producer's clock just before it is sent to the changed row in a real browser, over the
 * whole path and with all services running, while telemetry arrives at a steady rate.
 */
export async function runFreshness({ env, say, seed }: BenchOptions): Promise<BenchResult> {
  const sizes: Sizes = {
    assets: sizeFrom(env, 'BENCH_ASSETS', ASSETS),
    changes: sizeFrom(env, 'BENCH_CHANGES', CHANGES),
    eventsPerS: sizeFrom(env, 'BENCH_EVENTS_PER_S', EVENTS_PER_S),
  }
  const stateDir = testFolder()
  const crashes: string[] = []
  const platform = await startPlatform({
    stateDir,
    toolsDir: TOOLS_DIR,
    env: { ...process.env, DATABASE_URL: '', KAFKA_BROKERS: '', TEMPORAL_ADDRESS: '', LOG_LEVEL: 'warn' },
    durable: true,
    anyPorts: true,
    progress: silentProgress,
    parts: PARTS.filter(({ name }) => name !== 'simulator'),
    onCrash: ({ name, why }) => void crashes.push(`${name} ${why}`),
  })
  try {
    return report(sizes, { ...(await measure({ ...platform, stateDir }, sizes, createDice(seed), say)), crashes })
  } finally {
    await platform.stop()
    rmSync(stateDir, { recursive: true, force: true })
  }
}

/** The platform with the folder in which its parts find their keys. */
type KeyedPlatform = Platform & { readonly stateDir: string }

async function measure(
  platform: KeyedPlatform,
  { assets, changes, eventsPerS }: Sizes,
  dice: Dice,
  say: BenchOptions['say'],
): Promise<Omit<Measured, 'crashes'>> {
  const eventLog = quietEventLog(platform.kafkaBrokers)
  await registerFleet(platform, eventLog, assets, dice)
  const board = await watchBoard(platform.webUrl)
  try {
    const forS = changes / CHANGES_PER_S + 2 * LEAD_S
    say(
      `The board shows ${board.assetIds.length} scanners; ${changes} state changes and ${eventsPerS} readings a second for ${Math.round(forS)} s`,
    )
    const generator = join(import.meta.dirname, 'load-generator.ts')
    const load = run(process.execPath, [generator, platform.kafkaBrokers, String(assets), String(eventsPerS), String(forS)], {
      timeoutMs: forS * 2_000 + 60_000,
      output: 'stdout',
    })
    await pause(LEAD_S * 1_000)
    const told = await tellChanges({ eventLog, assetIds: board.assetIds, count: changes, perSecond: CHANGES_PER_S, dice })
    const { acknowledged, seconds } = JSON.parse((await load).trim().split('\n').at(-1) ?? '') as { acknowledged: number; seconds: number }
    const lag = await telemetryLag(platform.databaseUrl, eventLog)
    await pause(LAST_ROW_MS)
    return { latencyMs: latencies(told, await board.changes()), achievedPerS: acknowledged / seconds, lag }
  } finally {
    await board.close()
    await eventLog.close()
  }
}

/** Publishes the fleet, says that all of it works, and waits until the board knows. */
async function registerFleet({ urls, stateDir }: KeyedPlatform, eventLog: EventLog, assets: number, dice: Dice): Promise<void> {
  for (const [topic, records] of exampleRegister(assets, dice, Date.now())) await eventLog.sink.send(topic, records)
  await tellAllWorking({ eventLog, assetIds: Array.from({ length: assets }, (_, index) => exampleAsset(index).assetId), dice })
  const asGateway = await createIdentitySigner({
    key: readPrivateKey(readFileSync(privateKeyFile(stateDir, 'web'), 'utf8')),
    now: () => new Date(),
  })
  await until({ what: 'the fleet on the board', timeoutMs: REGISTERED_TIMEOUT_MS }, async () => {
    const authorization = `Bearer ${await asGateway(SEES_THE_FLEET, 'availability')}`
    const answer = await fetch(`${urls['availability']}/api/v1/board?limit=1&state=UP`, { headers: { authorization } })
    return ((await answer.json()) as { total: number }).total === assets
  })
}

async function telemetryLag(databaseUrl: string, eventLog: EventLog): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ applied: string }>(
    `select sum(next_offset) as applied from telemetry.consumer_offset where topic = 'imaging.telemetry'`,
  )
  await client.end()
  const ends = await eventLog.admin.offsets(['imaging.telemetry'])
  return ends.reduce((sum, { endOffset }) => sum + Number(endOffset), 0) - Number(rows[0]?.applied)
}

function report({ assets, eventsPerS }: Sizes, { latencyMs, achievedPerS, lag, crashes }: Measured): BenchResult {
  const seen = latencyMs.filter((ms) => ms !== undefined)
  const unseen = latencyMs.length - seen.length
  // A row that never changed is worse than any that did.
  const all = latencyMs.map((ms) => ms ?? Number.POSITIVE_INFINITY)
  const figure = (share: number): number | null => (Number.isFinite(quantile(all, share)) ? Math.round(quantile(all, share)) : null)
  const figures = { 'freshness.p50Ms': figure(0.5), 'freshness.p99Ms': figure(0.99), 'freshness.eventsPerS': Math.round(achievedPerS) }
  const rows = [0.5, 0.9, 0.99, 1].map((share) => ({ share, ms: figure(share) }))
  return {
    table: [
      `${latencyMs.length} state changes of scanners on the board, ${assets} scanners, all services running, a real browser.`,
      '',
      table(rows, [
        { title: 'Published to row changed', value: ({ share }) => (share === 1 ? 'slowest' : `${share * 100} % within`) },
        { title: 'ms', value: ({ ms }) => ms ?? 'never', align: 'right' },
        { title: 'limit', value: ({ share }) => (share === 0.99 ? P99_LIMIT_MS : ''), align: 'right' },
      ]),
      '',
      `Rows that never showed their change: ${unseen}. Telemetry acknowledged: ${Math.round(achievedPerS)} events a second (${eventsPerS} wanted); not yet applied at its end: ${lag}.`,
      crashes.length === 0 ? 'Nothing ended by itself.' : `Ended by itself: ${crashes.join('; ')}.`,
    ].join('\n'),
    figures,
    spread: { latencyMs: seen },
  }
}
