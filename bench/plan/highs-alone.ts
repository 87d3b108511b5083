import { readFileSync } from 'node:fs'
import { readProblem } from '@imaging/planning/read-problem'
import { solverModel } from '@imaging/planning/solver-model'
import { createHighsSolver, walkProgram } from '@imaging/solver'

/** The peer: HiGHS on the exported program of a problem file, from nothing, for so many seconds. Prints its gap and CPU seconds as JSON. */
const [file = '', limitS = '30', columnsMax = '300000'] = process.argv.slice(2)
const read = readProblem(readFileSync(file, 'utf8'))
if ('faults' in read) throw new Error(`${file} is not a problem`)
const { mip } = walkProgram(solverModel(read.problem).model, Number(columnsMax))
const solver = await createHighsSolver()
const before = process.cpuUsage()
const { objective, bound } = solver.solve(mip, { timeLimitS: Number(limitS), relativeGap: 1e-4 })
const { user, system } = process.cpuUsage(before)
const gap = objective === undefined || !Number.isFinite(bound) ? null : Math.max(0, objective - bound) / Math.abs(objective)
process.stdout.write(`${JSON.stringify({ gap, cpuS: (user + system) / 1e6 })}\n`)
