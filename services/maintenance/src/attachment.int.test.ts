import { randomUUID } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import { ProblemError } from '@imaging/http'
import { personOf } from '@imaging/identity/testing'
import type { Attachment, AttachmentContent, Identity, WorkOrder } from '@imaging/schemas'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { startTestMaintenance, type TestMaintenance } from './test-maintenance.ts'

/** Nothing listens there: photos do not need Temporal. */
const TEMPORAL_AWAY = '127.0.0.1:1'

const engineer = personOf('supplier-engineer', 'alpha-imaging')
const rival = personOf('supplier-engineer', 'beta-care')
const manager = personOf('radiology-manager', 'RYJ')
const elsewhere = personOf('radiology-manager', 'RAS')
/** The gateway itself: whoever reads a label is nobody we know. */
const web: Identity = { kind: 'service', name: 'web' }

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

/** What is answered, refusals too. */
const answered = async (asked: Promise<{ readonly status: number; readonly body: unknown }>): Promise<{ status: number; text: string }> => {
  try {
    const { status, body } = await asked
    return { status, text: JSON.stringify(body) }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return { status: error.status, text: JSON.stringify([error.title, error.detail, error.errors]) }
  }
}
const keep = (eventId: string, identity: Identity, special: object = {}, path = identity === web ? 'held-attachments' : 'attachments') => {
  const photo = { eventId, number: 1, assetId: ASSET, content: png.toString('base64'), ...special }
  return answered(maintenance.post(`/api/v1/${path}`, photo, identity))
}
const read = (eventId: string, identity: Identity) => answered(maintenance.get(`/api/v1/attachments/${eventId}/1`, identity))
const list = (eventId: string, identity: Identity) => answered(maintenance.get(`/api/v1/attachments?eventIds=${eventId}`, identity))
const remove = (eventId: string, identity: Identity) => answered(maintenance.delete(`/api/v1/attachments/${eventId}`, identity))
const photosOf = async (workOrderId: string, identity: Identity): Promise<readonly string[]> =>
  (
    await maintenance.get<{ attachments: readonly Attachment[] }>(`/api/v1/attachments?workOrderIds=${workOrderId}`, identity)
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

  it('from a label is seen by its trust alone until the report is confirmed and is a downtime', async () => {
    const eventId = randomUUID()
    expect((await keep(eventId, web, { assetId: 'RYJ-CT-2' })).status).toBe(201)
    for (const other of [engineer, elsewhere]) expect((await read(eventId, other)).status).toBe(404)
    expect((await read(eventId, manager)).status).toBe(200)
    expect(JSON.parse((await list(eventId, manager)).text)).toMatchObject({
      attachments: [{ eventId, number: 1, mediaType: 'image/png' }],
    })
    for (const other of [engineer, elsewhere]) expect((await list(eventId, other)).text).toBe('{"attachments":[]}')
    const order = await raised(await maintenance.fail('RYJ-CT-2', { minutesAgo: 0, downtimeId: eventId }))
    expect(await photosOf(order.workOrderId, manager)).toEqual([eventId])
    expect((await read(eventId, personOf('supplier-engineer', order.supplierId))).status).toBe(200)
    expect((await read(eventId, elsewhere)).status).toBe(404)
  })

  it('is taken out by the staff of the scanner and by nobody else, which the record is told', async () => {
    const eventId = randomUUID()
    await keep(eventId, manager)
    for (const who of [engineer, personOf('finance', 'RYJ'), web]) expect((await remove(eventId, who)).status).toBe(403)
    expect((await remove(eventId, elsewhere)).text).toContain('"removed":0')
    expect((await remove(eventId, manager)).text).toContain('"removed":1')
    expect((await read(eventId, manager)).status).toBe(404)
    expect((await remove(eventId, manager)).text).toContain('"removed":0')
    await vi.waitFor(
      async () =>
        expect((await maintenance.published('imaging.record')).map(({ data }) => data)).toMatchObject([
          {
            organisation: 'RYJ',
            act: 'photo.removed',
            about: eventId,
            by: { name: manager.name },
            details: { assetId: ASSET, photos: '1' },
          },
        ]),
      { timeout: 20_000, interval: 100 },
    )
  })

  it('sent twice is one, whoever presses', async () => {
    for (const sender of [manager, web]) {
      const eventId = randomUUID()
      expect([(await keep(eventId, sender)).status, (await keep(eventId, sender)).status]).toEqual([201, 201])
      expect(JSON.parse((await list(eventId, manager)).text)).toMatchObject({ attachments: [{ number: 1 }] })
    }
  })

  it.each([
    ['that cannot be read', manager, { content: Buffer.from('%PDF-1.7').toString('base64') }, 422, 'We cannot read PDF files'],
    ['a fourth', manager, { number: 4 }, 400, 'from 1 to 3'],
    ['of a supplier', engineer, {}, 403, 'Your role does not include it'],
    ['of another trust', elsewhere, {}, 404, ASSET],
    ['of a scanner nobody knows', web, { assetId: 'NOBODY' }, 404, 'NOBODY'],
  ] as const)('%s is refused', async (_, identity, special, status, why) => {
    const answer = await keep(randomUUID(), identity, special)
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(why)])
  })

  it('is added in nobody’s name by the gateway alone, and held', async () => {
    expect((await keep(randomUUID(), manager, {}, 'held-attachments')).status).toBe(403)
    expect((await keep(randomUUID(), web, {}, 'attachments')).status).toBe(403)
    for (const ask of [read, list]) expect((await ask(randomUUID(), web)).status).toBe(403)
  })
})

describe('the database itself', () => {
  /** As the service’s own login, for somebody. */
  const asService = async (
    organisation: string,
    own: readonly string[],
    statement: string,
    role = 'imaging_maintenance',
  ): Promise<number> => {
    const tx = await maintenance.pool.connect()
    try {
      await tx.query(`begin; set local role ${role}; set local search_path = maintenance, public`)
      await tx.query(`select set_config('imaging.organisation', $1, true), set_config('imaging.sees_own', $2, true)`, [
        organisation,
        `{${own.join()}}`,
      ])
      return (await tx.query(statement)).rowCount ?? 0
    } finally {
      await tx.query('rollback')
      tx.release()
    }
  }
  const adding = (trust: string, isHeld: boolean): string =>
    `insert into attachment (event_id, number, asset_id, trust, is_held, media_type, bytes)
     values (gen_random_uuid(), 1, '${ASSET}', '${trust}', ${isHeld}, 'image/png', 'x')`

  it('shows nobody a photo of another, lets nobody add or change one for them', async () => {
    await keep(randomUUID(), manager)
    expect(await asService('RYJ', ['RYJ'], 'select from attachment')).toBeGreaterThan(0)
    expect(await asService('RAS', ['RAS'], 'select from attachment')).toBe(0)
    expect(await asService('beta-care', [], `select from attachment where asset_id = '${ASSET}'`)).toBe(0)
    expect(await asService('RAS', ['RAS'], 'delete from attachment')).toBe(0)
    await expect(asService('', [], 'select from attachment')).rejects.toThrow('it is not said for whom')
    await expect(asService('RAS', ['RAS'], adding('RYJ', false))).rejects.toThrow('row-level security')
    await expect(asService('RYJ', ['RYJ'], adding('RYJ', true))).rejects.toThrow('row-level security')
    await expect(asService('RYJ', ['RYJ'], `update attachment set trust = 'RAS'`)).rejects.toThrow('permission denied')
  })

  it('lets what is added in nobody’s name be held, and nothing be read', async () => {
    const asNobody = (statement: string) => asService('RYJ', [], statement, 'imaging_maintenance_dispatch')
    expect(await asNobody(adding('RYJ', true))).toBe(1)
    await expect(asNobody(adding('RYJ', false))).rejects.toThrow('row-level security')
    await expect(asNobody('select from attachment')).rejects.toThrow('permission denied')
  })
})
