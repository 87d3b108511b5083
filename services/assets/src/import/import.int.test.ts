import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import type { AssetVersion, ImportSummary, RegisterAsset, RegisterImport } from '@imaging/schemas'
import { importLimits } from '../../domain/index.ts'
import { exampleAsset, planner, plannerOf, startTestAssets, type Sending, type TestAssets } from '../test-assets.ts'

const example = (name: string): Buffer => readFileSync(new URL(`../../examples/${name}`, import.meta.url))
const sample = example('register-sample.csv')
const expected = JSON.parse(example('register-sample.expected.json').toString()) as readonly {
  readonly line: number
  readonly do: 'accept' | 'problem' | 'skip'
  readonly column?: string
  readonly why?: string
}[]

let register: TestAssets
beforeAll(async () => {
  register = await startTestAssets({ databaseUrl: inject('databaseUrl'), kafkaBrokers: inject('kafkaBrokers') })
})
afterAll(() => register.stop())

const until = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 20_000, interval: 50 })
const upload = (content: Buffer | string, options: Sending = {}): Promise<Response> =>
  register.send('POST', '/api/v1/imports', {
    who: planner,
    body: { fileName: 'register.csv', content: Buffer.from(content).toString('base64') },
    ...options,
  })
const checked = async (content: Buffer | string, options: Sending = {}): Promise<RegisterImport> => {
  const answer = await upload(content, options)
  if (answer.status !== 201) throw new Error(await answer.text())
  return (await answer.json()) as RegisterImport
}
const act = (name: string, { importId, version }: RegisterImport, options: Sending = {}): Promise<Response> =>
  register.send('POST', `/api/v1/imports/${importId}/${name}`, {
    who: planner,
    headers: { 'if-match': `"${version}"`, 'idempotency-key': randomUUID() },
    ...options,
  })
const acted = async (answer: Promise<Response>): Promise<RegisterImport> => (await (await answer).json()) as RegisterImport
const as = (who: typeof planner, { version }: RegisterImport): Sending => ({
  who,
  headers: { 'if-match': `"${version}"`, 'idempotency-key': randomUUID() },
})

/** A register file of one trust: a heading and a row a machine. */
const headings = 'Asset id,Type,Make,Model,Serial,Site,Year made,Install date,Price,Room'
const machine = (id: string, price = '£1', site = 'CXH'): string => `${id},CT,Siemens,Force,${id}-S,${site},2014,17/12/2014,${price},Room 1`
const file = (...rows: readonly string[]): string => [headings, ...rows].join('\n')
const versionsOf = async (assetId: string): Promise<AssetVersion[]> =>
  (await register.get<{ items?: AssetVersion[] }>(`/api/v1/assets/${assetId}/versions`)).items ?? []

describe('the sample register, by way of HTTP', () => {
  const TRUSTS = ['RQM', 'RAS', 'RYJ', 'R1K']
  /** Lines of the sample that are good, and of RYJ. */
  const OWN = 22
  let first: RegisterImport

  it('is checked: each line comes to what is expected, and nothing is saved', async () => {
    const files = await Promise.all(TRUSTS.map((trust) => checked(sample, { who: plannerOf(trust) })))
    first = files[TRUSTS.indexOf('RYJ')] as RegisterImport
    expect(first).toMatchObject({ status: 'CHECKED', version: 1, counts: { new: OWN, skipped: 8 }, uploadedBy: planner.name })
    const outcomes = files.map(({ rows }) => new Map(rows.map((row) => [row.row, row])))
    for (const line of expected) {
      const rows = outcomes.map((byLine) => byLine.get(line.line))
      // Each trust takes its own lines, and leaves the others to those whose they are.
      if (line.do === 'accept') expect(rows.map((row) => row?.outcome).toSorted()).toEqual(['new', 'problem', 'problem', 'problem'])
      if (line.do === 'skip') for (const row of rows) expect(row).toMatchObject({ outcome: 'skipped', why: line.why })
      if (line.do !== 'problem') continue
      expect(rows.map((row) => row?.problems?.map(({ column }) => column).join(', '))).toContain(line.column)
    }
    expect(first.mapping.sites).toContainEqual({ wrote: 'C&W', siteCode: 'RQM01', rows: 3 })
    expect(first.mapping.sites).toContainEqual({ wrote: 'Royal Free', rows: 1 })
    expect((await register.get<{ items: unknown[] }>('/api/v1/assets')).items).toEqual([])
  })

  it('is applied, named as staff say it, and published once a machine', async () => {
    const applied = await acted(act('apply', first, as(planner, first)))
    expect(applied).toMatchObject({ status: 'APPLIED', version: 2 })
    expect(Date.parse(applied.undoUntil ?? '') - Date.parse(applied.appliedAt ?? '')).toBe(24 * 3_600_000)
    const { items } = await register.get<{ items: RegisterAsset[] }>('/api/v1/assets?site=RYJ02&class=mri')
    expect(items.map(({ asset }) => asset.name).toSorted()).toEqual(items.map((_, index) => `MRI ${index + 1}`))
    expect(items[0]?.asset.operatingHours.name).toMatch(/^Assumed/)
    await until(async () => {
      const keys = (await register.published('imaging.assets')).map(({ key }) => key)
      expect([keys.length, new Set(keys).size]).toEqual([OWN, OWN])
    })
    first = applied
  })

  it('changes nothing when it is sent again', async () => {
    const again = await checked(sample)
    expect(again.counts).toMatchObject({ new: 0, changed: 0, same: OWN, skipped: 8 })
    await act('discard', again, as(planner, again))
  })

  it('comes back as a file that changes nothing when it is imported', async () => {
    const csv = await (await register.send('GET', '/api/v1/assets.csv')).text()
    const again = await checked(csv)
    expect([again.counts, again.rows.flatMap(({ problems }) => problems ?? [])]).toEqual([
      { new: 0, changed: 0, same: OWN, problem: 0, skipped: 0 },
      [],
    ])
  })

  it('gives back the rows that failed, with the reason', async () => {
    const csv = await (await register.send('GET', `/api/v1/imports/${first.importId}/problems.csv`)).text()
    expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + first.counts.problem)
    expect(csv).not.toMatch(/(^|,)"?[=+@]/m)
  })

  it('is undone, and leaves nothing behind but its history', async () => {
    const undone = await acted(act('undo', first, as(planner, first)))
    expect(undone).toMatchObject({ status: 'UNDONE', kept: [] })
    expect((await register.get<{ items: unknown[] }>('/api/v1/assets')).items).toEqual([])
    const gone = first.rows.find(({ outcome }) => outcome === 'new')?.assetId ?? ''
    expect((await versionsOf(gone)).map(({ why, asset }) => [why, asset === undefined])).toEqual([
      ['Import of register.csv undone', true],
      ['Imported from register.csv', false],
    ])
    await until(async () => {
      const records = await register.published('imaging.assets')
      expect(records.slice(OWN).every(({ event }) => event === undefined)).toBe(true)
      expect(records).toHaveLength(2 * OWN)
    })
  })
})

describe('an import', () => {
  it('takes only machines of the importer’s own trust, and says whose the others are', async () => {
    const { counts, rows } = await checked(file(machine('OWN-1'), machine('OWN-2', '£1', 'NPH')))
    expect(counts).toMatchObject({ new: 1, problem: 1 })
    expect(rows[1]?.problems?.[0]).toMatchObject({
      row: 3,
      column: 'Site',
      wrote: 'NPH',
      problem: 'Northwick Park Hospital is run by another trust, R1K.',
    })
  })

  it('refuses both of two machines of one maker with one serial number', async () => {
    const { rows } = await checked(file(machine('TWIN-1'), machine('TWIN-2').replace('TWIN-2-S', 'twin-1-s')))
    expect(rows.map(({ problems }) => problems?.map(({ column, problem }) => [column, problem]))).toEqual([
      [['Serial', 'Another row has this maker and serial number.']],
      [['Serial', 'Another row has this maker and serial number.']],
    ])
  })

  it('is applied once, however often it is pressed', async () => {
    const read = await checked(file(machine('TWICE-1')))
    const key = { 'if-match': '"1"', 'idempotency-key': randomUUID() }
    const answers = await Promise.all([act('apply', read, { headers: key }), act('apply', read, { headers: key })])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(await answers[0]?.text()).toBe(await answers[1]?.text())
    expect((await act('apply', read)).status).toBe(412)
    expect((await act('apply', { ...read, version: 2 })).status).toBe(409)
    expect(await versionsOf('TWICE-1')).toHaveLength(1)
  })

  it('is not applied where the register has moved on, and says what to do', async () => {
    await act('apply', await checked(file(machine('MOVE-1'))))
    const [one, other] = [await checked(file(machine('MOVE-1', '£2'))), await checked(file(machine('MOVE-1', '£3')))]
    expect(one.rows[0]?.changes).toEqual([{ field: 'Purchase price', was: '£1.00', is: '£2.00' }])
    expect((await act('apply', one)).status).toBe(200)
    const late = await act('apply', other)
    expect([late.status, ((await late.json()) as { detail: string }).detail]).toEqual([
      409,
      'Since then MOVE-1 changed. Check the file again, look at what it would change, then import it.',
    ])
    const again = await acted(
      register.send('PUT', `/api/v1/imports/${other.importId}/mapping`, { who: planner, body: {}, headers: { 'if-match': '"1"' } }),
    )
    expect(again.rows[0]?.changes).toEqual([{ field: 'Purchase price', was: '£2.00', is: '£3.00' }])
    expect((await act('apply', again)).status).toBe(200)
    expect(await versionsOf('MOVE-1')).toHaveLength(3)
  })

  it('is not applied where someone entered one of its machines under another id meanwhile', async () => {
    const read = await checked(file(machine('LATE-1')))
    const entered = exampleAsset('RYJ-LATE', { manufacturer: 'Siemens', serial: 'LATE-1-S' })
    await register.send('PUT', '/api/v1/assets/RYJ-LATE', { who: planner, body: entered, headers: { 'if-none-match': '*' } })
    expect((await act('apply', read)).status).toBe(409)
    expect(await versionsOf('LATE-1')).toEqual([])
  })

  it('puts back on undo only what nobody has changed since', async () => {
    await act('apply', await checked(file(machine('BACK-1'), machine('BACK-2'))))
    const applied = await acted(act('apply', await checked(file(machine('BACK-1', '£2'), machine('BACK-2', '£2')))))
    const { asset } = await register.get<RegisterAsset>('/api/v1/assets/BACK-1')
    await register.send('PUT', '/api/v1/assets/BACK-1', {
      who: planner,
      body: { ...asset, purchasePricePence: 999 },
      headers: { 'if-match': '"2"' },
    })
    const undone = await acted(act('undo', applied))
    expect(undone.kept).toEqual([{ assetId: 'BACK-1', why: 'Changed since: purchasePricePence.' }])
    const prices = await Promise.all(
      ['BACK-1', 'BACK-2'].map(async (id) => (await register.get<RegisterAsset>(`/api/v1/assets/${id}`)).asset.purchasePricePence),
    )
    expect(prices).toEqual([999, 100])
  })

  it('learns how its organisation writes headings, sites and makers, and no other’s', async () => {
    const odd = file(machine('LEARN-1', '£1', 'The Old Place'))
      .replace('Price', 'Worth')
      .replace('Siemens', 'Simens')
    const read = await checked(odd)
    expect(read.mapping.columns.find(({ heading }) => heading === 'Worth')).toEqual({ heading: 'Worth', certain: false })
    const correction = {
      columns: { Worth: 'purchasePricePence', Room: '' },
      sites: { 'The Old Place': 'RYJ03' },
      makers: { Simens: 'Siemens Healthineers' },
    }
    const corrected = await acted(
      register.send('PUT', `/api/v1/imports/${read.importId}/mapping`, {
        who: planner,
        body: correction,
        headers: { 'if-match': '"1"' },
      }),
    )
    expect(corrected).toMatchObject({ version: 2, counts: { new: 1 } })
    const next = await checked(odd)
    expect(next.counts).toMatchObject({ new: 1, problem: 0 })
    expect(next.mapping.columns.find(({ heading }) => heading === 'Room')).toEqual({ heading: 'Room', certain: true })
    expect(next.mapping.makers).toEqual([{ wrote: 'Simens', maker: 'Siemens Healthineers', rows: 1 }])
    expect((await checked(odd, { who: plannerOf('RAS') })).mapping.sites).toEqual([{ wrote: 'The Old Place', rows: 1 }])
  })

  it.each([
    [{ columns: { 'Serial/No': 'nonsense' } }, '/body/columns/Serial~1No'],
    [{ sites: { X: 'ZZZ99' } }, '/body/sites/X'],
    [{ classes: { X: 'robot' } }, '/body/classes/X'],
  ])('refuses to learn %j', async (correction, pointer) => {
    const { importId } = await checked(file(machine('NONSENSE-1')))
    const answer = await register.send('PUT', `/api/v1/imports/${importId}/mapping`, {
      who: planner,
      body: correction,
      headers: { 'if-match': '"1"' },
    })
    expect([answer.status, ((await answer.json()) as { errors: { pointer: string }[] }).errors.map((error) => error.pointer)]).toEqual([
      422,
      [pointer],
    ])
  })

  it('is seen by its own organisation only', async () => {
    const read = await checked(file(machine('SECRET-1')))
    const other = plannerOf('RAS')
    const seen = async (who: typeof planner) =>
      (await register.get<{ items: ImportSummary[] }>('/api/v1/imports?limit=200', who)).items.map(({ importId }) => importId)
    expect([(await seen(planner))[0], (await seen(other)).includes(read.importId)]).toEqual([read.importId, false])
    for (const path of ['', '/problems.csv'])
      expect((await register.send('GET', `/api/v1/imports/${read.importId}${path}`, { who: other })).status).toBe(404)
    for (const name of ['apply', 'discard', 'undo']) expect((await act(name, read, as(other, read))).status).toBe(404)
    expect((await register.send('GET', '/api/v1/imports', { who: null })).status).toBe(401)
  })

  it('may come as a form, or as the file itself', async () => {
    const form = new FormData()
    form.set('file', new File([file(machine('FORM-1'))], 'Büro.csv'))
    const ofForm = await register.send('POST', '/api/v1/imports', { who: planner, raw: form })
    expect(await ofForm.json()).toMatchObject({ fileName: 'Büro.csv', counts: { new: 1 } })
    const itself = await register.send('POST', '/api/v1/imports?fileName=list.csv', {
      who: planner,
      raw: file(machine('FORM-1')),
      headers: { 'content-type': 'text/csv' },
    })
    expect(await itself.json()).toMatchObject({ fileName: 'list.csv', counts: { new: 1 } })
    const empty = await register.send('POST', '/api/v1/imports', { who: planner, raw: new FormData() })
    expect([empty.status, await empty.text()]).toEqual([400, expect.stringContaining('The form holds no file')])
  })

  it.each([
    ['an oversized file', Buffer.alloc(importLimits.bytes + 1, 'a'), 422, 'larger than 10 MB'],
    ['a file far too large', Buffer.alloc(importLimits.bytes * 2, 'a'), 413, 'larger than 10 MB'],
    ['an empty file', '', 422, 'This file is empty'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0]), 422, 'Save the register as an Excel workbook'],
    ['a file without headings', 'a,b\n1,2\n', 422, 'No row of headings'],
  ])('refuses %s, and says what to do', async (_, content, status, words) => {
    const answer = await upload(content)
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(words)])
  })

  it('keeps its answer with its effect: a process killed between the two does not act twice', async () => {
    const read = await checked(file(machine('KILL-1')))
    const key = { 'if-match': '"1"', 'idempotency-key': randomUUID() }
    const stuck = spawn(process.execPath, [new URL('fixtures/never-answers.ts', import.meta.url).pathname], {
      env: { ...process.env, ...register.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(stuck.stdout, 'data')) as [Buffer]
    const unanswered = act('apply', read, { headers: key, to: line.toString().trim() }).catch(() => 'no answer')
    await until(async () =>
      expect(await register.get<RegisterImport>(`/api/v1/imports/${read.importId}`, planner)).toMatchObject({ status: 'APPLIED' }),
    )
    stuck.kill('SIGKILL')
    expect(await unanswered).toBe('no answer')
    const again = await act('apply', read, { headers: key })
    expect([again.status, again.headers.get('idempotent-replayed'), ((await again.json()) as RegisterImport).status]).toEqual([
      200,
      'true',
      'APPLIED',
    ])
    expect(await versionsOf('KILL-1')).toHaveLength(1)
  })
})
