import { queryText } from '../../lists/filters.ts'
import { sinceWords } from './started-at.ts'
import type { ReportedScanner } from './report-view.ts'

/** What is said once a report has been sent. */
export interface SentView {
  readonly name: string
  /** When it was taken to have started, where that was not now. */
  readonly since: string | undefined
  readonly arePhotosLost: boolean
}

/** What is said once a report has been sent, from the address the browser was led to. */
export const sentView = (
  { name, siteName }: Pick<ReportedScanner, 'name' | 'siteName'>,
  query: Readonly<Record<string, unknown>>,
): SentView => {
  const atMs = Date.parse(queryText(query['at']) ?? '')
  return {
    name: `${name}, ${siteName}`,
    since: Number.isNaN(atMs) ? undefined : sinceWords(atMs),
    arePhotosLost: query['photos'] === 'lost',
  }
}
