import { addMonths } from './period-start.ts'
import { solve, walkOf, type FoundPlan, type Plan, type Progress } from '@imaging/solver'
import type { PlanSolutionFile } from '@imaging/schemas'
import { evaluatePlan } from '../domain/evaluate-plan.ts'
import type { Decision, Problem } from '../domain/problem.ts'
import { planFrom } from './model/plan-from.ts'
import { solverModel, type SolverModel } from './model/solver-model.ts'

export interface PlanOptions {
  readonly timeLimitMs: number
  readonly gap: number
  readonly threads: number
  readonly seed: number
  /** Moves of each search instead of the clock, so that the run can be repeated. */
  readonly moves?: number
  readonly signal?: AbortSignal
  /** Money in pence. */
  readonly onProgress?: (progress: Progress) => void
}

/** A plan with its account, and the solver's own form of both for export. */
export interface Planned {
  readonly solution: Omit<PlanSolutionFile, 'cpuS' | 'memoryMb'>
  readonly inSolver: SolverModel
  readonly found: FoundPlan
}

/** Plans a problem. The plan in force, if there is one, is where the search begins. */
export async function plan(problem: Problem, options: PlanOptions): Promise<Planned> {
  const inSolver = solverModel(problem)
  const { money, model } = inSolver
  const { onProgress, ...rest } = options
  const start = problem.current === undefined ? undefined : planFrom(inSolver, problem, problem.current.decisions)
  const solved = await solve(model, {
    ...rest,
    ...(start === undefined ? {} : { start }),
    ...(onProgress === undefined
      ? {}
      : {
          onProgress: ({ elapsedMs, cost, bound }) =>
            onProgress({ elapsedMs, cost: cost === undefined ? undefined : cost * money.pencePerUnit, bound: bound * money.pencePerUnit }),
        }),
  })
  const decisions = decisionsOf(problem, inSolver, solved.found.plan)
  const account = evaluatePlan(problem, decisions)
  const boundPence = Number.isFinite(solved.bound) ? Math.ceil(solved.bound * money.pencePerUnit - 1) : null
  const fits =
    account.brokenLimits === 0 && (problem.money.overspendPremium !== undefined || account.missingPence.every((pence) => pence < 1))
  const gap = fits && boundPence !== null ? Math.max(0, account.costPence - boundPence) / Math.abs(account.costPence) : null
  return {
    inSolver,
    found: solved.found,
    solution: {
      title: problem.title,
      isExample: problem.isExample,
      costPence: Math.round(account.costPence),
      boundPence,
      gap,
      isProvenOptimal: gap !== null && gap <= options.gap,
      fits,
      ended: solved.ended,
      ...(solved.failure === undefined ? {} : { failure: solved.failure }),
      wallS: solved.elapsedMs / 1000,
      firstPlanS: solved.firstPlanMs / 1000,
      hoursDown: account.hoursDown,
      rentalWeeks: account.rentalWeeks,
      parts: Object.fromEntries(Object.entries(account.parts).map(([part, pence]) => [part, Math.round(pence)])),
      years: yearsOf(problem, account),
      decisions: decisions.map((decision) => ({ ...decision, from: addMonths(problem.horizon, decision.period) })),
    },
  }
}

/** The decisions of a solver's plan, by asset and then by period. */
export function decisionsOf(problem: Problem, { model, stepOf }: SolverModel, from: Plan): readonly Decision[] {
  return problem.assets.flatMap(({ assetId }, unit) =>
    Array.from(walkOf(model, from, unit)).flatMap((arc): Decision[] => {
      const { action, period } = stepOf(arc)
      return action === 'install' ? [{ assetId, period, action: 'replace' }] : action === 'upgrade' ? [{ assetId, period, action }] : []
    }),
  )
}

function yearsOf({ trusts, horizon }: Problem, { capitalPence, missingPence }: ReturnType<typeof evaluatePlan>): PlanSolutionFile['years'] {
  return Array.from({ length: horizon.years }, (_, year) => ({
    year,
    trusts: trusts.map(({ trustId, budgetPence }) => {
      const capital = Math.round(capitalPence.get(trustId)?.[year] ?? 0)
      const budget = budgetPence[year] ?? 0
      return { trustId, capitalPence: capital, budgetPence: budget, requestPence: Math.max(0, capital - budget) }
    }),
    missingPence: Math.round(missingPence[year] ?? 0),
  }))
}
