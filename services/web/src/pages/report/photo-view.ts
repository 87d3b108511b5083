import type { Attachment } from '@imaging/schemas'

/** One photo of a report, as a page shows it. */
export interface PhotoView {
  readonly href: string
  readonly alt: string
  readonly eventId: string
}

/** Photos in the order they were sent. Nobody can say what is on them, so their text says which they are. */
export const photoViews = (photos: readonly Attachment[]): readonly PhotoView[] =>
  photos.map(({ eventId, number }, index) => ({
    href: `/photos/${eventId}/${number}`,
    alt: `Photo ${index + 1} of ${photos.length} of the fault`,
    eventId,
  }))
