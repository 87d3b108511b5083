import { createBoundBook, NO_FAMILY, type BoundBook } from './bound-book.ts'
import { isBetter, type FoundPlan } from './best-plan.ts'
import { startCrew, ThreadFailed, type Crew } from './crew.ts'
import { localGroups, type Group } from './groups.ts'
import { AMOUNT_TOLERANCE, type Model } from './model.ts'
import type { Plan } from './plan.ts'
import type { GroupJob, Outcome, Prices, Span } from './tasks.ts'

export interface SolveOptions {
  /** Wall time; the run ends within it, give or take one check. */
  readonly timeLimitMs: number
  /** Relative gap at which a plan is good enough. */
  readonly gap: number
  readonly threads: number
  readonly seed: number
  /** Moves of each search instead of the clock: with it and one seed two runs give the same answer, however long they take. */
  readonly moves?: number
  /** A plan to begin from. */
  readonly start?: Plan
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
  readonly clockMs?: () => number
}

export interface Progress {
  readonly elapsedMs: number
  /** Undefined until there is a plan that fits. */
  readonly cost: number | undefined
  readonly bound: number
}

export interface Solution {
  readonly found: FoundPlan
  /** No plan costs less. */
  readonly bound: number
  readonly gap: number
  /** Why the run ended. `failed` says that a thread died; the plan is the last good one. */
  readonly ended: 'proven' | 'time' | 'done' | 'cancelled' | 'failed'
  readonly failure?: string
  readonly firstPlanMs: number
  readonly elapsedMs: number
}

/** Iterations of the relaxation: more for small models, where each is cheap and counts. */
const ITERATIONS_SMALL = 1200
const ITERATIONS_LARGE = 600
const SMALL_UNITS = 1000
/** Up to this size the whole problem is given to the integer solver, too. */
const WHOLE_UNITS_MAX = 40
/** Share of the time for the first search. */
const FIRST_SEARCH_SHARE = 0.2
const FIRST_SEARCH_MS_MAX = 6000
/** Beside a program of the whole problem a search is there to find its plan early. */
const WHOLE_SEARCH_MS = 1500
/** Share of a later search that moves whole groups over thresholds. */
const THRESHOLD_SHARE = 0.75
/** Share of the time left for the last search, where the thread then proves, too. */
const LATER_SEARCH_SHARE = 0.6
/** A group's program may take this share of the time left, at most. */
const GROUP_TIME_SHARE = 0.2
/** Nodes of a group's program where the clock does not count. */
const GROUP_NODES = 50
const WHOLE_NODES = 2000
/** The integer solver ends later than it is asked to, and what it proved is lost if it is ended. */
const WHOLE_ENDING_MS = 1000
/** A run that must end in time leaves this for ending. */
const ENDING_MS = 150

/**
 * Finds a plan of least cost and proves how far it is from the cheapest at most.
 *
 * @throws {RangeError} when no first plan could be made, which only a failing thread can bring about.
 */
export async function solve(model: Model, options: SolveOptions): Promise<Solution> {
  const { clockMs = () => performance.now(), signal } = options
  const run = createRun(model, options, clockMs)
  const crew = startCrew(model, options.threads, run.hear)
  const cancelled = new Promise<'cancelled'>((resolve) => signal?.addEventListener('abort', () => resolve('cancelled'), { once: true }))
  const timer = new AbortController()
  const outOfTime = new Promise<'time'>((resolve) => {
    if (options.moves !== undefined) return
    const timeout = setTimeout(() => resolve('time'), options.timeLimitMs - ENDING_MS)
    timer.signal.addEventListener('abort', () => clearTimeout(timeout))
  })
  try {
    const work = pursue(crew, run, options).catch((error: unknown) => {
      if (error instanceof ThreadFailed) return { failure: error.message }
      throw error
    })
    const ended =
      signal?.aborted === true
        ? 'cancelled'
        : await Promise.race([work, cancelled, outOfTime, ...(options.moves === undefined ? [run.proven] : [])])
    return run.solution(ended)
  } finally {
    timer.abort()
    await crew.end()
  }
}

interface Run {
  readonly model: Model
  readonly groups: readonly Group[]
  readonly book: BoundBook
  /** Takes in a better plan or bound, or looks again at what is known. */
  readonly hear: (news: { readonly better?: FoundPlan; readonly proven?: number }) => void
  /** Resolves when the gap is closed. */
  readonly proven: Promise<'proven'>
  best(): FoundPlan
  isProven(): boolean
  leftMs(): number
  solution(ended: 'proven' | 'time' | 'done' | 'cancelled' | { readonly failure: string }): Solution
}

function createRun(model: Model, { timeLimitMs, gap, onProgress }: SolveOptions, clockMs: () => number): Run {
  const startedAtMs = clockMs()
  const book = createBoundBook()
  const { promise: proven, resolve: prove } = Promise.withResolvers<'proven'>()
  let best: FoundPlan | undefined
  let firstPlanMs = Number.NaN
  const gapNow = (): number =>
    best === undefined || best.excess > AMOUNT_TOLERANCE
      ? Number.POSITIVE_INFINITY
      : Math.max(0, best.cost - book.bound()) / Math.abs(best.cost)
  return {
    model,
    groups: localGroups(model),
    book,
    proven,
    hear({ better, proven: bound }) {
      if (bound !== undefined) book.prove(bound)
      if (better !== undefined && (best === undefined || isBetter(better, best))) best = better
      if (Number.isNaN(firstPlanMs) && best !== undefined) firstPlanMs = clockMs() - startedAtMs
      onProgress?.({
        elapsedMs: clockMs() - startedAtMs,
        cost: best !== undefined && best.excess <= AMOUNT_TOLERANCE ? best.cost : undefined,
        bound: book.bound(),
      })
      if (gapNow() <= gap) prove('proven')
    },
    best() {
      if (best === undefined) throw new RangeError('no plan has been found yet')
      return best
    },
    isProven: () => gapNow() <= gap,
    leftMs: () => timeLimitMs - (clockMs() - startedAtMs) - ENDING_MS,
    solution(ended) {
      if (best === undefined)
        throw new RangeError(typeof ended === 'string' ? `The run ended (${ended}) before it had a plan.` : ended.failure)
      return {
        found: best,
        bound: book.bound(),
        gap: gapNow(),
        ended: typeof ended === 'object' ? 'failed' : ended === 'done' && gapNow() <= gap ? 'proven' : ended,
        ...(typeof ended === 'string' ? {} : { failure: ended.failure }),
        firstPlanMs,
        elapsedMs: clockMs() - startedAtMs,
      }
    },
  }
}

/** First bound and plan; search; the bound fitted to the plan; then groups' programs on one side and more search on the other. */
async function pursue(crew: Crew, run: Run, options: SolveOptions): Promise<'done' | 'proven'> {
  const { model } = run
  const iterations = model.units.count <= SMALL_UNITS ? ITERATIONS_SMALL : ITERATIONS_LARGE
  const timed = options.moves === undefined
  const begun = await crew.ask(0, {
    kind: 'begin',
    iterations,
    seed: options.seed,
    ...(options.start === undefined ? {} : { start: options.start }),
    ...(timed ? { durationMs: run.leftMs() / 2 } : {}),
  })
  run.hear({ better: begun.found })
  // Without a clock the gap is looked at between steps alone: news from two threads may come in any order.
  if (!timed && run.isProven()) return 'proven'
  const isWhole = model.units.count <= WHOLE_UNITS_MAX
  const whole = isWhole ? wholeProgram(crew, run, options) : undefined
  if (whole !== undefined && crew.size === 1) return whole
  const searchMs = Math.min(isWhole ? WHOLE_SEARCH_MS : FIRST_SEARCH_MS_MAX, run.leftMs() * FIRST_SEARCH_SHARE)
  const span: Span = timed ? { durationMs: searchMs } : { moves: options.moves ?? 0 }
  await searchOnAll(crew, run, begun.prices, span, options.seed, isWhole ? 1 : 0)
  if (!timed && whole !== undefined) return whole
  if (!timed && run.isProven()) return 'proven'
  const refined = await crew.ask(isWhole ? 1 : 0, {
    kind: 'refine',
    prices: begun.prices,
    plan: run.best().plan,
    iterations,
    ...(timed ? { durationMs: run.leftMs() / 3 } : {}),
  })
  run.book.begin(refined.rest, refined.families)
  run.hear({})
  const prove = createProver(crew, run, refined, timed)
  const more = async (thread: number): Promise<void> => {
    const later: Span = timed ? { durationMs: run.leftMs() * LATER_SEARCH_SHARE } : span
    const { found } = await crew.ask(thread, {
      kind: 'search',
      prices: refined.prices,
      ...(refined.families.length > 0 ? {} : { plan: run.best().plan }),
      seed: options.seed + 101,
      span: later,
      thresholdShare: THRESHOLD_SHARE,
    })
    run.hear({ better: found })
    await prove(thread)
  }
  const isSearching = crew.size > 1 && model.ladders.length + model.tariffs.length > 0
  const jobs = Array.from({ length: crew.size }, (_, thread) => {
    if (thread > 0) return prove(thread)
    return whole ?? (isSearching ? more(thread) : prove(thread))
  })
  await Promise.all(jobs)
  return 'done'
}

/** Of the family that promises most for each program it needs, the one that stands lowest, and in it the largest. */
function mostUrgent(waiting: readonly GroupJob[], book: BoundBook): GroupJob | undefined {
  const byFamily = Map.groupBy(waiting, ({ family }) => family)
  const worth = (jobs: readonly GroupJob[]): number =>
    Math.max(...jobs.map(({ reach }) => reach)) / (jobs[0]?.family === NO_FAMILY ? 1 : jobs.length)
  const [family = []] = [...byFamily.values()].toSorted((one, other) => worth(other) - worth(one))
  return family.toSorted((one, other) => book.excess(one) - book.excess(other) || other.reach - one.reach)[0]
}

/** Solves groups' programs one after the other, those first that stand in the way of the bound and have most to close. */
function createProver(
  crew: Crew,
  run: Run,
  { jobs, prices }: Extract<Outcome, { kind: 'refine' }>,
  timed: boolean,
): (thread: number) => Promise<void> {
  const waiting = [...jobs]
  const next = (): GroupJob | undefined => {
    // Without a clock all are solved, in one order: what is learnt from one must not decide about another.
    if (!timed) return waiting.shift()
    const most = mostUrgent(waiting, run.book)
    if (most !== undefined) waiting.splice(waiting.indexOf(most), 1)
    return most
  }
  return async (thread) => {
    const mayGoOn = (): boolean => !timed || run.leftMs() > 0
    for (let job = next(); job !== undefined && mayGoOn(); job = next()) {
      const limits = timed ? { timeLimitS: Math.max(1, (run.leftMs() * GROUP_TIME_SHARE) / 1000) } : { nodesMax: GROUP_NODES }
      const { lift } = await crew.ask(thread, { kind: 'group', prices, job, ...limits })
      run.book.lift(job, lift)
      run.hear({})
    }
  }
}

/** Searches on all threads from the first free one on, each by its own chance. */
async function searchOnAll(crew: Crew, run: Run, prices: Prices, span: Span, seed: number, firstFree: number): Promise<void> {
  const { plan } = run.best()
  const searches = Array.from({ length: crew.size - firstFree }, (_, index) =>
    crew.ask(firstFree + index, { kind: 'search', prices, plan, seed: seed + 7 + 13 * index, span, thresholdShare: index === 0 ? 0 : 0.3 }),
  )
  for (const { found } of await Promise.all(searches)) run.hear({ better: found })
}

async function wholeProgram(crew: Crew, run: Run, { gap, moves }: SolveOptions): Promise<'done'> {
  const limits = moves === undefined ? { timeLimitS: Math.max(0.1, (run.leftMs() - WHOLE_ENDING_MS) / 1000) } : { nodesMax: WHOLE_NODES }
  const { bound, found } = await crew.ask(0, { kind: 'whole', plan: run.best().plan, gap: gap / 2, ...limits })
  if (found !== undefined) run.hear({ better: found })
  run.hear({ proven: bound })
  return 'done'
}
