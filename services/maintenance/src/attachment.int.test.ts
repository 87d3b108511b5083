import { randomUUID } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import { ACTOR_HEADER, writeActor, type Actor, type Attachment, type AttachmentContent, type WorkOrder } from '@imaging/schemas'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { startTestMaintenance, type TestMaintenance } from './test-maintenance.ts'

/** Nothing listens there: photos do not need Temporal. */
const TEMPORAL_AWAY = '127.0.0.1:1'

const engineer: Actor = { name: 'Sam Taylor', role: 'supplier-engineer', organisation: 'alpha-imaging' }
const rival: Actor = { name: 'Kim Wood', role: 'supplier-engineer', organisation: 'beta-care' }
const manager: Actor = { name: 'Jo Bell', role: 'radiology-manager', organisation: 'RYJ' }
const elsewhere: Actor = { name: 'Al Reed', role: 'radiology-manager', organisation: 'RAS' }

const ASSET = 'RYJ-MRI-1'

const chunk = (name: string, content: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const [head, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  head.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([head, named, sum])
}
/** One grey point, taken somewhere by someone. */
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
  chunk('tEXt', Buffer.from('Author\0A. Person, 51.5177 N')),
  chunk('IDAT', deflateSync(Buffer.from([0, 128]))),
  chunk('IEND', Buffer.alloc(0)),
])

let maintenance: TestMaintenance
beforeAll(async () => {
  maintenance = await startTestMaintenance({
    databaseUrl: inject('databaseUrl'),
    kafkaBrokers: inject('kafkaBrokers'),
    temporalAddress: TEMPORAL_AWAY,
  })
  await raised(await maintenance.fail(ASSET, { minutesAgo: 0 }))
})
afterAll(() => maintenance?.stop())

const raised = (downtimeId: string): Promise<WorkOrder> =>
  vi.waitFor(
    async () => {
      const order = await maintenance.workOrderOf(downtimeId, manager)
      if (order === undefined) throw new Error('no work order yet')
      return order
    },
    { timeout: 20_000, interval: 100 },
  )

const call = async (method: string, path: string, actor: Actor | undefined, body?: object): Promise<{ status: number; text: string }> => {
  const answer = await fetch(`${maintenance.url}${path}`, {
    method,
    headers: {
      'idempotency-key': randomUUID(),
      ...(actor && { [ACTOR_HEADER]: writeActor(actor) }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, text: await answer.text() }
}
const keep = (eventId: string, actor: Actor | undefined, special: object = {}) =>
  call('POST', '/api/v1/attachments', actor, {
    eventId,
    number: 1,
    assetId: ASSET,
    held: actor === undefined,
    content: png.toString('base64'),
    ...special,
  })
const read = (eventId: string, actor: Actor) => call('GET', `/api/v1/attachments/${eventId}/1`, actor)
const photosOf = async (workOrderId: string, actor: Actor): Promise<readonly string[]> =>
  (
    await maintenance.get<{ attachments: readonly Attachment[] }>(`/api/v1/attachments?workOrderIds=${workOrderId}`, actor)
  ).body.attachments.map(({ eventId }) => eventId)

describe('a photo', () => {
  it('is kept without anything but its picture, shown on the work order of its fault, to its supplier and to no other', async () => {
    const downtimeId = randomUUID()
    expect((await keep(downtimeId, manager)).status).toBe(201)
    const { workOrderId } = await raised(await maintenance.fail('RYJ-CT-1', { minutesAgo: 0 }))
    const open = (await maintenance.get<{ items: WorkOrder[] }>(`/api/v1/work-orders?assetId=${ASSET}&open=true`, manager)).body.items[0]
    // The fault was known already: the photo was added to it.
    expect(await photosOf(open?.workOrderId ?? '', engineer)).toContain(downtimeId)
    expect(await photosOf(workOrderId, manager)).not.toContain(downtimeId)
    const content = JSON.parse((await read(downtimeId, engineer)).text) as AttachmentContent
    expect(content.mediaType).toBe('image/png')
    expect(Buffer.from(content.content, 'base64').toString('latin1')).not.toContain('Person')
    expect(await photosOf(open?.workOrderId ?? '', rival)).toEqual([])
    expect((await read(downtimeId, rival)).status).toBe(404)
  })

  it('from a label is seen by staff alone until the report is confirmed and is a downtime', async () => {
    const eventId = randomUUID()
    expect((await keep(eventId, undefined, { assetId: 'RYJ-CT-2' })).status).toBe(201)
    expect([(await read(eventId, engineer)).status, (await read(eventId, manager)).status]).toEqual([404, 200])
    const listed = await call('GET', `/api/v1/attachments?eventIds=${eventId}`, manager)
    expect(JSON.parse(listed.text)).toMatchObject({ attachments: [{ eventId, number: 1, mediaType: 'image/png' }] })
    expect((await call('GET', `/api/v1/attachments?eventIds=${eventId}`, engineer)).status).toBe(403)
    const order = await raised(await maintenance.fail('RYJ-CT-2', { minutesAgo: 0, downtimeId: eventId }))
    expect(await photosOf(order.workOrderId, manager)).toEqual([eventId])
    const supplier: Actor = { ...engineer, organisation: order.supplierId }
    expect((await read(eventId, supplier)).status).toBe(200)
  })

  it('is taken out by the staff of the scanner, and by nobody else', async () => {
    const eventId = randomUUID()
    await keep(eventId, manager)
    for (const actor of [engineer, elsewhere]) expect((await call('DELETE', `/api/v1/attachments/${eventId}`, actor)).status).toBe(403)
    expect((await call('DELETE', `/api/v1/attachments/${eventId}`, manager)).text).toContain('"removed":1')
    expect((await read(eventId, manager)).status).toBe(404)
    expect((await call('DELETE', `/api/v1/attachments/${eventId}`, manager)).text).toContain('"removed":0')
  })

  it('sent twice is one, whoever presses', async () => {
    const eventId = randomUUID()
    expect([(await keep(eventId, manager)).status, (await keep(eventId, manager)).status]).toEqual([201, 201])
    expect(JSON.parse((await call('GET', `/api/v1/attachments?eventIds=${eventId}`, manager)).text)).toMatchObject({
      attachments: [{ number: 1 }],
    })
  })

  it.each([
    ['that cannot be read', manager, { content: Buffer.from('%PDF-1.7').toString('base64') }, 422, 'We cannot read PDF files'],
    ['a fourth', manager, { number: 4 }, 400, 'from 1 to 3'],
    ['of a supplier', engineer, { held: false }, 403, 'Only the staff'],
    ['of another trust', elsewhere, {}, 403, 'Only the staff'],
    ['of nobody, unless it is held', undefined, { held: false }, 401, 'Who asks is not known'],
    ['of a scanner nobody knows', undefined, { assetId: 'NOBODY' }, 404, 'NOBODY'],
  ] as const)('%s is refused', async (_, actor, special, status, why) => {
    const answer = await keep(randomUUID(), actor, special)
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(why)])
  })
})
