import type { CleanPhoto } from '@imaging/photo'
import type { Actor } from '@imaging/schemas'
import type { FastifyBaseLogger } from 'fastify'
import type { PhotoStore } from './report-ports.ts'

/** Keeps the photos of a report that has been sent; whether all were kept. A photo that cannot be kept never costs the report. */
export const keepPhotos = async (
  store: PhotoStore,
  actor: Actor | undefined,
  of: { readonly eventId: string; readonly assetId: string },
  photos: readonly CleanPhoto[],
  log: FastifyBaseLogger,
): Promise<boolean> => {
  try {
    for (const [index, { bytes }] of photos.entries()) await store.keep(actor, { ...of, number: index + 1, bytes })
    return true
  } catch (error) {
    log.error({ err: error }, 'a photo of a report could not be kept')
    return false
  }
}
