import type { Fault } from './house-rules.ts'
import type { SourceFile } from './source-file.ts'

/** A path of ours in backticks and, where a test is meant, its name in typographic quotes behind it. */
const CITATION = /`((?:schemas|packages|services|workflows|infra|tests|bench|docs)\/[\w./-]+)`(?:\s+“([^”]+)”)?/g

/** What a document rests on is there: every file it names, and in it every test it names. */
export function citationFaults(documents: readonly SourceFile[], read: (path: string) => string | undefined): Fault[] {
  return documents.flatMap(({ path, text }) =>
    [...text.matchAll(CITATION)].flatMap(([, cited = '', test]) => {
      const file = read(cited)
      if (file === undefined) return [{ path, what: `names ${cited}, which is not there` }]
      const name = test?.replaceAll(/\s+/g, ' ')
      return name === undefined || file.includes(name) ? [] : [{ path, what: `names a test of ${cited} that is not there: “${name}”` }]
    }),
  )
}
