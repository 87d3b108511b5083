import { cleanPhoto, PHOTO_BYTES_MAX, PHOTOS_MAX, type CleanPhoto } from '@imaging/photo'
import type { FastifyRequest } from 'fastify'
import { checkFormToken, type FormFields, type FormGuardDeps } from '../../shell/form-guard.ts'
import { PageError } from '../../shell/page-error.ts'
import type { FieldError } from './report-view.ts'

/** A form of a report as it came: what was typed, the photos cleaned, and what is wrong with either. */
export interface SentReport {
  readonly fields: FormFields
  readonly photos: readonly CleanPhoto[]
  readonly faults: readonly FieldError[]
}

/** So many files are looked at before the form counts as broken; only `PHOTOS_MAX` of them are read. */
const FILES_MAX = 20

/** A file that is too big is cut and said to be so; it must not end the reading of the others. */
const PARTS = { throwFileSizeLimit: false, limits: { fileSize: PHOTO_BYTES_MAX, files: FILES_MAX } }

const photoFault = (text: string): FieldError => ({ href: '#photo', text })

const OPEN_TOO_LONG: FieldError = { href: '#severity', text: 'This page was open for too long. Check your answers and send them again' }

/**
 * Whether the form was made for the one who sends it. A form that was not keeps its answers and can be sent again. The form of a
 * label is made for nobody: the browser's own word that it is ours has to do.
 */
const isOwn = (deps: FormGuardDeps, request: FastifyRequest, fields: FormFields): boolean => {
  if (request.routeOptions.config.formOfNobody === true) return true
  try {
    checkFormToken(deps, request, fields)
    return true
  } catch (error) {
    if (error instanceof PageError) return false
    throw error
  }
}

/**
 * The fields and photos of a report. Every photo is reduced to its picture before anything else is done with it; of a form that was
 * not made for its sender no photo is read.
 */
export const sentReport = async (deps: FormGuardDeps, request: FastifyRequest): Promise<SentReport> => {
  if (!request.isMultipart()) return { fields: (request.body ?? {}) as FormFields, photos: [], faults: [] }
  const fields: Record<string, unknown> = {}
  const photos: CleanPhoto[] = []
  const faults = new Set<string>()
  let files = 0
  for await (const part of request.parts(PARTS)) {
    if (part.type === 'field') {
      fields[part.fieldname] = part.value
      continue
    }
    // A browser sends an empty file where none was chosen.
    const isChosen = Boolean(part.filename)
    files += Number(isChosen)
    if (!isChosen || files > PHOTOS_MAX || !isOwn(deps, request, fields)) {
      part.file.resume()
      continue
    }
    const bytes = await part.toBuffer()
    const photo = part.file.truncated ? { refused: 'The photo is too big. Send one of up to 10MB' } : cleanPhoto(bytes)
    if ('refused' in photo) faults.add(photo.refused)
    else photos.push(photo)
  }
  if (files > PHOTOS_MAX) faults.add(`Choose up to ${PHOTOS_MAX} photos`)
  return { fields, photos, faults: [...(isOwn(deps, request, fields) ? [] : [OPEN_TOO_LONG]), ...[...faults].map(photoFault)] }
}
