import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { runCli } from '@imaging/cli'
import type { RegisterAsset, RegisterImport } from '@imaging/schemas'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { importCommand } from './cli.ts'
import { startTestAssets, type TestAssets } from './test-assets.ts'

const sample = fileURLToPath(new URL('../examples/register-sample.csv', import.meta.url))

let register: TestAssets
beforeAll(async () => {
  register = await startTestAssets({ databaseUrl: inject('databaseUrl'), kafkaBrokers: inject('kafkaBrokers') })
})
afterAll(() => register.stop())

async function imaging(...argv: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const commands = [importCommand(() => register.url)]
  const code = await runCli({
    name: 'imaging',
    commands,
    argv,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
  })
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') }
}
const assets = async (): Promise<number> => (await register.get<{ items: RegisterAsset[] }>('/api/v1/assets?limit=200')).items.length

describe('imaging import', () => {
  it('shows what a file would do, and each problem with its row, column, what was written and what to do', async () => {
    const { code, out } = await imaging('import', sample)
    expect(code).toBe(0)
    expect(out).toContain('94 new, 0 changed, 0 the same, 19 not read, 8 left out.\nNothing of the register has changed.')
    expect(out).toMatch(/^ +7 {2}Installation date {2}31\/02\/2015 +.*Enter/m)
    expect(await assets()).toBe(0)
  })

  it('imports for one trust only when it is told which', async () => {
    const { rows } = JSON.parse((await imaging('import', sample, '--organisation', 'RAS', '--json')).out) as RegisterImport
    expect(new Set(rows.filter(({ outcome }) => outcome === 'new').map(({ assetId }) => assetId?.slice(0, 3)))).toEqual(new Set(['RAS']))
  })

  it('imports with --apply, and finds everything the same the next time', async () => {
    const applied = JSON.parse((await imaging('import', sample, '--apply', '--json')).out) as RegisterImport
    expect([applied.status, await assets()]).toEqual(['APPLIED', 94])
    expect((await imaging('import', sample, '--apply')).out).toContain('0 new, 0 changed, 94 the same')
  })

  it.each([
    [['import', 'nowhere.csv'], 'nowhere.csv cannot be read'],
    [['import', import.meta.filename], 'was refused. No row of headings was found'],
    [['import', sample, '--organisation', 'ZZZ'], 'Your organisation is not in the register'],
  ])('refuses %j with exit code 3', async (argv, words) => {
    expect(await imaging(...argv)).toMatchObject({ code: 3, err: expect.stringContaining(words) as string })
  })
})
