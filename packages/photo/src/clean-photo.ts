import { cleanJpeg, isJpeg } from './jpeg.ts'
import { cleanPng, isPng } from './png.ts'

/** A photo of a phone is 2 to 6 MB; a screenshot less. */
export const PHOTO_BYTES_MAX = 10 * 1_048_576

/** Three show the fault, the message and the place. */
export const PHOTOS_MAX = 3

/** A picture and nothing else. */
export interface CleanPhoto {
  readonly mediaType: 'image/jpeg' | 'image/png'
  readonly bytes: Buffer
}

/** Why a file cannot be taken: a sentence for the one who sent it. */
export interface PhotoRefusal {
  readonly refused: string
}

const SEND_INSTEAD = 'Send a JPEG or PNG, or a screenshot of it'

/** Kinds people send that we do not take, by the bytes they begin with (a dot stands for any byte). */
const knownKinds: readonly { readonly name: string; readonly begins: RegExp }[] = [
  { name: 'HEIC', begins: /^....ftyp(?:heic|heix|heim|heis|hevc|hevx|mif1|msf1)/s },
  { name: 'AVIF', begins: /^....ftypavi[fs]/s },
  { name: 'WebP', begins: /^RIFF....WEBP/s },
  { name: 'GIF', begins: /^GIF8/ },
  { name: 'TIFF', begins: /^(?:II\*\0|MM\0\*)/ },
  { name: 'PDF', begins: /^%PDF-/ },
  { name: 'DICOM', begins: /^.{128}DICM/s },
]

const HEAD_BYTES = 132

/**
 * The picture in a file without anything else the file held, or why it cannot be taken.
 *
 * At most `PHOTO_BYTES_MAX`. The kind is told by the content alone.
 */
export function cleanPhoto(bytes: Buffer): CleanPhoto | PhotoRefusal {
  if (bytes.length === 0) return { refused: 'The photo is empty. Choose it again' }
  if (bytes.length > PHOTO_BYTES_MAX) return { refused: 'The photo is too big. Send one of up to 10MB' }
  if (isJpeg(bytes)) return cleaned('image/jpeg', cleanJpeg(bytes))
  if (isPng(bytes)) return cleaned('image/png', cleanPng(bytes))
  const head = bytes.toString('latin1', 0, HEAD_BYTES)
  const kind = knownKinds.find(({ begins }) => begins.test(head))
  return {
    refused: kind === undefined ? `This is not a photo we can read. ${SEND_INSTEAD}` : `We cannot read ${kind.name} files. ${SEND_INSTEAD}`,
  }
}

const cleaned = (mediaType: CleanPhoto['mediaType'], bytes: Buffer | undefined): CleanPhoto | PhotoRefusal =>
  bytes === undefined ? { refused: 'The photo is damaged or incomplete. Choose it again' } : { mediaType, bytes }
