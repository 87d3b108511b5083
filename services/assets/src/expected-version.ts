import { problem, requireIfMatch } from '@imaging/http'

/**
 * Lets a PUT pass that expects what is there: `If-None-Match: *` enters something new, `If-Match` changes what was read.
 *
 * @param version Of what is there; `undefined` when nothing is.
 * @throws {ProblemError} 412 when something else is there than expected, 428 when it is not said what is expected.
 * @source RFC 9110 sections 13.1.1 and 13.1.2
 */
export function requireExpected(request: Parameters<typeof requireIfMatch>[0], version: number | undefined): void {
  const { 'if-none-match': ifNoneMatch, 'if-match': ifMatch } = request.headers
  if (ifNoneMatch === '*') {
    if (version === undefined) return
    throw problem(412, 'It is in the register already', { detail: 'Read it, then send your edit with its ETag as If-Match.' })
  }
  if (version !== undefined) return requireIfMatch(request, version)
  if (ifMatch === undefined)
    throw problem(428, 'If-None-Match is needed', { detail: 'It is not in the register. Send If-None-Match: * to enter it.' })
  throw problem(412, 'It is not in the register', {
    detail: 'It was taken out since you read it. Send If-None-Match: * to enter it again.',
  })
}
