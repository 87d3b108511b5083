import { table } from '@imaging/cli'
import type { BenchOptions, BenchResult } from '../benchmark.ts'
import { sizeFrom } from '../benchmark.ts'
import { createDice } from '../dice.ts'
import { withStack } from '../stack.ts'
import { routeFaults } from './every-route.ts'
import { expectedRoutes } from './expected.ts'
import { tryHoles, type FoundHole } from './holes.ts'
import { trySees } from './try-sees.ts'
import { tryInterleaved } from './try-interleaved.ts'
import { tryRoutes } from './try-routes.ts'
import { tryTables } from './try-tables.ts'
import { together, type Verdict } from './verdict.ts'
import { SERVICES, withWorld, type World } from './world.ts'

const REQUESTS = 10_000
/** Enough to see what is wrong; thousands of lines tell no more. */
const TOLD_MAX = 60

interface Part {
  readonly name: string
  readonly verdict: Verdict
}

/**
 * Tries every route and every table as everybody for every organisation, and many requests of four trusts over few connections, against
 * what is written by hand; then opens holes on purpose and sees that each is found.
 *
 * @throws {Error} When a route is in no table, or a hole is not found: the figures would say nothing.
 */
export async function runIsolation({ env, say, seed }: BenchOptions): Promise<BenchResult> {
  const requests = sizeFrom(env, 'BENCH_REQUESTS', REQUESTS)
  return withStack((stack) =>
    withWorld(stack, say, async (world) => {
      const faults = await routeFaults(world, expectedRoutes)
      if (faults.length > 0) throw new Error(`What routes there are is not what is written of:\n${faults.join('\n')}`)
      const parts = await tryAll(world, requests, seed, say)
      say('Opening holes')
      const holes = await tryHoles(world)
      const missed = holes.filter(({ leaks }) => leaks === 0)
      if (missed.length > 0) throw new Error(`Opened on purpose and not found: ${missed.map(({ name }) => name).join('; ')}`)
      const closed: Part = { name: 'tables, the holes closed again', verdict: await tryTables(world.databaseUrl) }
      return resultOf([...parts, closed], holes, say)
    }),
  )
}

async function tryAll(world: World, requests: number, seed: number, say: BenchOptions['say']): Promise<readonly Part[]> {
  const parts: Part[] = [
    { name: 'what access says each may see', verdict: trySees(world) },
    { name: 'tables', verdict: await tryTables(world.databaseUrl) },
    { name: `${requests} requests over 3 connections`, verdict: await tryInterleaved(world.databaseUrl, requests, createDice(seed)) },
  ]
  for (const service of SERVICES) {
    say(`Asking ${service}`)
    parts.push({
      name: `routes of ${service}`,
      verdict: await tryRoutes(
        world,
        expectedRoutes.filter((route) => route.service === service),
      ),
    })
  }
  return parts
}

function resultOf(parts: readonly Part[], holes: readonly FoundHole[], say: BenchOptions['say']): BenchResult {
  const all = together(parts.map(({ verdict }) => verdict))
  for (const leak of all.leaks.slice(0, TOLD_MAX)) say(`Leak: ${leak}`)
  for (const refusal of all.wrongRefusals.slice(0, TOLD_MAX)) say(`Wrongly refused: ${refusal}`)
  return {
    table: [
      table(parts, [
        { title: 'What was tried', value: ({ name }) => name },
        { title: 'cells', value: ({ verdict }) => verdict.cells, align: 'right' },
        { title: 'leaks', value: ({ verdict }) => verdict.leaks.length, align: 'right' },
        { title: 'wrong refusals', value: ({ verdict }) => verdict.wrongRefusals.length, align: 'right' },
      ]),
      '',
      table(holes, [
        { title: 'Opened on purpose', value: ({ name }) => name },
        { title: 'leaks found', value: ({ leaks }) => leaks, align: 'right' },
      ]),
    ].join('\n'),
    figures: {
      'isolation.cells': all.cells,
      'isolation.leaks': all.leaks.length,
      'isolation.wrongRefusals': all.wrongRefusals.length,
    },
  }
}
