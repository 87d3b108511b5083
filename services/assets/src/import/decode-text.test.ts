import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { decodeText } from './decode-text.ts'

const text = 'Equipment No,Site\r\nEQ1,ST MARY’S — £1,000 Müller\r\n'

describe('the text of a file', () => {
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8', iconv.encode(text, 'utf8', { addBOM: true })],
    ['UTF-16', iconv.encode(text, 'utf-16le', { addBOM: true })],
    ['UTF-16', iconv.encode(text, 'utf-16be', { addBOM: true })],
    ['UTF-16', iconv.encode(text, 'utf-16le', { addBOM: false })],
    ['UTF-16', iconv.encode(text, 'utf-16be', { addBOM: false })],
    ['Windows-1252', iconv.encode(text, 'windows-1252')],
  ] as const)('comes out the same from %s (%#)', (encoding, bytes) => {
    expect(decodeText(bytes)).toEqual({ text, encoding })
  })

  it('is refused where the bytes are no text', () => {
    expect(decodeText(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]))).toBeUndefined()
  })

  it('survives the way through UTF-8 whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (any) => {
        fc.pre(!any.includes('\u0000') && !any.startsWith('\uFEFF') && any.isWellFormed())
        expect(decodeText(Buffer.from(any))?.text).toBe(any)
      }),
    )
  })
})
