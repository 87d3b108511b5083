import { describe, expect, it } from 'vitest'
import { etag, requireIfMatch } from './if-match.ts'

const edit = (ifMatch: string | undefined, version: number | string) => () => requireIfMatch({ headers: { 'if-match': ifMatch } }, version)

describe('an edit', () => {
  it('passes on the version that is current', () => {
    expect(edit(etag(7), 7)).not.toThrow()
    expect(edit('"6", "7"', 7)).not.toThrow()
    expect(edit(etag('a1'), 'a1')).not.toThrow()
  })

  it.each(['"6"', '7', 'W/"7"', '"77"'])('made on %s is refused with 412 when 7 is current', (ifMatch) => {
    expect(edit(ifMatch, 7)).toThrow(expect.objectContaining({ status: 412, detail: expect.stringContaining('Read it again') }))
  })

  it.each([undefined, '', ' ', '*'])('that names no version (%j) is refused with 428', (ifMatch) => {
    expect(edit(ifMatch, 7)).toThrow(expect.objectContaining({ status: 428, detail: expect.stringContaining('ETag') }))
  })
})
