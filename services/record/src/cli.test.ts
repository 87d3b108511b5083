import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EXIT, Refusal, runCli } from '@imaging/cli'
import { ExportedRoot, RecordEntry, RecordKeys, RecordVerdict } from '@imaging/schemas'
import { Type, type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { afterAll, describe, expect, it } from 'vitest'
import { auditCommands } from './cli.ts'

const example = (name: string): string => new URL(`../../../schemas/examples/files/${name}`, import.meta.url).pathname
const entries = example('record-entries.jsonl')
const keys = example('record-keys.json')
const against = example('record-roots.jsonl')
const folder = mkdtempSync(join(tmpdir(), 'imaging-audit-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a command where nothing is set and nothing runs. */
async function verify(...argv: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const written = { out: '', err: '' }
  const stream = (name: 'out' | 'err') =>
    ({ write: (text: string) => (written[name] += text), on: () => {}, off: () => {}, isTTY: false }) as unknown as NodeJS.WriteStream
  const commands = auditCommands((name) => {
    throw new Refusal(`${name} is not known.`)
  })
  const code = await runCli({ name: 'imaging', commands, argv: ['audit', 'verify', ...argv], stdout: stream('out'), stderr: stream('err') })
  return { code, ...written }
}

const lines = (file: string): readonly string[] => readFileSync(file, 'utf8').trim().split('\n')
function changed(file: string, change: (lines: readonly string[]) => readonly string[]): string {
  const path = join(folder, 'changed.jsonl')
  writeFileSync(path, change(lines(file)).join('\n'))
  return path
}
const withText = (from: string, to: string) => (all: readonly string[]) => all.map((line) => line.replace(from, to))

describe('the example files', () => {
  it.each<[string, TSchema, readonly unknown[]]>([
    ['entries', RecordEntry, lines(entries).map((line) => JSON.parse(line) as unknown)],
    ['roots', ExportedRoot, lines(against).map((line) => JSON.parse(line) as unknown)],
    ['keys', RecordKeys, [JSON.parse(readFileSync(keys, 'utf8'))]],
    ['a verdict', Type.Array(RecordVerdict), [JSON.parse(readFileSync(example('record-verdict.json'), 'utf8'))]],
  ])('of %s fit their schemas', (_, schema, all) => {
    for (const one of all) expect([...Value.Errors(schema, one)]).toEqual([])
  })
})

describe('imaging audit verify, from files alone', () => {
  it('finds the example as it was written, and says what it cannot find', async () => {
    const { code, out } = await verify('--entries', entries, '--against', against, '--keys', keys)
    expect(code).toBe(EXIT.ok)
    expect(out).toMatch(/RYJ +3 +3 +as it was written/)
    expect(out).toContain('Not to be found: entries cut off at the end')
    const told = await verify('--entries', entries, '--against', against, '--keys', keys, '--json')
    expect(JSON.parse(told.out)).toEqual(JSON.parse(readFileSync(example('record-verdict.json'), 'utf8')))
  })

  it.each<[string, (all: readonly string[]) => readonly string[], RegExp]>([
    ['changed', withText('hour earlier', 'day earlier'), /RYJ: Entry 3 was changed/],
    ['spoilt until it fits no schema', withText('"act":"grant.made"', '"act":7'), /RYJ: Entry 1 was changed/],
    ['removed', (all) => all.toSpliced(1, 1), /RYJ: Entry 2 is missing/],
    ['cut off', (all) => all.slice(0, 2), /RYJ: Entry 3 was cut off at the end/],
    ['there twice', (all) => [...all, all[1] ?? ''], /RYJ: There is a second entry 2/],
  ])('names the entry that is %s', async (_, change, told) => {
    const { code, out } = await verify('--entries', changed(entries, change), '--against', against, '--keys', keys)
    expect([code, out]).toEqual([EXIT.failed, expect.stringMatching(told)])
  })

  it('does not believe a root that was changed', async () => {
    const roots = changed(against, withText('"at":"2026-06-05', '"at":"2026-06-06'))
    const { code, out } = await verify('--entries', entries, '--against', roots, '--keys', keys)
    expect([code, out]).toEqual([EXIT.failed, expect.stringContaining('RYJ: The root of entry 3 cannot be believed')])
  })

  it('says what was not looked at without keys and without an export', async () => {
    const { code, out } = await verify('--entries', entries)
    expect(code).toBe(EXIT.ok)
    expect(out).toContain('Signatures were not checked')
    expect(out).toContain('Without --against')
  })

  it.each([
    ['an export without keys', ['--entries', entries, '--against', against], /keys to check signatures with are not known/],
    ['a file that is not there', ['--entries', join(folder, 'nothing.jsonl')], /cannot be read/],
    ['a file of something else', ['--entries', keys], /line 1: is not an entry/],
    ['keys that are none', ['--entries', entries, '--keys', entries], /./],
    ['an organisation without a record', ['--entries', entries, '--organisation', 'RAS'], /There is no record of RAS/],
    ['no database', [], /DATABASE_URL is not known/],
  ])('refuses %s', async (_, argv, why) => {
    const { code, err } = await verify(...argv)
    expect([code, err]).toEqual([EXIT.refused, expect.stringMatching(why)])
  })
})
