import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from } from 'pg-copy-streams'
import type { Transaction } from './sql.ts'

export interface CopyTarget {
  /** May be qualified with a schema: `telemetry.reading`. */
  readonly table: string
  readonly columns: readonly string[]
}

/** Small lines are joined into chunks of about this size, so that a stream of them costs few writes. */
const CHUNK_CHARACTERS = 64 * 1024

/**
 * Copies rows into a table with `COPY … FROM STDIN` (text format), the fastest way in.
 *
 * Each line is one row: values in the order of `columns`, each through `copyText`, joined by tabs, ended by a newline.
 * `COPY` refuses tables with row-level security: copy into a temporary table and insert from there.
 *
 * @returns The number of rows copied.
 */
export async function copyInto(tx: Transaction, { table, columns }: CopyTarget, lines: string | Iterable<string>): Promise<number> {
  const target = table.split('.').map(quoted).join('.')
  const stream = tx.query(from(`copy ${target} (${columns.map(quoted).join(', ')}) from stdin`))
  await pipeline(Readable.from(typeof lines === 'string' ? [lines] : chunked(lines), { objectMode: false }), stream)
  return stream.rowCount
}

function* chunked(lines: Iterable<string>): Generator<string> {
  let chunk = ''
  for (const line of lines) {
    chunk += line
    if (chunk.length >= CHUNK_CHARACTERS) {
      yield chunk
      chunk = ''
    }
  }
  if (chunk !== '') yield chunk
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

const SPECIAL = /[\\\t\n\r]/
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/**
 * One value as `COPY` text: null and undefined become `\N`; backslash, tab and line ends are escaped.
 *
 * Text with the character U+0000, which PostgreSQL cannot hold, must have been refused before.
 */
export function copyText(value: string | number | bigint | boolean | null | undefined): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value !== 'string') return String(value)
  return SPECIAL.test(value) ? value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] as string) : value
}
