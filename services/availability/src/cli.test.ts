import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EXIT, runCli } from '@imaging/cli'
import { AvailabilityFile } from '@imaging/schemas'
import { Value } from 'typebox/value'
import { afterAll, describe, expect, it } from 'vitest'
import { availabilityCommand } from './cli.ts'

const examples = new URL('../../../schemas/examples/files/', import.meta.url).pathname
const register = join(examples, 'register-file.json')
const events = join(examples, 'events.jsonl')
const folder = mkdtempSync(join(tmpdir(), 'imaging-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' }
  const stream = (name: 'out' | 'err') =>
    ({ write: (text: string) => (written[name] += text), on: () => {}, off: () => {}, isTTY: false }) as unknown as NodeJS.WriteStream
  const code = await runCli({
    name: 'imaging',
    commands: [availabilityCommand],
    argv: ['availability', ...argv],
    stdout: stream('out'),
    stderr: stream('err'),
  })
  return { code, ...written }
}

const withFiles = (...more: string[]) =>
  run('--register', register, '--events', events, '--from', '2026-06-04', '--to', '2026-06-05', ...more)

describe('imaging availability', () => {
  it('works the figures out from files alone', async () => {
    const { code, out } = await withFiles('--json')
    const file = JSON.parse(out) as AvailabilityFile
    expect(code).toBe(EXIT.ok)
    expect([...Value.Errors(AvailabilityFile, file)]).toEqual([])
    // Down from 9:14am to 4:30pm of a day of 8am to 8pm: 7 hours 16 minutes.
    expect(file.figures[0]?.technical).toMatchObject({ lostHours: expect.closeTo(7 + 16 / 60, 6), countedHours: 12, confirmedShare: 1 })
  })

  it('knows only what was known then', async () => {
    const { out } = await withFiles('--known-at', '2026-06-04T08:00:00Z', '--json')
    expect((JSON.parse(out) as AvailabilityFile).figures[0]?.technical.lostHours).toBe(0)
  })

  it('prints a table for people', async () => {
    expect((await withFiles()).out).toMatch(/RYJ-MRI-0001 +39\.4% \(39\.4% to 39\.4%\)/)
  })

  it('names every line of events that cannot be read, and makes no figures', async () => {
    const broken = join(folder, 'broken.jsonl')
    writeFileSync(broken, `${readFileSync(events, 'utf8')}{"type":"uk.nhs.imaging.tea.made.v1"}\nnot json\n`)
    const { code, out, err } = await run('--register', register, '--events', broken, '--from', '2026-06-04', '--to', '2026-06-05')
    expect([code, out]).toEqual([EXIT.refused, ''])
    expect(err).toMatch(/line 4: .*does not carry[\s\S]*line 5: The record is not JSON/)
  })

  it.each([
    ['a period that ends before it starts', ['--from', '2026-06-05', '--to', '2026-06-04'], /--to: must be after from/],
    ['a date that is none', ['--from', '2026-02-30', '--to', '2026-06-04'], /--from: 2026-02-30 is not a date/],
  ])('refuses %s', async (_, period, why) => {
    const { code, err } = await run('--register', register, '--events', events, ...period)
    expect([code, err]).toEqual([EXIT.refused, expect.stringMatching(why)])
  })
})
