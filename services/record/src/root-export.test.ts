import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalDigest } from './canonical-digest.ts'
import { exampleRecord, exampleRoots } from '../domain/testing/example-record.ts'
import { readExport } from './record-files.ts'
import { fileExport } from './root-export.ts'

const roots = exampleRoots(exampleRecord('RYJ', 6, canonicalDigest), [2, 4, 6], canonicalDigest)
let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'imaging-roots-'))))
afterAll(() => rmSync(folder, { recursive: true }))

describe('an export of roots', () => {
  it('has a file a day and a line a root, which are only added to', async () => {
    const directory = join(folder, 'daily')
    const exported = fileExport(directory)
    await exported.keep(roots[0]!)
    await exported.keep({ ...roots[1]!, at: '2026-06-06T00:00:00.000Z' })
    await exported.keep({ ...roots[2]!, at: '2026-06-06T00:05:00.000Z' })
    expect(readdirSync(directory).toSorted()).toEqual(['roots-2026-06-05.jsonl', 'roots-2026-06-06.jsonl'])
    expect(readFileSync(join(directory, 'roots-2026-06-06.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2)
    expect((await readExport(directory)).roots.map(({ sequence }) => sequence)).toEqual([2, 4, 6])
  })

  it('goes on after half a line, which a power cut left, and tells of it', async () => {
    const directory = join(folder, 'cut')
    const exported = fileExport(directory)
    await exported.keep(roots[0]!)
    appendFileSync(join(directory, 'roots-2026-06-05.jsonl'), '{"organisation":"RY')
    await exported.keep(roots[1]!)
    const read = await readExport(directory)
    expect(read.roots.map(({ sequence }) => sequence)).toEqual([2, 4])
    expect(read.notes).toEqual([expect.stringContaining('line 2: was cut short')])
  })

  it('is refused where a whole line is not a root, and where there is none', async () => {
    const directory = join(folder, 'other')
    await fileExport(directory).keep(roots[0]!)
    appendFileSync(join(directory, 'roots-2026-06-05.jsonl'), '{"organisation":"RYJ"}\n')
    await expect(readExport(directory)).rejects.toThrow(/line 2: is not a signed root/)
    await expect(readExport(join(folder, 'nowhere'))).rejects.toThrow(/cannot be read/)
  })
})
