import { localDateOf } from '@imaging/calendar'
import { invalid } from '@imaging/http'
import type { Sql } from '@imaging/postgres'
import { machineKey, previewImport, type FileRefusal, type HeldElsewhere, type ImportPreview } from '../../domain/index.ts'
import { assetOf } from '../asset-entry.ts'
import { heldByOthers, wholeRegister } from '../asset-repository.ts'
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
  /** The trust whose machines may be written. */
  readonly importer: string
  readonly reference: Reference
  readonly learned: LearnedMapping
  readonly now: Date
}

/**
 * Reads a file against the register: what importing it would do. Nothing is saved by looking.
 *
 * @throws {ProblemError} 422 for a file that cannot be a register, with what to do.
 */
export async function checkFile(sql: Sql, file: Uint8Array, { importer, reference, learned, now }: CheckOptions): Promise<CheckedFile> {
  const register = await wholeRegister(sql)
  const asOf = localDateOf(now.getTime())
  const table = await readRegisterFile(file)
  if ('refused' in table) throw refusedFile(table)
  const context = {
    register: register.map(({ entry }) => assetOf(entry)),
    places: await readPlaces(sql),
    names: { ...reference, corrections: learned.names },
    headings: learned.headings,
    today: asOf,
    importer,
  }
  const first = previewImport(table, context)
  if ('refused' in first) throw refusedFile(first)
  const elsewhere = await heldElsewhere(sql, first, reference)
  // What other trusts do not share was not in the register it was read against: where that matters, it is read again.
  const preview = elsewhere === undefined ? first : previewImport(table, { ...context, elsewhere })
  if ('refused' in preview) throw refusedFile(preview)
  const changed = new Set(preview.outcomes.flatMap((row) => (row.outcome === 'changed' ? [row.assetId] : [])))
  const seen = register.filter(({ entry }) => changed.has(entry.assetId)).map(({ entry, version }) => [entry.assetId, version] as const)
  return { asOf, preview, seenVersions: Object.fromEntries(seen) }
}

const refusedFile = ({ refused, remedy }: FileRefusal) => invalid([{ pointer: '/body/content', message: `${refused} ${remedy}` }])

/** What of a file's rows another trust has and does not share; `undefined` where it is nothing. */
async function heldElsewhere(sql: Sql, { outcomes }: ImportPreview, { makerAliases }: Reference): Promise<HeldElsewhere | undefined> {
  const rows = outcomes.filter((row) => row.outcome === 'new' || row.outcome === 'changed')
  const keyOf = (machine: Parameters<typeof machineKey>[0]): string => machineKey(machine, makerAliases)
  const held = await heldByOthers(sql, { keys: rows.map(({ values }) => keyOf(values)), assetIds: rows.map(({ assetId }) => assetId) })
  if (held.keys.size === 0 && held.assetIds.size === 0) return undefined
  return { isMachineInUse: (machine) => held.keys.has(keyOf(machine)), isIdTaken: (assetId) => held.assetIds.has(assetId) }
}
