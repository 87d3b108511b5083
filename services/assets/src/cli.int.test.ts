import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { Refusal, runCli } from '@imaging/cli'
import { personOf } from '@imaging/identity/testing'
import type { PersonIdentity, RegisterAsset, RegisterImport } from '@imaging/schemas'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { importCommand } from './cli.ts'
import { jointOf, planner, plannerOf, startTestAssets, type TestAssets } from './test-assets.ts'

const sample = fileURLToPath(new URL('../examples/register-sample.csv', import.meta.url))

/** Whose each token is. */
const owners: Readonly<Record<string, PersonIdentity>> = {
  'of-ryj': planner,
  'of-ras': plannerOf('RAS'),
  'of-all': jointOf('administrator'),
  'of-siemens': personOf('supplier-desk', 'siemens'),
}

let register: TestAssets
/** What the gateway does for the command, in small: it knows whose a token is, and passes the call on as theirs. */
const gateway = createServer(async (request, response) => {
  const answer = await passedOn(request)
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' }).end(await answer.text())
})

async function passedOn(request: IncomingMessage): Promise<Response> {
  const { method = '', url = '', headers } = request
  const who = owners[headers.authorization?.replace('Bearer ', '') ?? '']
  if (who === undefined || !url.startsWith('/api/v1/assets/')) return new Response(null, { status: 401 })
  const passing = ['content-type', 'if-match', 'idempotency-key'].flatMap((name) => (headers[name] ? [[name, String(headers[name])]] : []))
  return register.send(method, url.replace('/assets/', '/'), { who, headers: Object.fromEntries(passing), raw: await text(request) })
}

beforeAll(async () => {
  register = await startTestAssets({ databaseUrl: inject('databaseUrl'), kafkaBrokers: inject('kafkaBrokers') })
  await once(gateway.listen(0, '127.0.0.1'), 'listening')
})
afterAll(async () => {
  gateway.close()
  await register.stop()
})

type Ran = { readonly code: number; readonly out: string; readonly err: string }

const imaging = (...argv: readonly string[]): Promise<Ran> => imagingAs('of-ryj', ...argv)

async function imagingAs(token: string | undefined, ...argv: readonly string[]): Promise<Ran> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const settings = new Map([
    ['WEB_ORIGIN', `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`],
    ...(token === undefined ? [] : ([['IMAGING_TOKEN', token]] as const)),
  ])
  const settingOf = (name: string): string => {
    const value = settings.get(name)
    if (value === undefined) throw new Refusal(`${name} is not known.`)
    return value
  }
  const code = await runCli({
    name: 'imaging',
    commands: [importCommand(settingOf)],
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
    expect(out).toContain('22 new, 0 changed, 0 the same, 91 not read, 8 left out.\nNothing of the register has changed.')
    expect(out).toMatch(/^ +7 {2}Installation date {2}31\/02\/2015 +.*Enter/m)
    expect(await assets()).toBe(0)
  })

  it('imports for the trust of whoever asks, and no other', async () => {
    const { rows } = JSON.parse((await imagingAs('of-ras', 'import', sample, '--json')).out) as RegisterImport
    expect(new Set(rows.filter(({ outcome }) => outcome === 'new').map(({ assetId }) => assetId?.slice(0, 3)))).toEqual(new Set(['RAS']))
  })

  it('imports with --apply, and finds everything the same the next time', async () => {
    const applied = JSON.parse((await imaging('import', sample, '--apply', '--json')).out) as RegisterImport
    expect([applied.status, await assets()]).toEqual(['APPLIED', 22])
    expect((await imaging('import', sample, '--apply')).out).toContain('0 new, 0 changed, 22 the same')
  })

  it.each([
    ['of-ryj', 'nowhere.csv', 'nowhere.csv cannot be read'],
    ['of-ryj', import.meta.filename, 'was refused. No row of headings was found'],
    ['of-all', sample, 'Only a trust keeps a register'],
    ['of-siemens', sample, 'This is not yours to do'],
    ['made-up', sample, 'The token is not believed, or is no longer good. Set IMAGING_TOKEN to what "imaging token --as'],
    [undefined, sample, 'It is not said who asks, and each trust imports its own machines. Set IMAGING_TOKEN to what "imaging token --as'],
  ])('with the token %s and the file %s refuses with exit code 3', async (token, file, words) => {
    expect(await imagingAs(token, 'import', file)).toMatchObject({ code: 3, err: expect.stringContaining(words) as string })
  })
})
