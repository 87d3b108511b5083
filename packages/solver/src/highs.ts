import loadHighs, { type Highs, type Model as HighsModel } from 'highs'
import type { Mip, MipResult, MipSolver } from './mip.ts'

/** The package's types describe its CommonJS form, in which the loader is a property; what is imported is the loader itself. */
const load = loadHighs as unknown as (typeof loadHighs)['default']

/** Beyond this a bound of HiGHS means that it has none. */
const NO_BOUND = 1e15
const MATRIX_FORMAT = 'csc'

/**
 * HiGHS, compiled to WebAssembly: a call blocks its thread until it ends, and can only be cancelled by ending the thread.
 *
 * Its memory cannot grow beyond 2 GB, and its time limit is not strict: keep a deadline of your own.
 */
export async function createHighsSolver(): Promise<MipSolver> {
  const highs = await load()
  return {
    solve(mip, options) {
      const model = highs.createModel(written(mip))
      try {
        model.options.set({
          output_flag: false,
          random_seed: 0,
          mip_rel_gap: options.relativeGap ?? 1e-4,
          mip_abs_gap: options.absoluteGap ?? 1e-6,
          ...(options.timeLimitS === undefined ? {} : { time_limit: options.timeLimitS }),
          ...(options.nodesMax === undefined ? {} : { mip_max_nodes: options.nodesMax }),
          ...(options.heuristicEffort === undefined ? {} : { mip_heuristic_effort: options.heuristicEffort }),
        })
        if (options.start !== undefined) model.setSolution({ colValue: options.start })
        model.run()
        return answer(highs, model, mip)
      } catch {
        // Out of memory, or numbers it cannot work with: nothing was learnt, and nothing is claimed.
        return { outcome: 'failed', bound: Number.NEGATIVE_INFINITY, objective: undefined, values: undefined }
      } finally {
        model.dispose()
      }
    },
  }
}

const written = (mip: Mip) => ({
  numCols: mip.columnCount,
  numRows: mip.rowCount,
  colCost: mip.cost,
  colLower: mip.lower,
  colUpper: mip.upper,
  rowLower: mip.rowLower,
  rowUpper: mip.rowUpper,
  matrix: {
    format: MATRIX_FORMAT,
    numRows: mip.rowCount,
    numCols: mip.columnCount,
    starts: mip.start,
    indices: mip.index,
    values: mip.value,
  } as const,
  ...(mip.isInteger.includes(1) ? { integrality: Array.from(mip.isInteger, (whole) => (whole === 1 ? 1 : 0)) } : {}),
})

function answer(highs: Highs, model: HighsModel, mip: Mip): MipResult {
  const status = model.getModelStatus()
  const { modelStatus } = highs.constants
  if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible)
    return { outcome: 'infeasible', bound: Number.POSITIVE_INFINITY, objective: undefined, values: undefined }
  const isOptimal = status === modelStatus.optimal
  const objective = model.getObjectiveValue()
  const hasSolution =
    Number.isFinite(objective) && Math.abs(objective) < NO_BOUND && (isOptimal || isWhole(mip, model.getSolution().colValue))
  const dualBound = mip.isInteger.includes(1) ? Number(model.info.get('mip_dual_bound')) : isOptimal ? objective : Number.NEGATIVE_INFINITY
  return {
    outcome: isOptimal ? 'optimal' : 'limit',
    bound: Math.abs(dualBound) < NO_BOUND ? dualBound : Number.NEGATIVE_INFINITY,
    objective: hasSolution ? objective : undefined,
    values: hasSolution ? Float64Array.from(model.getSolution().colValue) : undefined,
  }
}

const WHOLE_TOLERANCE = 1e-5

/** Whether a solution left behind by an interrupted search can be one: it keeps the bounds and is whole where it must be. */
const isWhole = (mip: Mip, values: Float64Array): boolean =>
  values.length === mip.columnCount &&
  values.every(
    (value, column) =>
      value >= mip.lower[column]! - WHOLE_TOLERANCE &&
      value <= mip.upper[column]! + WHOLE_TOLERANCE &&
      (mip.isInteger[column] === 0 || Math.abs(value - Math.round(value)) <= WHOLE_TOLERANCE),
  )
