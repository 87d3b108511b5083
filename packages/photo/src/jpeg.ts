/** Markers of a JPEG: the second byte after 0xFF. */
const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const APP1 = 0xe1
const ADOBE = 0xee
const TEM = 0x01

/** Tables, frames, scans and restart intervals: what a picture is made of. SOF, DHT and DAC lie between 0xC0 and 0xCF. */
const isPicture = (marker: number): boolean =>
  (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8) || marker === SOS || marker === 0xdb || marker === 0xdc || marker === 0xdd

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7

/** Cameras write fewer than twenty segments, progressive pictures some dozens; a file of nothing but segments must end, too. */
const SEGMENTS_MAX = 10_000

/** Whether a file begins as a JPEG does. */
export const isJpeg = (bytes: Buffer): boolean => bytes.length > 3 && bytes[0] === 0xff && bytes[1] === SOI && bytes[2] === 0xff

/**
 * A JPEG with its picture alone: no application data but how it is turned and how its colours are kept, no comments, nothing
 * after its end. Undefined where its segments are not in order or it holds no picture.
 *
 * @source ITU-T T.81, Annex B; Exif 2.32, 4.6.4 (Orientation); Adobe technical note 5116 (APP14)
 */
export function cleanJpeg(bytes: Buffer): Buffer | undefined {
  const kept: Buffer[] = []
  let turned = 1
  let hasFrame = false
  let at = 2
  for (let segments = 0; segments < SEGMENTS_MAX; segments += 1) {
    const marker = markerAt(bytes, at)
    if (marker === undefined) return undefined
    const from = marker.after - 2
    if (marker.code === EOI) return hasFrame ? joined(turned, kept) : undefined
    if (marker.code === TEM || isRestart(marker.code)) return undefined
    const to = endOfSegment(bytes, marker.after)
    if (to === undefined) return undefined
    const isScan = marker.code === SOS
    if (isScan && !kept.some((one) => isFrame(one[1] ?? 0))) return undefined
    at = isScan ? endOfScan(bytes, to) : to
    if (isPicture(marker.code)) kept.push(bytes.subarray(from, at))
    else if (marker.code === ADOBE && isAdobe(bytes, marker.after, to)) kept.push(bytes.subarray(from, from + ADOBE_BYTES))
    else if (marker.code === APP1) turned = orientation(bytes.subarray(marker.after + 2, to)) ?? turned
    hasFrame ||= isScan
  }
  return undefined
}

const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** The marker at a place, past the fill bytes that may stand before it. */
function markerAt(bytes: Buffer, at: number): { readonly code: number; readonly after: number } | undefined {
  if (bytes[at] !== 0xff) return undefined
  let place = at + 1
  while (bytes[place] === 0xff) place += 1
  const code = bytes[place]
  return code === undefined || code === 0 ? undefined : { code, after: place + 1 }
}

/** Where a segment ends: its length counts itself. */
function endOfSegment(bytes: Buffer, lengthAt: number): number | undefined {
  if (lengthAt + 2 > bytes.length) return undefined
  const length = bytes.readUInt16BE(lengthAt)
  return length < 2 || lengthAt + length > bytes.length ? undefined : lengthAt + length
}

/** Where the picture data of a scan ends: at the first marker that is neither a stuffed 0xFF nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]
    if (next === undefined) break
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at
  }
  return bytes.length
}

/** An Adobe segment of twelve bytes of content: without it the colours of some pictures come out wrong. */
const ADOBE_BYTES = 16
const isAdobe = (bytes: Buffer, from: number, to: number): boolean =>
  to - from === ADOBE_BYTES - 2 && bytes.toString('latin1', from + 2, from + 7) === 'Adobe'

const EXIF = 'Exif\0\0'
const ORIENTATION = 0x0112

/** How the camera was held, 1 to 8, from the first directory of EXIF data; undefined where it is not said. */
function orientation(content: Buffer): number | undefined {
  if (content.toString('latin1', 0, EXIF.length) !== EXIF) return undefined
  const tiff = content.subarray(EXIF.length)
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const short = (at: number): number => (at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const long = (at: number): number => (at + 4 > tiff.length ? 0 : isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
  const directory = long(4)
  for (let entry = 0; entry < short(directory); entry += 1) {
    const at = directory + 2 + entry * 12
    if (at + 12 > tiff.length) return undefined
    const value = short(at + 8)
    if (short(at) === ORIENTATION) return value >= 1 && value <= 8 ? value : undefined
  }
  return undefined
}

/** The one line of EXIF that is written anew: how the picture is turned. */
function turnedSegment(turned: number): Buffer {
  const tiff = Buffer.from('MM\0*\0\0\0\b\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0', 'latin1')
  tiff.writeUInt16BE(turned, 18)
  const content = Buffer.concat([Buffer.from(EXIF, 'latin1'), tiff])
  const head = Buffer.from([0xff, APP1, 0, 0])
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}

const joined = (turned: number, segments: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([0xff, SOI]), ...(turned === 1 ? [] : [turnedSegment(turned)]), ...segments, Buffer.from([0xff, EOI])])
