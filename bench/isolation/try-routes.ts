import { send, type Answer } from './asking.ts'
import type { Caller, Who } from './callers.ts'
import type { Expected, ExpectedRoute, Question } from './expectation.ts'
import { fingerprints } from './fingerprint.ts'
import { marksIn } from './marks.ts'
import { JOINT } from './organisations.ts'
import type { Verdict } from './verdict.ts'
import type { World } from './world.ts'

/** Requests under way at once: enough to keep two processors busy, few enough for the services' small pools. */
const AT_ONCE = 8

interface Cell {
  readonly route: ExpectedRoute
  readonly question: Question
  readonly caller: Caller
  readonly expected: Expected
}

/** A route that names a service asks the same of whichever it is. */
const A_SERVICE: Who = { letter: 'A', organisation: JOINT }

/**
 * Sends every request of every route as everybody, and compares each answer with what it must be.
 *
 * First everything that must change nothing, then what somebody may do: what the first part left different was done by somebody who
 * may not.
 */
export async function tryRoutes(world: World, routes: readonly ExpectedRoute[]): Promise<Verdict> {
  const cells = routes.flatMap((route) =>
    route.questions(world).flatMap((question, index) =>
      world.callers
        // Who is not believed is refused before it is looked at what they ask: once for each route.
        .filter(({ identity }) => identity !== undefined || index === 0)
        .map((caller): Cell => ({ route, question, caller, expected: expectedFor(route, question, caller) })),
    ),
  )
  const before = await fingerprints(world.databaseUrl)
  const harmless = await tryAll(
    world,
    cells.filter((cell) => !isChange(cell)),
  )
  const after = await fingerprints(world.databaseUrl)
  const changes = await tryAll(world, cells.filter(isChange))
  const changed = [...before]
    .filter(([table, print]) => after.get(table) !== print)
    .map(([table]) => `${table} was changed by a request that was to be refused`)
  return {
    cells: cells.length + before.size,
    leaks: [...harmless.leaks, ...changes.leaks, ...changed],
    wrongRefusals: [...harmless.wrongRefusals, ...changes.wrongRefusals],
  }
}

const isSuccess = (status: number): boolean => status < 300
const statusesOf = ({ status }: Expected): readonly number[] => (typeof status === 'number' ? [status] : status)
const isChange = ({ question, expected }: Cell): boolean => question.method !== 'GET' && statusesOf(expected).some(isSuccess)

/** By the table alone: nobody who is not believed, nobody whose role or service is not named, and the rest as the question says. */
function expectedFor(route: ExpectedRoute, question: Question, { who, service }: Caller): Expected {
  if (route.for === 'anyone') return question.expected(who ?? A_SERVICE)
  if (who === undefined && service === undefined) return { status: 401 }
  if (service !== undefined) return route.for === service ? question.expected(A_SERVICE) : { status: 403 }
  if (who === undefined || !(route.for.split(' ') as readonly string[]).includes(who.letter)) return { status: 403 }
  return question.expected(who)
}

async function tryAll(world: World, cells: readonly Cell[]): Promise<Verdict> {
  const leaks: string[] = []
  const wrongRefusals: string[] = []
  const waiting = cells.values()
  const work = async (): Promise<void> => {
    for (const cell of waiting) {
      const { service } = cell.route
      const answer = await send(world.urls[service], await cell.caller.authorization(service), cell.question)
      const { leak, wrongRefusal } = judged(cell, answer)
      if (leak !== undefined) leaks.push(leak)
      if (wrongRefusal !== undefined) wrongRefusals.push(wrongRefusal)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return { cells: cells.length, leaks, wrongRefusals }
}

interface Judged {
  readonly leak?: string
  readonly wrongRefusal?: string
}

function judged({ route, question, caller, expected }: Cell, { status, text }: Answer): Judged {
  const asked = decodeURIComponent(question.path) + JSON.stringify(question.body ?? '')
  const told = marksIn(text, isSuccess(status) ? '' : asked)
  const { shows = [], mayShow = () => false } = expected
  const what = `${route.service} ${question.method} ${question.path} as ${caller.name}: `
  const wanted = statusesOf(expected)
  const strange = [...told].filter((mark) => !shows.includes(mark) && !mayShow(mark))
  const isExpected = wanted.includes(status)
  if (strange.length > 0) return { leak: `${what}${status}, with ${strange.join(', ')}` }
  if (!isExpected && status < 500 && !wanted.some(isSuccess))
    return { leak: `${what}${status} and not ${wanted.join(' or ')}: ${text.slice(0, 200)}` }
  if (!isExpected) return { wrongRefusal: `${what}${status} and not ${wanted.join(' or ')}: ${text.slice(0, 200)}` }
  const missing = isSuccess(status) ? shows.filter((mark) => !told.has(mark)) : []
  return missing.length > 0 ? { wrongRefusal: `${what}${status}, without ${missing.join(', ')}` } : {}
}
