import type { Sql } from '@imaging/postgres'
import type { ExampleTerms } from './example.ts'

/** The steps of the back-fill, in their order. */
export const STEPS = ['register', 'states', 'readings', 'exams', 'work-orders'] as const
export type Step = (typeof STEPS)[number]

export interface StepProgress {
  readonly step: Step
  readonly done: number
  readonly total: number
  readonly finishedAt: Date | null
}

/** What this example was begun with; the first start's answer stands for ever. */
export async function beginExample(sql: Sql, { seed, fleet, filledToMs }: ExampleTerms): Promise<ExampleTerms> {
  await sql.query('insert into example_run (seed, fleet, filled_to) values ($1, $2, $3) on conflict do nothing', [
    seed,
    fleet,
    new Date(filledToMs),
  ])
  const { rows } = await sql.query<{ seed: number; fleet: ExampleTerms['fleet']; filled_to: Date }>(
    'select seed, fleet, filled_to from example_run',
  )
  const [row] = rows
  if (row === undefined) throw new Error('The table example_run is empty although a row was just written.')
  return { seed: row.seed, fleet: row.fleet, filledToMs: row.filled_to.getTime() }
}

/** How far each step that was begun has come. */
export async function stepsOf(sql: Sql): Promise<readonly StepProgress[]> {
  const { rows } = await sql.query<StepProgress>('select step, done, total, finished_at as "finishedAt" from back_fill_step')
  return STEPS.flatMap((step) => rows.filter((row) => row.step === step))
}

/** Begins a step, or takes it up where it was. @returns how much is done. */
export async function beginStep(sql: Sql, step: Step, total: number): Promise<number> {
  const { rows } = await sql.query<{ done: number }>(
    `insert into back_fill_step (step, total) values ($1, $2)
     on conflict (step) do update set total = excluded.total
     returning done`,
    [step, total],
  )
  return rows[0]?.done ?? 0
}

/** Notes how far a step has come; the whole of it finishes it. */
export async function noteStep(sql: Sql, step: Step, done: number): Promise<void> {
  await sql.query(
    'update back_fill_step set done = $2, finished_at = case when $2 = total then coalesce(finished_at, now()) end where step = $1',
    [step, done],
  )
}
