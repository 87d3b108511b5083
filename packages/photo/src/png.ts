import { crc32 } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** What a picture is made of: its size, its colours, its points. Text, time, EXIF, profiles and what is unknown are not on the list. */
const PICTURE: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'gAMA', 'sRGB', 'IDAT', 'IEND'])

/** Length, name and check sum around the content of a chunk. */
const FRAME_BYTES = 12
const HEADER_BYTES = 13

/** Whether a file begins as a PNG does. */
export const isPng = (bytes: Buffer): boolean => bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)

/**
 * A PNG with its picture alone, nothing after its end. Undefined where a chunk is cut short or does not match its check sum, or
 * there is no picture.
 *
 * @source W3C Portable Network Graphics (Third Edition), 5 and 11
 */
export function cleanPng(bytes: Buffer): Buffer | undefined {
  const kept: Buffer[] = [SIGNATURE]
  let hasPoints = false
  for (let at = SIGNATURE.length; at + FRAME_BYTES <= bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const to = at + FRAME_BYTES + length
    if (to > bytes.length || crc32(bytes.subarray(at + 4, to - 4)) !== bytes.readUInt32BE(to - 4)) return undefined
    const name = bytes.toString('latin1', at + 4, at + 8)
    const isFirst = at === SIGNATURE.length
    if (isFirst !== (name === 'IHDR') || (isFirst && length !== HEADER_BYTES)) return undefined
    if (PICTURE.has(name)) kept.push(bytes.subarray(at, to))
    hasPoints ||= name === 'IDAT'
    if (name === 'IEND') return hasPoints && length === 0 ? Buffer.concat(kept) : undefined
    at = to
  }
  return undefined
}
