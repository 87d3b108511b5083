import type { CleanPhoto } from '@imaging/photo'
import type { FastifyBaseLogger } from 'fastify'
import type { NewPhoto } from './report-ports.ts'

/** Keeps the photos of a report that has been sent; whether all were kept. A photo that cannot be kept never costs the report. */
export const keepPhotos = async (
  keep: (photo: NewPhoto) => Promise<void>,
  of: { readonly eventId: string; readonly assetId: string },
  photos: readonly CleanPhoto[],
  log: FastifyBaseLogger,
): Promise<boolean> => {
  try {
    for (const [index, { bytes }] of photos.entries()) await keep({ ...of, number: index + 1, bytes })
    return true
  } catch (error) {
    log.error({ err: error }, 'a photo of a report could not be kept')
    return false
  }
}
