import { OutageError, ProblemError } from '@imaging/http'

const AWAY: ReadonlySet<number> = new Set([429, 502, 503, 504])

/** Whether a service did not take a report because it is away, so that sending it again later helps. */
export const isAway = (error: unknown): boolean => error instanceof OutageError || (error instanceof ProblemError && AWAY.has(error.status))

/** Whom to tell when a report cannot be sent. The register keeps no telephone numbers, so the words lead to the switchboard. */
export const ringWords = (siteName: string): string =>
  `If it cannot wait, ring the radiology department${siteName === '' ? '' : ` of ${siteName}`} through the hospital’s switchboard.`

/** What is said above a form that could not be sent. */
export const awayWords = (siteName: string, hadPhotos: boolean): readonly string[] => [
  'The service that takes reports is not answering. Your answers are kept below. Send them again in a minute. Sending twice does no harm.',
  ...(hadPhotos ? ['Choose your photos again. A browser does not keep them.'] : []),
  ringWords(siteName),
]
