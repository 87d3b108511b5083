import { localDateOf } from '@imaging/calendar'
import { invalid } from '@imaging/http'
import type { Sql } from '@imaging/postgres'
import type { Actor } from '@imaging/schemas'
import { previewImport, type ImportPreview } from '../../domain/index.ts'
import { assetOf } from '../asset-entry.ts'
import { wholeRegister } from '../asset-repository.ts'
import { writesFor } from '../authority.ts'
import { readPlaces } from '../place-repository.ts'
import type { Reference } from '../reference-repository.ts'
import type { LearnedMapping } from './learned-mapping.ts'
import { readRegisterFile } from './read-register-file.ts'

/** A file as it was read against the register of the moment. */
export interface CheckedFile {
  readonly asOf: string
  readonly preview: ImportPreview
  readonly seenVersions: Readonly<Record<string, number>>
}

export interface CheckOptions {
  readonly actor: Actor
  readonly reference: Reference
  readonly learned: LearnedMapping
  readonly now: Date
}

/**
 * Reads a file against the register: what importing it would do. Nothing is saved by looking.
 *
 * @throws {ProblemError} 422 for a file that cannot be a register, with what to do.
 */
export async function checkFile(sql: Sql, file: Uint8Array, { actor, reference, learned, now }: CheckOptions): Promise<CheckedFile> {
  const register = await wholeRegister(sql)
  const importer = writesFor(actor, reference.organisations)
  const asOf = localDateOf(now.getTime())
  const table = await readRegisterFile(file)
  const preview =
    'refused' in table
      ? table
      : previewImport(table, {
          register: register.map(({ entry }) => assetOf(entry)),
          places: await readPlaces(sql),
          names: { ...reference, corrections: learned.names },
          headings: learned.headings,
          today: asOf,
          ...(importer !== undefined && { importer }),
        })
  if ('refused' in preview) throw invalid([{ pointer: '/body/content', message: `${preview.refused} ${preview.remedy}` }])
  const changed = new Set(preview.outcomes.flatMap((row) => (row.outcome === 'changed' ? [row.assetId] : [])))
  const seen = register.filter(({ entry }) => changed.has(entry.assetId)).map(({ entry, version }) => [entry.assetId, version] as const)
  return { asOf, preview, seenVersions: Object.fromEntries(seen) }
}
