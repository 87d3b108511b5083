import { PlanProblemFile } from '@imaging/schemas'
import { Value } from 'typebox/value'
import { problemFaults, type ProblemFault } from '../domain/problem-faults.ts'
import type { Problem } from '../domain/problem.ts'

/** A problem that can be planned, or everything that is wrong with it. */
export type ReadProblem = { readonly problem: Problem } | { readonly faults: readonly ProblemFault[] }

/** Faults of form shown at once: behind a misplaced bracket there would be thousands. */
const FAULTS_MAX = 100

/** Reads a problem file. First its form is judged, then whether it fits together; each fault has its place. */
export function readProblem(text: string): ReadProblem {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    return { faults: [{ pointer: '', message: `This is not JSON: ${(error as Error).message}` }] }
  }
  if (!Value.Check(PlanProblemFile, document)) {
    const faults = Value.Errors(PlanProblemFile, document).slice(0, FAULTS_MAX)
    return {
      faults: faults.map(({ instancePath, message }) => ({
        pointer: instancePath,
        message: `${message} (it is ${shown(document, instancePath)}).`,
      })),
    }
  }
  const problem: Problem = document
  const faults = problemFaults(problem)
  return faults.length > 0 ? { faults } : { problem }
}

const SHOWN_LENGTH_MAX = 60

/** The value at a pointer, cut short. */
function shown(document: unknown, pointer: string): string {
  const value = pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (at, step) => (at as Record<string, unknown> | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')],
      document,
    )
  const text = JSON.stringify(value) ?? 'missing'
  return text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}…` : text
}
