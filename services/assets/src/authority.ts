import { problem } from '@imaging/http'
import { ACTOR_HEADER, readActor, type Actor } from '@imaging/schemas'
import type { Organisation } from '../domain/index.ts'

/** As much of a request as says who sent it. */
export interface Asked {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** Who may change the register; everyone else reads it. */
const MAY_EDIT: ReadonlySet<Actor['role']> = new Set(['estates-planner', 'radiology-manager', 'administrator'])

/** Who asks, as the gateway says. @throws {ProblemError} 401 when it does not, or says what cannot be. */
export function actorOf({ headers }: Asked): Actor {
  const actor = readActor(headers[ACTOR_HEADER])
  if (actor !== undefined) return actor
  throw problem(401, 'Who asks is not known', { detail: `Send ${ACTOR_HEADER}: name, role and organisation as JSON in base64url.` })
}

/** Who changes the register. @throws {ProblemError} 401 when it is not known who asks, 403 when they may not. */
export function editorOf(request: Asked): Actor {
  const actor = actorOf(request)
  if (MAY_EDIT.has(actor.role)) return actor
  throw problem(403, 'You cannot change the register', { detail: 'Ask the estates or equipment team of your trust.' })
}

/**
 * The trust whose machines an editor may write; `undefined` for all of them.
 *
 * Each trust answers for its own register. An administrator of the integrated care board, which brings them together,
 * may write for every one.
 *
 * @throws {ProblemError} 403 for an organisation the register does not know.
 */
export function writesFor({ role, organisation }: Actor, organisations: readonly Organisation[]): string | undefined {
  const own = organisations.find(({ ods }) => ods === organisation)
  if (own === undefined)
    throw problem(403, 'Your organisation is not in the register', { detail: `No organisation has the code ${organisation}.` })
  return own.kind === 'integrated-care-board' && role === 'administrator' ? undefined : own.ods
}

/** Lets an edit pass when the editor may write for each trust it concerns. @throws {ProblemError} 403 for another trust's. */
export function requireOwn(actor: Actor, organisations: readonly Organisation[], operators: readonly string[]): void {
  const own = writesFor(actor, organisations)
  const other = own === undefined ? undefined : operators.find((operator) => operator !== own)
  if (other === undefined) return
  throw problem(403, 'This belongs to another trust', { detail: `Only ${other} can change it; you act for ${actor.organisation}.` })
}

/** The supplier who asks, who sees only what they maintain and no prices; nothing for anyone else. */
export function supplierAsking({ headers }: Asked): string | undefined {
  const actor = readActor(headers[ACTOR_HEADER])
  return actor?.role === 'supplier-engineer' ? actor.organisation : undefined
}
