import type { FastifyRequest } from 'fastify'
import { problem } from './problem.ts'

/** The strong ETag of a version, for `reply.header('etag', etag(version))`. */
export const etag = (version: number | string): string => `"${version}"`

/**
 * Lets an edit pass only if it was made on the version that is current.
 *
 * `*` counts as no version: it would overwrite what the editor never saw.
 *
 * @throws {ProblemError} 428 without `If-Match`; 412 when another version is current.
 * @source RFC 9110 section 13.1.1, RFC 6585 section 3
 */
export function requireIfMatch(request: Pick<FastifyRequest, 'headers'>, version: number | string): void {
  const sent = request.headers['if-match']?.trim()
  if (sent === undefined || sent === '' || sent === '*') {
    throw problem(428, 'If-Match is needed', { detail: 'Read it first, then send the ETag you were given as If-Match.' })
  }
  const versions = sent.split(',').map((tag) => tag.trim())
  if (!versions.includes(etag(version))) {
    throw problem(412, 'It has changed since you read it', {
      detail: 'Read it again, look at what changed, then send your edit with the new ETag as If-Match.',
    })
  }
}
