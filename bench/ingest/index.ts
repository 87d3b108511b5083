import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { table } from '@imaging/cli'
import { sizeFrom, type BenchOptions, type BenchResult } from '../benchmark.ts'
import { median, range } from '../spread.ts'
import { withStack, type Stack } from '../stack.ts'
import { debeziumSink, type Unavailable } from './debezium.ts'
import { loadTopic, type LoadedTopic } from './loaded-topic.ts'
import { rawCopy, type Round } from './raw-copy.ts'
import { rawParse } from './raw-parse.ts'
import { realService, type ServiceRound } from './real-service.ts'

const EVENTS = 400_000
const ASSETS = 400
const ROUNDS = 3
const SHARE_LIMIT = 0.45
const TIMES_LIMIT = 2
const RSS_LIMIT_MB = 300

interface Rounds {
  readonly copy: Round[]
  readonly parse: Round[]
  readonly service: ServiceRound[]
  debezium: Round | Unavailable
}

/**
 * Measures how many telemetry events the real service takes in for a second of CPU, beside what parsing and storing alone would take.
 *
 * One event is one message with eight readings, stored whole. Every check of the service is on: schema, source, register, catalogue of
 * channels, duplicates, conditions, dead letters.
 */
export async function runIngest({ env, say, seed }: BenchOptions): Promise<BenchResult> {
  const events = sizeFrom(env, 'BENCH_EVENTS', EVENTS)
  const assets = sizeFrom(env, 'BENCH_ASSETS', ASSETS)
  const rounds = sizeFrom(env, 'BENCH_ROUNDS', ROUNDS)
  return withStack(async (stack) => {
    say(`Loading ${events} events of ${assets} assets`)
    const topic = await loadTopic(stack, { events, assets, seed })
    const measured: Rounds = { copy: [], parse: [], service: [], debezium: { unavailable: 'not asked for: set BENCH_DEBEZIUM=1' } }
    for (let round = 0; round < rounds; round += 1) await playRound(stack, topic, measured, round, { env, say })
    if (env['BENCH_DEBEZIUM'] === '1') measured.debezium = await debeziumSink(stack, { events, assets, seed })
    return report(topic, measured)
  })
}

/** The order rotates, so that no contender always has the warm caches or the tired disk. */
async function playRound(
  stack: Stack,
  topic: LoadedTopic,
  measured: Rounds,
  round: number,
  { env, say }: Pick<BenchOptions, 'env' | 'say'>,
): Promise<void> {
  const contenders = [
    { name: 'raw COPY', play: async () => (measured.copy[round] = await rawCopy(stack, topic)) },
    { name: 'raw consume and parse', play: async () => (measured.parse[round] = await rawParse(stack, topic)) },
    { name: 'the service', play: async () => (measured.service[round] = await realService(stack, topic, profiling(env))) },
  ]
  const first = round % contenders.length
  for (const { name, play } of [...contenders.slice(first), ...contenders.slice(0, first)]) {
    const played = await play()
    say(
      `Round ${round + 1}, ${name}: ${Math.round(perCpuS(played))} events per CPU-second (${played.cpuS.toFixed(1)} CPU-s, ${played.wallS.toFixed(1)} s)`,
    )
  }
}

/** `BENCH_PROFILE=folder` writes a CPU profile of the service there. */
function profiling(env: BenchOptions['env']): readonly string[] {
  const folder = env['BENCH_PROFILE']
  if (folder === undefined || folder === '') return []
  mkdirSync(folder, { recursive: true })
  return ['--cpu-prof', '--cpu-prof-dir', join(folder)]
}

const perCpuS = ({ events, cpuS }: Round): number => events / cpuS

function report(topic: LoadedTopic, { copy, parse, service, debezium }: Rounds): BenchResult {
  const rates = { copy: copy.map(perCpuS), parse: parse.map(perCpuS), service: service.map(perCpuS) }
  const limits = rates.copy.map((rate, round) => 1 / (1 / rate + 1 / (rates.parse[round] ?? Number.NaN)))
  const shares = rates.service.map((rate, round) => rate / (limits[round] ?? Number.NaN))
  const peer = 'unavailable' in debezium ? undefined : perCpuS(debezium)
  const times = peer === undefined ? null : median(rates.service) / peer
  const rssMb = Math.max(...service.map((one) => one.rssMb))
  const rows = [
    { name: 'Raw COPY of the same rows, with primary key', all: rates.copy },
    { name: 'Raw consume and parse of the same topic', all: rates.parse },
    { name: 'Limit: both after one another', all: limits },
    { name: 'The service with all its checks', all: rates.service },
    ...(peer === undefined
      ? []
      : [{ name: 'Debezium JDBC sink (rows beside the events, no poison, no checks, JVM start left out)', all: [peer] }]),
  ]
  const ofDatabase = median(service.map(({ databaseCpuS, cpuS }) => databaseCpuS / cpuS))
  return {
    table: [
      `${topic.events} events of 8 readings (${topic.megabytes.toFixed(0)} MB): ${topic.rows} distinct valid, ${topic.repeats} repeated, ${topic.poison} poison. Rows in the table = distinct valid, in every round.`,
      '',
      table(rows, [
        { title: 'Events per CPU-second', value: ({ name }) => name },
        { title: 'median', value: ({ all }) => Math.round(median(all)), align: 'right' },
        { title: 'lowest to highest', value: ({ all }) => range(all, (rate) => String(Math.round(rate))), align: 'right' },
      ]),
      '',
      `Share of the limit ${(median(shares) * 100).toFixed(1)} % (${range(shares, (share) => (share * 100).toFixed(1))}; at least ${SHARE_LIMIT * 100}).`,
      `Of its CPU ${(ofDatabase * 100).toFixed(0)} % is PostgreSQL's. Events per second on the clock: ${Math.round(median(service.map(({ events, wallS }) => events / wallS)))}. Memory at most ${rssMb.toFixed(0)} MB (limit ${RSS_LIMIT_MB}).`,
      times === null
        ? `Debezium: ${'unavailable' in debezium ? debezium.unavailable : ''}.`
        : `${times.toFixed(2)} times Debezium (at least ${TIMES_LIMIT}).`,
    ].join('\n'),
    figures: {
      'ingest.shareOfLimit': Number(median(shares).toFixed(3)),
      'ingest.timesDebezium': times === null ? null : Number(times.toFixed(2)),
      'ingest.eventsPerCpuS': Math.round(median(rates.service)),
      'ingest.rssMb': Math.round(rssMb),
    },
    spread: { ...rates, shareOfLimit: shares },
  }
}
