import { invalid, type ProblemError } from '@imaging/http'
import type { RegisterProblem } from '../domain/index.ts'

/** What is wrong with a sent body, each at its place: what is the matter, and what to do. */
export const problemsOfBody = (problems: readonly RegisterProblem[]): ProblemError =>
  invalid(problems.map(({ field, problem, remedy }) => ({ pointer: `/body/${pointer(field)}`, message: `${problem} ${remedy}` })))

/** `terms[0].coverHours` as a JSON pointer. */
const pointer = (field: string): string => field.replaceAll(/\[(\d+)\]/g, '.$1').replaceAll('.', '/')
