import type { WorkOrderCommand } from '@imaging/schemas'
import { OutageError, ProblemError, type Server } from '@imaging/http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cookieFixture } from '../../preview/access-fixture.ts'
import { fixturePorts } from '../../preview/fixture-ports.ts'
import { previewApp } from '../../preview/preview-server.ts'
import type { Press } from './work-orders/work-order-desk.ts'

let app: Server
let acts: { readonly id: string; readonly command: WorkOrderCommand; readonly press: Press }[]
let refusal: Error | undefined

beforeEach(async () => {
  acts = []
  refusal = undefined
  const ports = fixturePorts('full')
  const act = async (_actor: unknown, id: string, command: WorkOrderCommand, press: Press): Promise<void> => {
    if (refusal !== undefined) throw refusal
    acts.push({ id, command, press })
  }
  app = await previewApp({ ...ports, desk: { ...ports.desk, act } })
})
afterEach(() => app.close())

const hidden = (body: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? ''

const openForm = async (url: string, person: string): Promise<Record<string, string>> => {
  const { body } = await app.inject({ url, headers: { cookie: cookieFixture(person) } })
  return { formToken: hidden(body, 'formToken'), idempotencyKey: hidden(body, 'idempotencyKey'), version: hidden(body, 'version') }
}

const send = (url: string, fields: Record<string, string>, person: string, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url,
    headers: {
      cookie: cookieFixture(person),
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      ...headers,
    },
    payload: new URLSearchParams(fields).toString(),
  })

const engineer = 'supplier-engineer@ge'
const acceptance = { how: 'visit', arriveDate: '2026-11-20', arriveTime: '15:40' }

describe('a form', () => {
  it('carries the version it was filled in against and a key of its own, the same however often it is pressed', async () => {
    const fields = await openForm('/work-orders/WO-1044', engineer)
    const [first, second] = [
      await send('/work-orders/WO-1044/accept', { ...fields, ...acceptance }, engineer),
      await send('/work-orders/WO-1044/accept', { ...fields, ...acceptance }, engineer),
    ]
    expect([first.statusCode, first.headers.location]).toEqual([303, '/work-orders/WO-1044?done=accept'])
    expect(second.statusCode).toBe(303)
    expect(acts).toHaveLength(2)
    expect(acts[0]).toEqual({
      id: 'WO-1044',
      command: { action: 'accept', arriveAt: '2026-11-20T15:40:00.000Z' },
      press: { version: '3', idempotencyKey: fields['idempotencyKey'] },
    })
    expect(acts[1]).toEqual(acts[0])
    expect((await openForm('/work-orders/WO-1044', engineer))['idempotencyKey']).not.toBe(fields['idempotencyKey'])
  })

  it('is refused from another website, whatever it knows', async () => {
    const fields = { ...(await openForm('/work-orders/WO-1044', engineer)), ...acceptance }
    expect((await send('/work-orders/WO-1044/accept', fields, engineer, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    const headers = { cookie: cookieFixture(engineer), 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' }
    expect(
      (await app.inject({ method: 'POST', url: '/work-orders/WO-1044/accept', headers, payload: new URLSearchParams(fields).toString() }))
        .statusCode,
    ).toBe(403)
    expect(acts).toEqual([])
  })

  it('that was open too long keeps what was written and can be sent again', async () => {
    const stale: Record<string, string> = {
      ...(await openForm('/work-orders/WO-1044', engineer)),
      formToken: 'old',
      reason: 'No engineer on shift',
    }
    const { statusCode, body } = await send('/work-orders/WO-1044/decline', stale, engineer)
    expect(statusCode).toBe(403)
    expect(body).toContain('No engineer on shift')
    const again = { ...stale, formToken: hidden(body, 'formToken') }
    expect(hidden(body, 'idempotencyKey')).toBe(stale['idempotencyKey'])
    expect((await send('/work-orders/WO-1044/decline', again, engineer)).statusCode).toBe(303)
  })

  it('keeps its answers and its key when a service is away', async () => {
    refusal = new OutageError('no connection')
    const fields: Record<string, string> = { ...(await openForm('/work-orders/WO-1044', engineer)), reason: 'No engineer <on> shift' }
    const { statusCode, body } = await send('/work-orders/WO-1044/decline', fields, engineer)
    expect(statusCode).toBe(503)
    expect(body).toContain('No engineer &lt;on&gt; shift')
    expect(body).toContain('Send again')
    expect(hidden(body, 'idempotencyKey')).toBe(fields['idempotencyKey'])
  })

  it('shows what was written when someone else was quicker, and leads to the latest version', async () => {
    refusal = new ProblemError(412, 'It has changed since you read it', { isRemote: true })
    const fields = { ...(await openForm('/work-orders/WO-1044', engineer)), reason: 'No engineer on shift' }
    const { statusCode, body } = await send('/work-orders/WO-1044/decline', fields, engineer)
    expect(statusCode).toBe(412)
    expect(body).toContain('Someone changed this before you')
    expect(body).toContain('No engineer on shift')
    expect(body).toContain('href="/work-orders/WO-1044"')
  })

  it('repeats the rule that forbids an act, in the service’s own sentence', async () => {
    refusal = new ProblemError(403, 'This is not yours to do', {
      isRemote: true,
      detail: 'A supplier cannot return a scanner to use; the radiology lead decides.',
    })
    const fields = { ...(await openForm('/work-orders/WO-1044', engineer)), how: 'full' }
    expect((await send('/work-orders/WO-1044/release', fields, engineer)).body).toContain(
      'A supplier cannot return a scanner to use; the radiology lead decides.',
    )
  })

  it('with a mistake comes back with everything in it and says where', async () => {
    const fields = { ...(await openForm('/work-orders/WO-1044', engineer)), how: 'visit', arriveDate: '2026-02-31', arriveTime: '15:40' }
    const { statusCode, body } = await send('/work-orders/WO-1044/accept', fields, engineer)
    expect(statusCode).toBe(400)
    expect(body).toContain('<title>Error: ')
    expect(body).toContain('href="#accept-arriveDate"')
    expect(body).toContain('value="15:40"')
    expect(acts).toEqual([])
  })

  it('of a size no person fills in is refused', async () => {
    const fields = { ...(await openForm('/work-orders/WO-1044', engineer)), reason: 'x'.repeat(70_000) }
    expect((await send('/work-orders/WO-1044/decline', fields, engineer)).statusCode).toBe(413)
  })
})

describe('the supplier', () => {
  it('never sees the release, nor the forms of the checks', async () => {
    for (const id of ['WO-1039', 'WO-1040', 'WO-1041']) {
      const { body } = await app.inject({ url: `/work-orders/${id}`, headers: { cookie: cookieFixture(engineer) } })
      expect(body).not.toMatch(/action="[^"]*\/(release|record-check)"/)
    }
    const lead = await app.inject({ url: '/work-orders/WO-1039', headers: { cookie: cookieFixture('radiology-lead@RYJ') } })
    expect(lead.body).toContain('action="/work-orders/WO-1039/release"')
  })
})

describe('report a fault', () => {
  const manager = 'radiology-manager@RYJ'
  const fault = { severity: 'down', reason: 'poor-images', note: '' }

  it('is sent with three choices and leads to what happens next', async () => {
    const fields = { ...(await openForm('/report?scanner=NWL-001', manager)), scanner: 'NWL-001', ...fault }
    const { statusCode, headers } = await send('/report', fields, manager)
    expect(statusCode).toBe(303)
    const { body } = await app.inject({ url: String(headers.location), headers: { cookie: cookieFixture(manager) } })
    expect(body).toContain('Your report has been sent')
  })

  it('asks before it doubles a fault that is already open', async () => {
    const fields = { ...(await openForm('/report', manager)), scanner: 'NWL-002', ...fault }
    const asked = await send('/report', fields, manager)
    expect(asked.statusCode).toBe(400)
    expect(asked.body).toContain('Add to this fault')
    expect((await send('/report', { ...fields, adds: 'yes' }, manager)).statusCode).toBe(303)
  })

  it('marks nothing as wrong before anything was sent', async () => {
    const { body } = await app.inject({ url: '/report?scanner=NWL-001', headers: { cookie: cookieFixture(manager) } })
    expect(body).not.toContain('nhsuk-form-group--error')
    expect((await send('/report', await openForm('/report', manager), manager)).body.match(/nhsuk-form-group--error/g)).toHaveLength(3)
  })

  it('leads from a label to the form of its scanner', async () => {
    const { headers } = await app.inject({ url: '/s/NWL-001', headers: { cookie: cookieFixture(manager) } })
    expect(headers.location).toBe('/report?scanner=NWL-001')
  })

  it('offers only the scanners of one’s own trust', async () => {
    const { body } = await app.inject({ url: '/report', headers: { cookie: cookieFixture(manager) } })
    expect(body).toContain('Hammersmith Hospital: CT 1')
    expect(body).not.toContain('Hillingdon Hospital: CT 1')
  })
})
