import { table } from '@imaging/cli'
import { sizeFrom, type BenchOptions, type BenchResult } from '../benchmark.ts'
import { median } from '../spread.ts'
import { caughtUp } from './caught-up.ts'
import { startPlatformUnderFault } from './platform-under-fault.ts'
import { playSchedule, type Played } from './play-schedule.ts'
import { POINTS } from './points.ts'
import { faultWords } from './schedule.ts'
import { startTeller } from './told-ledger.ts'
import { verdictOn, type Verdict } from './verdict.ts'

const SCHEDULES = 20
const ASSETS = 40
const READINGS_PER_S = 200
const CHANGES_PER_S = 6
const RECOVERY_LIMIT_S = 30

/** What came of all schedules. */
export interface FaultReport {
  readonly played: readonly Played[]
  readonly verdict: Verdict
  /** How often a service ended by itself and was started again by its supervisor. */
  readonly restarts: number
}

/** Plays the schedules of these seeds, one after the other, on one platform under a steady flow of events. */
export async function playSchedules(seeds: readonly number[], say: (line: string) => void): Promise<FaultReport> {
  const [seed = 1] = seeds
  const platform = await startPlatformUnderFault({ assets: ASSETS, seed })
  try {
    const teller = startTeller({
      eventLog: platform.eventLog,
      assets: ASSETS,
      readingsPerS: READINGS_PER_S,
      changesPerS: CHANGES_PER_S,
      seed,
    })
    try {
      await teller.acknowledged()
      await caughtUp(platform.databaseUrl, teller)
      const played: Played[] = []
      for (const seed of seeds) {
        const one = await playSchedule(platform, teller, seed)
        say(playedText(one))
        played.push(one)
      }
      await teller.rest()
      await caughtUp(platform.databaseUrl, teller)
      const verdict = await verdictOn(platform.databaseUrl, platform.eventLog, teller)
      for (const example of verdict.examples) say(example)
      return { played, verdict, restarts: Object.values(platform.services).reduce((sum, service) => sum + service.restarts(), 0) }
    } finally {
      await teller.stop()
    }
  } finally {
    await platform.stop()
  }
}

const playedText = ({ seed, faults, recoveryS }: Played): string =>
  `Seed ${seed}: ${faults.map(({ fault, landing }) => faultWords(fault) + (landing === 'elsewhere' ? ' (landed elsewhere)' : '')).join('; ')}. Recovered in ${recoveryS.toFixed(1)} s`

/**
 * Measures whether anything acknowledged is lost or counted twice when services, broker and database are killed, frozen and restarted
 * between named points of their work, and how long it takes until all is caught up again.
 *
 * `BENCH_FAULT_SEED` plays one schedule alone.
 */
export async function runFaults({ env, say, seed }: BenchOptions): Promise<BenchResult> {
  const alone = env['BENCH_FAULT_SEED']
  const schedules = sizeFrom(env, 'BENCH_SCHEDULES', SCHEDULES)
  const seeds =
    alone === undefined || alone === ''
      ? Array.from({ length: schedules }, (_, index) => seed + index)
      : [sizeFrom(env, 'BENCH_FAULT_SEED', 1)]
  const { played, verdict, restarts } = await playSchedules(seeds, say)
  const recoveries = played.map(({ recoveryS }) => recoveryS)
  const figures = {
    'faults.schedules': played.length,
    'faults.lost': sum(verdict.lost),
    'faults.twice': sum(verdict.twice) + verdict.strange,
    'faults.recoveryP50S': Number(median(recoveries).toFixed(1)),
    'faults.recoveryMaxS': Number(Math.max(...recoveries).toFixed(1)),
  }
  const { checked } = verdict
  return {
    table: [
      schedulesTable(played, verdict),
      '',
      landingsTable(played),
      '',
      `Checked: ${checked.readings} acknowledged readings, ${checked.changes} state changes, ${checked.published} downtimes told open or closed.`,
      `Lost ${figures['faults.lost']}, twice ${figures['faults.twice']} (limit 0). Recovery: middle ${figures['faults.recoveryP50S']} s, worst ${figures['faults.recoveryMaxS']} s (limit ${RECOVERY_LIMIT_S} s).`,
      `Services that ended by themselves and were started again: ${restarts}. A killed process keeps the machine's page cache: this is no power cut.`,
    ].join('\n'),
    figures,
    spread: { recoveryS: recoveries },
  }
}

const sum = (bySeed: ReadonlyMap<number, number>): number => [...bySeed.values()].reduce((all, one) => all + one, 0)

const schedulesTable = (played: readonly Played[], { lost, twice }: Verdict): string =>
  table(played, [
    { title: 'Seed', value: ({ seed }) => seed, align: 'right' },
    { title: 'Faults', value: ({ faults }) => faults.map(({ fault }) => faultWords(fault)).join('; ') },
    { title: 'Recovered in s', value: ({ recoveryS }) => recoveryS.toFixed(1), align: 'right' },
    { title: 'Lost', value: ({ seed }) => lost.get(seed) ?? 0, align: 'right' },
    { title: 'Twice', value: ({ seed }) => twice.get(seed) ?? 0, align: 'right' },
  ])

/** How often kills and freezes landed at each point. */
function landingsTable(played: readonly Played[]): string {
  const landed = played.flatMap(({ faults }) => faults)
  const hits = (kind: 'kill' | 'freeze', place: string): number =>
    landed.filter(({ fault, landing }) => fault.kind === kind && landing === place).length
  return table(
    [...POINTS, 'elsewhere'],
    [
      { title: 'Landed between', value: (place) => place },
      { title: 'kills', value: (place) => hits('kill', place), align: 'right' },
      { title: 'freezes', value: (place) => hits('freeze', place), align: 'right' },
    ],
  )
}
