import fc from 'fast-check'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { cleanPhoto, PHOTO_BYTES_MAX } from './clean-photo.ts'

const segment = (marker: number, content: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}
const [start, end] = [Buffer.from([0xff, 0xd8]), Buffer.from([0xff, 0xd9])]
const quantisation = segment(0xdb, Buffer.alloc(65, 7))
const frame = segment(0xc0, Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0]))
const scan = Buffer.concat([segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56])])
const picture = [quantisation, frame, scan]
const jpeg = (...segments: readonly Buffer[]): Buffer => Buffer.concat([start, ...segments, end])

/** EXIF as a phone writes it: how it was held, and where it was. */
const exif = (turned: number, isLittle = false): Buffer => {
  const tiff = Buffer.alloc(38)
  tiff.write(isLittle ? 'II' : 'MM', 'latin1')
  const [short, long] = isLittle
    ? [tiff.writeUInt16LE.bind(tiff), tiff.writeUInt32LE.bind(tiff)]
    : [tiff.writeUInt16BE.bind(tiff), tiff.writeUInt32BE.bind(tiff)]
  short(42, 2)
  long(8, 4)
  short(2, 8)
  short(0x8825, 10)
  short(0x0112, 22)
  short(3, 24)
  long(1, 26)
  short(turned, 30)
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from('51.5177 N 0.1732 W, Nokia of A. Person')]))
}

const chunk = (name: string, content: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const [head, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  head.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([head, named, sum])
}
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const header = chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))
const points = chunk('IDAT', Buffer.from([1, 2, 3]))
const png = (...chunks: readonly Buffer[]): Buffer => Buffer.concat([signature, header, ...chunks, chunk('IEND', Buffer.alloc(0))])

const bytesOf = (file: Buffer): Buffer => {
  const photo = cleanPhoto(file)
  if ('refused' in photo) throw new Error(photo.refused)
  return photo.bytes
}
const refusalOf = (file: Buffer): string => {
  const photo = cleanPhoto(file)
  return 'refused' in photo ? photo.refused : 'taken'
}

const secret = 'Jane Doe, 51.5N'
const metadataMarkers = [0xe0, 0xe1, 0xe2, 0xe3, 0xe5, 0xed, 0xee, 0xef, 0xfe]
const metadataChunks = ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'iCCP', 'prIv']

describe('a JPEG', () => {
  it('keeps its picture and nothing else, wherever the rest stood', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ marker: fc.constantFrom(...metadataMarkers), at: fc.nat(3), text: fc.string({ maxLength: 40 }) })),
        fc.uint8Array({ maxLength: 50 }),
        (extras, after) => {
          const parts = picture.flatMap((part, place) => [
            ...extras.filter(({ at }) => at === place).map(({ marker, text }) => segment(marker, Buffer.from(`${secret} ${text}`))),
            part,
          ])
          const found = bytesOf(Buffer.concat([jpeg(...parts), Buffer.from(secret), after]))
          expect(found.equals(jpeg(...picture))).toBe(true)
        },
      ),
    )
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is still turned as the camera was held (%d), and says no more of the camera', (turned) => {
    for (const isLittle of [true, false]) {
      const found = bytesOf(jpeg(exif(turned, isLittle), ...picture))
      expect(found.toString('latin1')).not.toContain('Nokia')
      expect(found.length - jpeg(...picture).length).toBe(turned === 1 ? 0 : 36)
      expect(bytesOf(found).equals(found)).toBe(true)
      if (turned > 1) expect(found.readUInt16BE(30)).toBe(turned)
    }
  })

  it('keeps how its colours are written, and a segment that only bears that name does not stay', () => {
    const colours = segment(0xee, Buffer.concat([Buffer.from('Adobe'), Buffer.from([0, 100, 0, 0, 0, 0, 1])]))
    expect(bytesOf(jpeg(colours, ...picture)).includes(colours)).toBe(true)
    expect(bytesOf(jpeg(segment(0xee, Buffer.from(`Adobe ${secret}`)), ...picture)).includes(secret)).toBe(false)
  })
})

describe('a PNG', () => {
  it('keeps its picture and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...metadataChunks)), fc.string(), (names, text) => {
        const extras = names.map((name) => chunk(name, Buffer.from(`${secret} ${text}`)))
        const found = bytesOf(Buffer.concat([png(...extras, points, ...extras), Buffer.from(secret)]))
        expect(found.equals(png(points))).toBe(true)
      }),
    )
  })
})

describe('a file', () => {
  it.each([
    ['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'), /HEIC/],
    ['WebP', Buffer.from('RIFF\0\0\0\0WEBPVP8 '), /WebP/],
    ['PDF', Buffer.from('%PDF-1.7'), /PDF/],
    ['DICOM', Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]), /DICOM/],
    ['text', Buffer.from('hello'), /not a photo we can read/],
    ['nothing', Buffer.alloc(0), /empty/],
    ['more than the limit', Buffer.alloc(PHOTO_BYTES_MAX + 1), /too big/],
    ['a JPEG without a picture', jpeg(quantisation), /damaged/],
    ['a JPEG with a scan before its frame', jpeg(scan, frame), /damaged/],
    ['a PNG without a picture', png(), /damaged/],
    ['a PNG whose check sum is wrong', png(Buffer.from(points.map((byte, place) => (place === 8 ? byte ^ 1 : byte)))), /damaged/],
  ])('that is %s is refused in words', (_, file, words) => expect(refusalOf(file)).toMatch(words))

  it('cut anywhere is refused, and never read past its end', () => {
    for (const whole of [jpeg(exif(6), ...picture), png(points)])
      for (let length = 1; length < whole.length; length += 1) expect(refusalOf(whole.subarray(0, length))).not.toBe('taken')
  })

  it('of any bytes is cleaned or refused, and cleaning twice changes nothing', () => {
    const begins = fc.constantFrom(start, signature, jpeg(...picture).subarray(0, 60), Buffer.concat([signature, header]))
    fc.assert(
      fc.property(begins, fc.uint8Array({ maxLength: 300 }), (head, rest) => {
        const once = cleanPhoto(Buffer.concat([head, rest]))
        if (!('refused' in once)) expect(bytesOf(once.bytes).equals(once.bytes)).toBe(true)
      }),
    )
  })
})
