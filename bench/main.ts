import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runAvailability } from './availability/index.ts'
import { sizeFrom, type Benchmark } from './benchmark.ts'
import { runEarlyWarning } from './early-warning/index.ts'
import { runFaults } from './faults/index.ts'
import { runFreshness } from './freshness/index.ts'
import { runIngest } from './ingest/index.ts'
import { describeMachine, machineText, type Machine } from './machine.ts'
import { runPlan } from './plan/index.ts'

const benchmarks: Readonly<Record<string, Benchmark>> = {
  'early-warning': runEarlyWarning,
  ingest: runIngest,
  freshness: runFreshness,
  availability: runAvailability,
  faults: runFaults,
  plan: runPlan,
}

const RESULTS = join(import.meta.dirname, 'results')
const SEED = 1
/** Above this somebody else was using the machine, and what is measured is not ours alone. */
const LOAD_MAX = 1
const USAGE_EXIT = 2

const HELP = `npm run bench -- NAME [NAME …]

Measures one claim and prints it beside its limit or peer; the last line is one JSON object of the named figures.
Results are kept in bench/results. Run it on an idle machine.

Names: ${Object.keys(benchmarks).join(', ')}; all

Sizes come from the environment (BENCH_SEED and others); bench/README.md lists them.`

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** Runs one benchmark, prints its table and keeps its result. @returns its figures. */
async function measure(name: string, run: Benchmark, machine: Machine, seed: number): Promise<Readonly<Record<string, number | null>>> {
  print(`\n${name}\n`)
  const startedAtMs = performance.now()
  const { table, figures, spread } = await run({ env: process.env, say, seed })
  const tookS = Math.round((performance.now() - startedAtMs) / 1000)
  print(table)
  print(`Took ${tookS} s.`)
  mkdirSync(RESULTS, { recursive: true })
  const settings = Object.fromEntries(Object.entries(process.env).filter(([setting]) => setting.startsWith('BENCH_')))
  writeFileSync(
    join(RESULTS, `${name}.json`),
    `${JSON.stringify({ figures, spread: spread ?? {}, seed, settings, tookS, machine }, undefined, 2)}\n`,
  )
  return figures
}

async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help')) {
    print(HELP)
    return 0
  }
  const unknown = argv.filter((name) => name !== 'all' && !Object.hasOwn(benchmarks, name))
  if (argv.length === 0 || unknown.length > 0) {
    say(
      `${unknown.length > 0 ? `There is no benchmark ${unknown.join(', ')}.` : 'Which benchmark?'} Names: ${Object.keys(benchmarks).join(', ')}; all`,
    )
    return USAGE_EXIT
  }
  const machine = describeMachine(() => new Date())
  print(machineText(machine))
  if (machine.loadAtStart > LOAD_MAX)
    say(`The load average is ${machine.loadAtStart}: somebody else is using this machine, and the figures are not to be relied on.`)
  const seed = sizeFrom(process.env, 'BENCH_SEED', SEED)
  let all: Readonly<Record<string, number | null>> = {}
  for (const [name, run] of Object.entries(benchmarks))
    if (argv.includes('all') || argv.includes(name)) all = { ...all, ...(await measure(name, run, machine, seed)) }
  print(`\n${JSON.stringify(all)}`)
  return 0
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return 1
})
