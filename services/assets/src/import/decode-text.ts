import iconv from 'iconv-lite'

/** A text and the name of the encoding it was written in, for the person who checks the import. */
export interface DecodedText {
  readonly text: string
  readonly encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252'
}

/** Enough bytes to tell which half of a character is always zero. */
const bytesLookedAt = 4096

/**
 * Decodes a text file by its byte order mark, else by what its bytes can be.
 *
 * Windows-1252 is the last resort: every row of bytes is some text in it. `undefined` means that the bytes are no text.
 */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return { text: decoded(bytes, 'utf8'), encoding: 'UTF-8' }
  if (startsWith(bytes, [0xff, 0xfe])) return { text: decoded(bytes, 'utf-16le'), encoding: 'UTF-16' }
  if (startsWith(bytes, [0xfe, 0xff])) return { text: decoded(bytes, 'utf-16be'), encoding: 'UTF-16' }
  const zeros = zeroShares(bytes.subarray(0, bytesLookedAt))
  if (zeros.odd > 0.5 && zeros.even < 0.1) return { text: decoded(bytes, 'utf-16le'), encoding: 'UTF-16' }
  if (zeros.even > 0.5 && zeros.odd < 0.1) return { text: decoded(bytes, 'utf-16be'), encoding: 'UTF-16' }
  if (bytes.includes(0)) return undefined
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' }
  } catch {
    return { text: decoded(bytes, 'windows-1252'), encoding: 'Windows-1252' }
  }
}

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean => mark.every((byte, index) => bytes[index] === byte)

const decoded = (bytes: Uint8Array, encoding: string): string =>
  iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding)

function zeroShares(bytes: Uint8Array): { even: number; odd: number } {
  let even = 0
  let odd = 0
  for (const [index, byte] of bytes.entries()) {
    if (byte !== 0) continue
    if (index % 2 === 0) even += 1
    else odd += 1
  }
  const half = Math.max(1, bytes.length / 2)
  return { even: even / half, odd: odd / half }
}
