import { createReadStream, readdirSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Refusal } from '@imaging/cli'
import type { Entry, SignedRoot } from '@imaging/record/domain'
import { ExportedRoot, OrganisationCode } from '@imaging/schemas'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { FoundRecord } from './verify-record.ts'

/**
 * What a line must have to be taken for an entry at all. What else an entry must be is not asked here: one that was spoilt shall be
 * named as changed, not refused as a file.
 */
const Placed = Type.Object({ organisation: OrganisationCode, sequence: Type.Integer(), hash: Type.String(), previousHash: Type.String() })

/** A record as `imaging audit export` writes it: an entry a line, of one organisation after another. */
export const fileRecord = (file: string): FoundRecord => ({
  async organisations() {
    const found = new Set<string>()
    for await (const { organisation } of entriesOf(file)) found.add(organisation)
    return [...found]
  },
  async *entries(organisation) {
    for await (const entry of entriesOf(file)) if (entry.organisation === organisation) yield entry
  },
  roots: () => Promise.resolve([]),
})

async function* entriesOf(file: string): AsyncGenerator<Entry> {
  for await (const { number, text } of linesOf(file)) {
    const entry = parsed(text)
    if (!Value.Check(Placed, entry)) throw new Refusal(`${file}, line ${number}: is not an entry of the record.`)
    yield entry as unknown as Entry
  }
}

/** Exported roots, with what was noticed while reading them. */
export interface ReadRoots {
  readonly roots: readonly SignedRoot[]
  readonly notes: readonly string[]
}

/**
 * Reads an export of roots: a folder with `.jsonl` files, or one such file.
 *
 * A line that was cut short, as a power cut does, is passed over and noted: nobody was told that it was kept.
 *
 * @throws {Refusal} When it cannot be read, or a whole line is not a root.
 */
export async function readExport(place: string): Promise<ReadRoots> {
  const roots: SignedRoot[] = []
  const notes: string[] = []
  for (const file of filesOf(place)) {
    for await (const { number, text } of linesOf(file)) {
      const root = parsed(text)
      if (root === undefined) notes.push(`${file}, line ${number}: was cut short, and is passed over.`)
      else if (Value.Check(ExportedRoot, root)) roots.push(root)
      else {
        const [fault] = Value.Errors(ExportedRoot, root)
        throw new Refusal(`${file}, line ${number}: is not a signed root: ${fault?.instancePath ?? ''} ${fault?.message ?? ''}`)
      }
    }
  }
  return { roots, notes }
}

function filesOf(place: string): readonly string[] {
  try {
    if (!statSync(place).isDirectory()) return [place]
    const names = readdirSync(place).filter((name) => name.endsWith('.jsonl'))
    return names.toSorted().map((name) => join(place, name))
  } catch (error) {
    throw new Refusal(`${place} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

async function* linesOf(file: string): AsyncGenerator<{ readonly number: number; readonly text: string }> {
  let number = 0
  try {
    for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1
      if (text.trim() !== '') yield { number, text }
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal(`${file} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Characters written at once: thousands of entries, without a system call for each. */
const WRITTEN_CHARACTERS = 1_000_000

/**
 * Writes entries to a new file, one as JSON a line. @returns How many.
 *
 * @throws {Refusal} When the file is there already: an export of the record is not written over.
 */
export async function writeEntries(file: string, entries: AsyncIterable<Entry>): Promise<number> {
  const opened = await open(file, 'wx', 0o640).catch((error: unknown) => {
    throw new Refusal(`${file} cannot be written: ${(error as Error).message}`, { cause: error })
  })
  let written = 0
  let waiting = ''
  try {
    for await (const entry of entries) {
      waiting += `${JSON.stringify(entry)}\n`
      written += 1
      if (waiting.length < WRITTEN_CHARACTERS) continue
      await opened.appendFile(waiting)
      waiting = ''
    }
    await opened.appendFile(waiting)
    await opened.sync()
    return written
  } finally {
    await opened.close()
  }
}
