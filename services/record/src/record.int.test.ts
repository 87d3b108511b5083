import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { Refusal, runCli } from '@imaging/cli'
import { personOf } from '@imaging/identity/testing'
import type { EventRecord, Received } from '@imaging/event-log'
import { createPool, inTransaction, roleOf, serviceUrl } from '@imaging/postgres'
import {
  newEvent,
  type RecordActedV1,
  type RecordEntryPage,
  type RecordKeys,
  type RecordRoot,
  type RecordRootPage,
  type RecordVerdict,
} from '@imaging/schemas'
import pg from 'pg'
import { v7 as uuidV7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { startTestService, type TestService } from '../../../infra/local/test-service.ts'
import { auditCommands } from './cli.ts'
import { onAct } from './on-act.ts'
import { record } from './record-service.ts'

const until = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 15_000, interval: 50 })
const auditor = personOf('auditor', 'RYJ')

let folder: string
let service: TestService
let admin: pg.Client
let databaseUrl: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'imaging-record-'))
  const key = join(folder, 'signing.json')
  writeFileSync(key, JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })))
  service = await startTestService({
    definition: record,
    migrations: new URL('../migrations', import.meta.url),
    databaseUrl: inject('databaseUrl'),
    kafkaBrokers: inject('kafkaBrokers'),
    env: { RECORD_SIGNING_KEY_FILE: key, RECORD_EXPORT_DIR: join(folder, 'roots'), RECORD_SIGN_EVERY_S: '3600' },
  })
  databaseUrl = serviceUrl(service.databaseUrl, 'record')
  admin = new pg.Client({ connectionString: service.databaseUrl })
  await admin.connect()
  await admin.query('set search_path = record')
})

afterAll(async () => {
  await admin.end()
  await service.stop()
  rmSync(folder, { recursive: true })
})

const told = (organisation: string, change: Partial<RecordActedV1['data']> = {}): RecordActedV1 =>
  newEvent({
    id: uuidV7(),
    name: 'record.acted.v1',
    source: 'urn:nhs:ods:QRV:imaging',
    subject: organisation,
    time: new Date().toISOString(),
    example: true,
    data: {
      organisation,
      act: 'work-order.released',
      at: '2026-06-04T08:14:00Z',
      by: { role: 'radiology-lead', name: 'Example Lead', organisation },
      about: 'WO-1041',
      details: { decision: 'Returned to use “as new” – é 日本' },
      ...change,
    },
  })

const ask = async (path: string, who = auditor, method = 'GET'): Promise<Response> =>
  fetch(`${service.url}${path}`, { method, headers: { authorization: await service.authorization(who) } })
const entries = async (query = '', who = auditor): Promise<RecordEntryPage> =>
  (await ask(`/api/v1/record/entries${query}`, who)).json() as Promise<RecordEntryPage>
const recorded = async (organisation: string): Promise<number> =>
  Number((await admin.query<{ count: string }>('select count(*) from entry where organisation = $1', [organisation])).rows[0]?.count)
const sign = async (who = auditor): Promise<readonly RecordRoot[]> =>
  ((await (await ask('/api/v1/record/roots', who, 'POST')).json()) as { signed: RecordRoot[] }).signed

async function audit(...argv: readonly string[]): Promise<{ readonly exit: number; readonly out: string }> {
  const chunks: string[] = []
  const stdout = new PassThrough() as unknown as NodeJS.WriteStream
  stdout.on('data', (chunk) => chunks.push(String(chunk)))
  const settings: Readonly<Record<string, string>> = { DATABASE_URL: databaseUrl, RECORD_URL: service.url }
  const commands = auditCommands((name) => {
    const value = settings[name]
    if (value === undefined) throw new Refusal(`${name} is not known`)
    return value
  })
  const exit = await runCli({ name: 'imaging', commands, argv: ['audit', ...argv], stdout, stderr: stdout })
  return { exit, out: chunks.join('') }
}

describe('an act', () => {
  it('is written into its organisation’s record once, in order, however often it is told', async () => {
    const events = Array.from({ length: 5 }, (_, index) => told('RYJ', { about: `WO-${index}` }))
    await service.publish('imaging.record', ...events, events[0]!)
    await service.publish('imaging.record', events[2]!, told('QRV', { act: 'grant.made' }))
    await until(async () => expect([await recorded('RYJ'), await recorded('QRV')]).toEqual([5, 1]))
    const { items } = await entries()
    expect(items.map(({ sequence, about }) => [sequence, about])).toEqual([4, 3, 2, 1, 0].map((index) => [index + 1, `WO-${index}`]))
    expect(items[0]).toMatchObject({ eventId: events[4]?.id, at: '2026-06-04T08:14:00.000Z', previousHash: items[1]?.hash })
  })

  it.each([
    ['of another key than its organisation', () => ({ ...told('RYJ'), subject: 'RAS' }), /subject: RAS is not data\.organisation, RYJ/],
    ['with half a character', () => told('RYJ', { about: 'WO \uD800' }), /data\.about: holds half a character/],
    ['with U+0000', () => told('RYJ', { details: { reason: 'a\0b' } }), /data\.details\.reason: holds/],
    ['without an organisation', () => told('RYJ', { organisation: '' }), /data\.organisation/],
  ])('%s is put aside with the reason, and the next is recorded', async (_, event, reason) => {
    const before = await recorded('RAS')
    await service.publish('imaging.record', event(), told('RAS'))
    await until(async () => expect(await service.refusals('imaging.record')).toContainEqual(expect.stringMatching(reason)))
    await until(async () => expect(await recorded('RAS')).toBe(before + 1))
  })
})

describe('the record', () => {
  it('is read by its own organisation’s auditors alone, page by page, by act and by instant', async () => {
    await service.publish('imaging.record', told('RYJ', { act: 'downtime.corrected', at: '2026-07-01T00:00:00Z' }))
    await until(async () => expect(await recorded('RYJ')).toBe(6))
    expect((await entries('', personOf('board-secretary', 'QRV'))).items.map(({ organisation }) => organisation)).toEqual(['QRV'])
    expect((await entries('', personOf('auditor', 'R1K'))).items).toEqual([])
    expect((await ask('/api/v1/record/entries', personOf('radiology-lead', 'RYJ'))).status).toBe(403)
    const first = await entries('?limit=4')
    const second = await entries(`?limit=4&cursor=${first.next}`)
    expect([...first.items, ...second.items].map(({ sequence }) => sequence)).toEqual([6, 5, 4, 3, 2, 1])
    expect(second.next).toBeUndefined()
    expect((await entries('?act=downtime.corrected')).items.map(({ sequence }) => sequence)).toEqual([6])
    expect((await entries('?from=2026-07-01T00:00:00Z')).items.map(({ sequence }) => sequence)).toEqual([6])
    expect((await entries('?to=2026-07-01T00:00:00Z')).items.map(({ sequence }) => sequence)).toEqual([5, 4, 3, 2, 1])
  })

  it.each([
    ['the login', 'imaging_record', `update entry set about = 'x'`, /permission denied/],
    ['the login', 'imaging_record', `insert into entry select * from entry limit 0`, /permission denied/],
    ['the writer', 'imaging_record_ingest', 'delete from entry', /permission denied/],
    ['the writer', 'imaging_record_ingest', 'truncate entry', /permission denied/],
    ['the auditor', 'imaging_record_audit', `insert into root select * from root`, /permission denied/],
    ['the owner', 'imaging_record_owner', `update entry set about = 'x'`, /added to and never changed/],
    ['a superuser', 'none', 'delete from entry', /added to and never changed/],
    ['a superuser', 'none', 'truncate entry', /added to and never changed/],
    ['a superuser', 'none', `update root set hash = ''`, /added to and never changed/],
  ])('%s cannot change', async (_, role, statement, why) => {
    await admin.query('begin')
    await admin.query(`set local role ${role}`)
    await expect(admin.query(statement)).rejects.toThrow(why)
    await admin.query('rollback')
  })

  it('stays one chain when many write at once', async () => {
    const ingest = createPool({ url: databaseUrl, applicationName: 'test', role: roleOf('record', 'ingest') })
    const apply = onAct(() => new Date())
    const batch = (): readonly Received<RecordActedV1>[] =>
      ['R1K', 'RQM'].flatMap((code) => [told(code), told(code)]).map((event) => ({ event, record: {} as EventRecord }))
    await Promise.all(Array.from({ length: 8 }, () => inTransaction(ingest, (tx) => apply(tx, batch()))))
    await ingest.end()
    expect([await recorded('R1K'), await recorded('RQM')]).toEqual([16, 16])
    expect((await audit('verify', '--organisation', 'R1K')).exit).toBe(0)
    expect((await audit('verify', '--organisation', 'RQM')).exit).toBe(0)
  })

  it('cannot get a gap or a fork, whoever writes', async () => {
    const insert = (sequence: string): Promise<unknown> =>
      admin.query(
        `insert into entry select organisation, ${sequence}, recorded_at, gen_random_uuid(), act, at, by, about, details, previous_hash, hash
           from entry where organisation = 'RYJ' order by sequence desc limit 1`,
      )
    await expect(insert('sequence + 2')).rejects.toThrow(/entry 8 of RYJ does not go on from entry 6/)
    await expect(insert('sequence + 1')).rejects.toThrow(/entry 7 of RYJ does not go on from entry 6/)
  })
})

describe('a root', () => {
  it('is signed on demand, exported, and shown to its own organisation', async () => {
    const [root] = await sign()
    expect(root).toMatchObject({ organisation: 'RYJ', after: 0, sequence: 6 })
    expect(await sign()).toEqual([])
    const { items } = (await (await ask('/api/v1/record/roots')).json()) as RecordRootPage
    expect(items).toEqual([root])
    const [file = ''] = readdirSync(join(folder, 'roots'))
    expect(JSON.parse(readFileSync(join(folder, 'roots', file), 'utf8').split('\n')[0] ?? '')).toMatchObject({ ...root })
    const { keys } = (await (await fetch(`${service.url}/api/v1/record/keys`)).json()) as RecordKeys
    expect(keys).toHaveLength(1)
  })

  it('is not signed over a record that was changed', async () => {
    await service.publish('imaging.record', told('RYJ'))
    await until(async () => expect(await recorded('RYJ')).toBe(7))
    await admin.query(`alter table entry disable trigger all; update entry set about = 'WO-7' where organisation = 'RYJ' and sequence = 7`)
    const answer = await ask('/api/v1/record/roots', auditor, 'POST')
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('Entry 7 was changed')])
    await admin.query(
      `update entry set about = 'WO-1041' where organisation = 'RYJ' and sequence = 7; alter table entry enable trigger all`,
    )
    await admin.query('alter table entry enable always trigger entry_stands, enable always trigger entry_continues_chain')
    expect(await sign()).toHaveLength(1)
  })
})

describe('imaging audit', () => {
  const roots = (): string => join(folder, 'roots')

  it('verifies the database, and a file, against the export', async () => {
    const verified = await audit('verify', '--against', roots(), '--json')
    expect(verified.exit).toBe(0)
    const verdicts = JSON.parse(verified.out) as RecordVerdict[]
    expect(verdicts.map(({ organisation, faults }) => [organisation, faults])).toEqual(
      ['QRV', 'R1K', 'RAS', 'RQM', 'RYJ'].map((code) => [code, []]),
    )
    const file = join(folder, 'record.jsonl')
    expect((await audit('export', '--out', file)).exit).toBe(0)
    expect((await audit('export', '--out', file)).out).toMatch(/EEXIST/)
    expect(JSON.parse((await audit('verify', '--entries', file, '--against', roots(), '--json')).out)).toEqual(verdicts)
  })

  it('names what a superuser changed, and says what cannot be found', async () => {
    await admin.query('alter table entry disable trigger all')
    await admin.query(`update entry set details = '{"decision":"Never"}' where organisation = 'RYJ' and sequence = 3`)
    await admin.query(`delete from entry where organisation = 'RYJ' and sequence = 5`)
    const { exit, out } = await audit('verify', '--against', roots(), '--organisation', 'RYJ')
    expect(exit).toBe(1)
    expect(out).toContain('RYJ: Entry 3 was changed')
    await admin.query(`delete from entry where organisation = 'RAS'`)
    expect((await audit('verify', '--organisation', 'RAS')).out).toMatch(/There is no record of RAS/)
    expect((await audit('verify', '--against', roots(), '--organisation', 'QRV')).out).toMatch(/Not to be found: .* QRV/)
  })

  it('refuses what it cannot use, and does not take it for a record that was changed', async () => {
    databaseUrl = 'postgres://imaging_record@127.0.0.1:1/nothing'
    expect(await audit('verify')).toEqual({ exit: 3, out: expect.stringContaining('The record cannot be read from the database') })
    databaseUrl = serviceUrl(service.databaseUrl, 'record')
    expect((await audit('verify', '--against', join(folder, 'nowhere'))).exit).toBe(3)
    expect((await audit('verify', '--keys', join(folder, 'signing.json'))).out).toMatch(/does not hold public keys/)
  })
})
