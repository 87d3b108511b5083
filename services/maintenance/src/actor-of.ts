import { problem } from '@imaging/http'
import { ACTOR_HEADER, readActor, type Actor } from '@imaging/schemas'

/** As much of a request as says who sent it. */
interface Asked {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/**
 * Who asks, as the gateway says.
 *
 * @throws {ProblemError} 401 when it does not say, or says something that cannot be.
 */
export function actorOf({ headers }: Asked): Actor {
  const actor = readActor(headers[ACTOR_HEADER])
  if (actor === undefined) {
    throw problem(401, 'Who asks is not known', { detail: `Send ${ACTOR_HEADER}: name, role and organisation as JSON in base64url.` })
  }
  return actor
}

/** Who sends a command, for telling the keys of different callers apart. */
export const callerOf = ({ headers }: Asked): string => {
  const sent = headers[ACTOR_HEADER]
  return typeof sent === 'string' ? sent : 'platform'
}
