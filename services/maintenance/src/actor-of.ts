import { ACTOR_HEADER, Actor } from '@imaging/schemas'
import { problem } from '@imaging/http'
import { Value } from 'typebox/value'

/** As much of a request as says who sent it. */
interface Asked {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** Codes of trusts and ids of suppliers look different, so that neither can be taken for the other. */
const TRUST = /^[A-Z0-9]{3,10}$/
const SUPPLIER = /^[a-z0-9][a-z0-9-]{0,39}$/

/**
 * Who asks, as the gateway says.
 *
 * @throws {ProblemError} 401 when it does not say, or says something that cannot be.
 */
export function actorOf({ headers }: Asked): Actor {
  const actor = decoded(headers[ACTOR_HEADER])
  if (!Value.Check(Actor, actor) || !(actor.role === 'supplier-engineer' ? SUPPLIER : TRUST).test(actor.organisation)) {
    throw problem(401, 'Who asks is not known', { detail: `Send ${ACTOR_HEADER}: name, role and organisation as JSON in base64url.` })
  }
  return actor
}

/** Who sends a command, for telling the keys of different callers apart. */
export const callerOf = ({ headers }: Asked): string => {
  const sent = headers[ACTOR_HEADER]
  return typeof sent === 'string' ? sent : 'platform'
}

function decoded(sent: string | string[] | undefined): unknown {
  if (typeof sent !== 'string') return undefined
  try {
    return JSON.parse(Buffer.from(sent, 'base64url').toString())
  } catch {
    return undefined
  }
}
