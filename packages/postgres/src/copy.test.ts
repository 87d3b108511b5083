import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { copyText } from './copy.ts'

/** Reads one value of COPY text as PostgreSQL does; only what we write. */
function readBack(text: string): string | null {
  if (text === '\\N') return null
  const meaning: Record<string, string> = { t: '\t', n: '\n', r: '\r', '\\': '\\' }
  return text.replace(/\\(.)/g, (_, letter: string) => meaning[letter] ?? letter)
}

describe('COPY text', () => {
  it('brings back any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readBack(copyText(text))).toBe(text)
      }),
    )
  })

  it('never holds a bare tab or line end', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(copyText(`${text}\t\n\r`)).not.toMatch(/[\t\n\r]/)
      }),
    )
  })

  it('tells nothing from the empty text and from the letters \\N', () => {
    expect([null, undefined, '', '\\N'].map(copyText)).toEqual(['\\N', '\\N', '', '\\\\N'])
  })

  it('writes numbers and booleans as PostgreSQL reads them', () => {
    expect([1.5, -0, 12n, true, Number.NaN].map(copyText)).toEqual(['1.5', '0', '12', 'true', 'NaN'])
  })
})
