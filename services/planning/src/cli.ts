import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { command, Refusal, table, type RunContext } from '@imaging/cli'
import { createChance, createDraft, createLagrangian, mpsLines, solutionLines, walkProgram } from '@imaging/solver'
import { generateProblem } from '../domain/generate-problem.ts'
import { plan, type Planned } from './planner.ts'
import { readProblem } from './read-problem.ts'

/** A larger program would be a file that no solver reads in time. */
const EXPORT_COLUMNS_MAX = 2_000_000
const FAULTS_SHOWN_MAX = 20
const PENCE_PER_POUND = 100
/** Progress on a terminal is told at most this often. */
const TOLD_EVERY_MS = 500
const LINES_PER_WRITE = 10_000

/** `imaging plan`: the cheapest plan of a problem file that can be found in a time, with the proof of how far from the best it is. */
export const planCommand = command({
  name: 'plan',
  summary: 'Plan replacements and upgrades from a problem file, with proven bounds',
  options: {
    problem: { type: 'string', value: 'FILE', summary: 'The problem, as plan generate writes it', required: true },
    'time-limit': { type: 'string', value: 'SECONDS', summary: 'End after so long', default: '30' },
    gap: { type: 'string', value: 'SHARE', summary: 'End when no plan can be cheaper by more than this share', default: '0.0001' },
    threads: { type: 'string', value: 'N', summary: 'Threads to work with', default: '2' },
    seed: { type: 'string', value: 'N', summary: 'What chance follows from', default: '1' },
    moves: { type: 'string', value: 'N', summary: 'Moves of each search instead of the time limit: the run can be repeated' },
    'export-mps': { type: 'string', value: 'FILE', summary: 'Write the exact integer program as MPS' },
    solution: { type: 'string', value: 'FILE', summary: 'Write the plan as values of its columns, one "column value" a line' },
  },
  examples: [
    'plan --problem problem.json --time-limit 30',
    'plan --problem problem.json --export-mps problem.mps --solution plan.sol --json',
  ],
  async run({ options }, context) {
    const problem = readFile(options.problem)
    const moves = options.moves === undefined ? {} : { moves: whole('moves', options.moves) }
    const planned = await plan(problem, {
      timeLimitMs: positive('time-limit', options['time-limit']) * 1000,
      gap: positive('gap', options.gap),
      threads: whole('threads', options.threads),
      seed: whole('seed', options.seed),
      ...moves,
      signal: context.signal,
      onProgress: teller(context),
    })
    if (options['export-mps'] !== undefined || options.solution !== undefined)
      exportProgram(planned, options['export-mps'], options.solution)
    const { user, system } = process.cpuUsage()
    const solution = { ...planned.solution, cpuS: (user + system) / 1e6, memoryMb: Math.round(process.resourceUsage().maxRSS / 1024) }
    context.result(solution, () => forPeople(solution))
    if (solution.ended === 'failed') throw new Refusal(`The run ended early: ${solution.failure}. The plan above is the last good one.`)
  },
})

/** `imaging plan generate`: a made-up problem. */
export const generateCommand = command({
  name: 'plan generate',
  summary: 'Write a made-up planning problem, to try and to measure with',
  options: {
    assets: { type: 'string', value: 'N', summary: 'How many assets', default: '120' },
    years: { type: 'string', value: 'Y', summary: 'How many years', default: '15' },
    quarters: { type: 'boolean', summary: 'Plan in quarters instead of years' },
    seed: { type: 'string', value: 'N', summary: 'What chance follows from', default: '1' },
    framework: { type: 'string', value: 'FORM', summary: 'commitment, annual or none', default: 'commitment' },
    out: { type: 'string', value: 'FILE', summary: 'Where to write it; standard output otherwise' },
  },
  examples: ['plan generate --assets 120 --years 15 --seed 15 --out problem.json'],
  async run({ options }, { print }) {
    const { framework } = options
    if (framework !== 'commitment' && framework !== 'annual' && framework !== 'none')
      throw new Refusal(`--framework: ${framework} is not a form. Enter commitment, annual or none.`)
    const seed = whole('seed', options.seed)
    const problem = generateProblem(
      {
        assets: whole('assets', options.assets),
        years: whole('years', options.years),
        periodsPerYear: options.quarters ? 4 : 1,
        seed,
        framework,
      },
      createChance(seed),
    )
    const text = JSON.stringify(problem)
    if (options.out === undefined) print(text)
    else writeFileSync(options.out, `${text}\n`)
  },
})

function readFile(file: string) {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new Refusal(`${file} cannot be read: ${(error as Error).message}`, { cause: error })
  }
  const read = readProblem(text)
  if ('problem' in read) return read.problem
  const lines = read.faults.slice(0, FAULTS_SHOWN_MAX).map(({ pointer, message }) => `${pointer === '' ? '/' : pointer}: ${message}`)
  const more = read.faults.length > FAULTS_SHOWN_MAX ? `\n… and ${read.faults.length - FAULTS_SHOWN_MAX} more` : ''
  throw new Refusal(`No plan was made. Mend ${file} first:\n${lines.join('\n')}${more}`)
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Refusal(`--${name}: ${text} is not a whole number above 0.`)
  return Number(text)
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (!(value > 0) || !Number.isFinite(value)) throw new Refusal(`--${name}: ${text} is not a number above 0.`)
  return value
}

/** Tells cost, bound and gap on a terminal, now and then. */
function teller({ stderr }: RunContext): (progress: { elapsedMs: number; cost: number | undefined; bound: number }) => void {
  let toldAtMs = Number.NEGATIVE_INFINITY
  return ({ elapsedMs, cost, bound }) => {
    if (!stderr.isTTY || elapsedMs - toldAtMs < TOLD_EVERY_MS) return
    toldAtMs = elapsedMs
    const gap = cost === undefined || !Number.isFinite(bound) ? '' : `, ${percent((cost - bound) / Math.abs(cost))} from the bound at most`
    stderr.write(`\r${(elapsedMs / 1000).toFixed(1)} s: ${cost === undefined ? 'no plan yet' : pounds(cost)}${gap}\u001B[K`)
  }
}

function exportProgram({ inSolver, found }: Planned, mpsFile: string | undefined, solutionFile: string | undefined): void {
  const { model } = inSolver
  const program = walkProgram(model, EXPORT_COLUMNS_MAX)
  if (mpsFile !== undefined) writeLines(mpsFile, mpsLines(program.mip, 'PLAN'))
  if (solutionFile === undefined) return
  const draft = createDraft(model, createLagrangian(model).price)
  draft.set(found.plan)
  writeLines(solutionFile, solutionLines(program.valuesOf(draft.plan, draft.use)))
}

function writeLines(file: string, lines: Iterable<string>): void {
  const descriptor = openSync(file, 'w')
  try {
    let waiting: string[] = []
    for (const line of lines) {
      waiting.push(line)
      if (waiting.length < LINES_PER_WRITE) continue
      writeSync(descriptor, `${waiting.join('\n')}\n`)
      waiting = []
    }
    if (waiting.length > 0) writeSync(descriptor, `${waiting.join('\n')}\n`)
  } finally {
    closeSync(descriptor)
  }
}

const pounds = (pence: number): string => `£${Math.round(pence / PENCE_PER_POUND).toLocaleString('en-GB')}`
const percent = (share: number): string => `${(share * 100).toFixed(3)} %`

const ENDINGS = {
  proven: 'No plan is cheaper by more than was asked.',
  time: 'The time was up.',
  done: 'Everything worth trying was tried.',
  cancelled: 'It was cancelled.',
  failed: 'A thread failed; this is the last good plan.',
} as const

function forPeople(solution: Planned['solution'] & { readonly cpuS: number; readonly memoryMb: number }): string {
  const { gap, boundPence, years, decisions } = solution
  const missing = years.reduce((sum, { missingPence }) => sum + missingPence, 0)
  return [
    `${solution.title}${solution.isExample ? ' (example figures)' : ''}`,
    `Cost ${pounds(solution.costPence)}; no plan costs less than ${boundPence === null ? '(not known)' : pounds(boundPence)}; gap ${gap === null ? 'not known' : percent(gap)}.`,
    solution.fits ? 'It fits its limits.' : `It does not fit: ${pounds(missing)} of capital is missing, or a limit is broken.`,
    `${ENDINGS[solution.ended]} ${solution.wallS.toFixed(1)} s, ${solution.cpuS.toFixed(1)} CPU s, ${solution.memoryMb} MB.`,
    `${Math.round(solution.hoursDown).toLocaleString('en-GB')} hours down, ${Math.round(solution.rentalWeeks)} weeks of rental.`,
    '',
    table(decisions, [
      { title: 'From', value: ({ from }) => from },
      { title: 'Asset', value: ({ assetId }) => assetId },
      { title: 'Action', value: ({ action }) => action },
    ]),
  ].join('\n')
}
