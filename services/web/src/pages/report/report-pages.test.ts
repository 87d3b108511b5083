import { OutageError, ProblemError, type Server } from '@imaging/http'
import type { LabelReport, StateReport } from '@imaging/schemas'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cookieFixture } from '../../../preview/access-fixture.ts'
import { boardFixture } from '../../../preview/board-fixture.ts'
import { fixturePorts } from '../../../preview/fixture-ports.ts'
import { pictureFixture } from '../../../preview/photo-fixture.ts'
import { previewApp } from '../../../preview/preview-server.ts'
import type { NewPhoto } from './report-ports.ts'

const visitor = ''
const manager = cookieFixture('radiology-manager@RYJ')
const planner = cookieFixture('estates-planner@RYJ')
const engineer = cookieFixture('supplier-engineer@ge')

const PATIENT = 'Patient 943 476 5919'
const EVENT = '019aa000-0000-7000-8000-000000000001'

let app: Server
let reports: (StateReport | LabelReport)[]
let keys: string[]
let photos: (NewPhoto & { readonly isSignedIn: boolean })[]
let decisions: string[]
/** What goes wrong, by what was asked for. */
let failing: { report?: Error; board?: Error; photo?: Error }

const unless = async <T>(error: Error | undefined, value: T): Promise<T> => {
  if (error !== undefined) throw error
  return value
}

beforeEach(async () => {
  ;[reports, keys, photos, decisions, failing] = [[], [], [], [], {}]
  const ports = fixturePorts('full')
  const taken = (report: StateReport | LabelReport, key: string): void => {
    keys.push(key)
    if (failing.report === undefined) reports.push(report)
  }
  app = await previewApp({
    ...ports,
    board: { board: () => unless(failing.board, boardFixture) },
    faults: {
      report: async (_identity, report, key) => {
        taken(report, key)
        return unless(failing.report, { eventId: EVENT })
      },
    },
    labels: {
      ...ports.labels,
      report: async (report, key) => {
        taken(report, key)
        return unless(failing.report, EVENT)
      },
    },
    held: {
      confirm: async (_identity, id) => void decisions.push(`confirm ${id}`),
      dismiss: async (_identity, id, reason) => void decisions.push(`dismiss ${id}: ${reason}`),
    },
    photos: {
      ...ports.photos,
      keep: async (_identity, photo) => {
        await unless(failing.photo, undefined)
        photos.push({ ...photo, isSignedIn: true })
      },
      keepHeld: async (photo) => void photos.push({ ...photo, isSignedIn: false }),
      remove: async (_identity, eventId) => void decisions.push(`remove ${eventId}`),
    },
  })
})
afterEach(() => app.close())

const hidden = (body: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? ''
const get = (url: string, cookie: string) => app.inject({ url, headers: { cookie } })
const openForm = async (url: string, cookie: string) => {
  const { body } = await get(url, cookie)
  return { formToken: hidden(body, 'formToken'), idempotencyKey: hidden(body, 'idempotencyKey') }
}

type Part = string | { readonly name: string; readonly bytes: Buffer }

/** A form as a browser sends one with files. */
const send = async (url: string, fields: Readonly<Record<string, string>>, cookie: string, files: readonly Part[] = []) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const file of files) {
    if (typeof file === 'string') form.append('photo', new File([], ''))
    else form.append('photo', new File([Uint8Array.from(file.bytes)], file.name))
  }
  const encoded = new Response(form)
  const payload = Buffer.from(await encoded.arrayBuffer())
  const headers = { cookie, 'content-type': encoded.headers.get('content-type') ?? '', 'sec-fetch-site': 'same-origin' }
  return app.inject({ method: 'POST', url, headers, payload })
}
const fault = { severity: 'down', reason: 'poor-images', since: 'now', note: '' }
const picture = { name: 'IMG_0001.PNG', bytes: pictureFixture }

describe('a report of someone signed in', () => {
  const sent = async (special: Readonly<Record<string, string>> = {}, files: readonly Part[] = ['']) =>
    send('/report', { ...(await openForm('/report?scanner=NWL-001', manager)), scanner: 'NWL-001', ...fault, ...special }, manager, files)

  it('says when the fault started, and the next page repeats it', async () => {
    const { headers } = await sent({ since: 'earlier', sinceDate: '2026-11-20', sinceTime: '07:30' })
    expect(reports).toMatchObject([{ assetId: 'NWL-001', at: '2026-11-20T07:30:00.000Z' }])
    expect((await get(String(headers.location), manager)).body).toContain('It counts from 7:30am on 20 November 2026.')
  })

  it('comes back with everything in it when an answer cannot be taken, the field saying why', async () => {
    const { statusCode, body } = await sent({ since: 'earlier', sinceDate: '2026-11-20', sinceTime: '09:00', note: PATIENT })
    expect(statusCode).toBe(400)
    for (const words of ['The time it started must be in the past', 'Details must not hold a patient’s number', 'value="09:00"', PATIENT])
      expect(body).toContain(words)
    expect(body).toMatch(/value="earlier" checked/)
    expect(reports).toEqual([])
  })

  it('carries up to three photos, each reduced to its picture, kept under the report’s own id', async () => {
    const tagged = Buffer.concat([pictureFixture, Buffer.from('51.5N, A. Person')])
    expect((await sent({}, [picture, { name: 'b.png', bytes: tagged }])).statusCode).toBe(303)
    expect(photos.map(({ eventId, number, isSignedIn }) => [eventId, number, isSignedIn])).toEqual([
      [EVENT, 1, true],
      [EVENT, 2, true],
    ])
    expect(photos[1]?.bytes.equals(pictureFixture)).toBe(true)
  })

  it.each([
    [
      'a HEIC',
      [{ name: 'a.heic', bytes: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1') }],
      'We cannot read HEIC files. Send a JPEG or PNG',
    ],
    ['something else called a photo', [{ name: 'a.jpg', bytes: Buffer.from('<svg onload="x">') }], 'This is not a photo we can read'],
    ['more than 10 MB', [{ name: 'a.jpg', bytes: Buffer.alloc(10 * 1_048_576 + 1) }], 'The photo is too big. Send one of up to 10MB'],
    ['a fourth', [picture, picture, picture, picture], 'Choose up to 3 photos'],
  ])('is not sent with %s, and says so at the field', async (_, files, why) => {
    const { statusCode, body } = await sent({ note: 'Rings' }, files)
    expect([statusCode, reports]).toEqual([400, []])
    expect(body).toContain(why)
    expect(body).toContain('>Rings</textarea>')
  })

  it('is sent though its photo cannot be kept, which is said', async () => {
    failing.photo = new OutageError('no connection')
    const { statusCode, headers } = await sent({}, [picture])
    expect([statusCode, reports.length]).toEqual([303, 1])
    expect((await get(String(headers.location), manager)).body).toContain('a photo could not be kept')
  })

  it.each([
    ['reports', { report: new OutageError('no connection') }],
    ['reports and the board', { report: new ProblemError(503, 'away', { isRemote: true }), board: new OutageError('no connection') }],
  ])('is kept, with its key, while %s are away, and says whom to ring', async (_, away) => {
    failing = away
    const { statusCode, body } = await sent({ note: 'Rings', since: 'earlier', sinceDate: '2026-11-19', sinceTime: '22:00' }, [picture])
    expect(statusCode).toBe(503)
    for (const words of [
      'Reports cannot be sent now',
      'ring the radiology department of',
      '>Rings</textarea>',
      'value="22:00"',
      'Choose your photos again',
    ])
      expect(body).toContain(words)
    expect(body).toMatch(/value="down" checked/)
    expect(hidden(body, 'idempotencyKey')).toBe(keys[0])
  })

  it('that was open too long comes back to be sent again', async () => {
    const { statusCode, body } = await sent({ formToken: 'old', note: 'Rings' }, [picture])
    expect([statusCode, reports]).toEqual([400, []])
    expect(body).toContain('This page was open for too long')
    expect(body).toContain('>Rings</textarea>')
  })
})

describe('a report from a label', () => {
  const sent = async (special: Readonly<Record<string, string>> = {}, files: readonly Part[] = [''], code = 'NWL-001') =>
    send(`/s/${code}`, { ...(await openForm(`/s/${code}`, visitor)), ...fault, ...special }, visitor, files)

  it('is open to anybody, and says what becomes of it', async () => {
    const { statusCode, body } = await get('/s/NWL-001', visitor)
    expect(statusCode).toBe(200)
    expect(body).toContain('You are not signed in')
    const { headers } = await sent({}, [picture])
    expect(reports).toEqual([{ assetId: 'NWL-001', state: 'DOWN_UNPLANNED', fault: 'poor-images', note: 'Poor images' }])
    expect(photos).toMatchObject([{ eventId: EVENT, isSignedIn: false }])
    expect((await get(String(headers.location), visitor)).body).toContain('marked as not confirmed')
  })

  it('shows a fault that is known without its details, and a report that waits', async () => {
    const down = (await get('/s/NWL-002', visitor)).body
    expect(down).toContain('CT 2 is already reported as Down since 1:45am.')
    expect(down).not.toContain('Tube arcing')
    expect((await get('/s/NWL-008', visitor)).body).toContain('Somebody reported this scanner at 7:52am')
  })

  it('leads those who work with the scanner to a report in their own name, and others not', async () => {
    expect((await get('/s/NWL-001', manager)).headers.location).toBe('/report?scanner=NWL-001')
    for (const cookie of [planner, engineer]) expect((await get('/s/NWL-001', cookie)).statusCode).toBe(200)
    expect((await get('/s/NOBODY', visitor)).statusCode).toBe(404)
  })

  it('is taken five times in ten minutes for one scanner from one address; mistakes do not count', async () => {
    for (let press = 0; press < 6; press += 1) await sent({ severity: '' })
    for (let press = 0; press < 5; press += 1) expect((await sent()).statusCode).toBe(303)
    const sixth = await sent()
    expect([sixth.statusCode, reports.length]).toEqual([429, 5])
    expect(sixth.body).toContain('Several reports came for this scanner')
    expect(sixth.body).toContain('ring the radiology department of St Mary')
    expect((await sent({}, [''], 'NWL-003')).statusCode).toBe(303)
  })

  it('is refused in the same words when several wait already', async () => {
    failing.report = new ProblemError(429, 'Several', { isRemote: true })
    expect((await sent()).statusCode).toBe(429)
  })

  it('is kept while the service is away', async () => {
    failing.report = new OutageError('no connection')
    const { statusCode, body } = await sent({ note: 'Rings' })
    expect(statusCode).toBe(503)
    expect(body).toContain('>Rings</textarea>')
    expect(body).toContain('ring the radiology department of')
  })

  it('is refused from another website', async () => {
    const headers = { cookie: visitor, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' }
    expect((await app.inject({ method: 'POST', url: '/s/NWL-001', headers, payload: '' })).statusCode).toBe(403)
  })
})

describe('reports that wait', () => {
  const press = async (url: string, fields: Readonly<Record<string, string>>, cookie: string) => {
    const payload = new URLSearchParams({ ...(await openForm('/held-reports', manager)), ...fields }).toString()
    return app.inject({
      method: 'POST',
      url,
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      payload,
    })
  }
  const HELD = '019aa000-0000-7000-8000-000000000008'

  it('are marked on the board and on the scanner, and the late ones stand at the top of board and start page', async () => {
    const mark = 'href="/held-reports#NWL-008">Reported from the label, not confirmed</a>'
    for (const url of ['/status', '/scanners/NWL-008']) expect((await get(url, manager)).body).toContain(mark)
    for (const url of ['/status', '/status/wall', '/']) {
      const { body } = await get(url, manager)
      expect(body).toContain('CT 2, Charing Cross Hospital: reported from its label 22 minutes ago, not confirmed')
      expect(body).not.toContain('CT 1, Hammersmith Hospital: reported from its label')
    }
  })

  it('are confirmed and dismissed by those who work with the scanner; a dismissed report takes its photos with it', async () => {
    expect((await press(`/held-reports/${HELD}/confirm`, {}, manager)).headers.location).toBe('/held-reports?done=confirm')
    expect((await press(`/held-reports/${HELD}/dismiss`, { reason: 'A prank' }, manager)).statusCode).toBe(303)
    expect(decisions).toEqual([`confirm ${HELD}`, `dismiss ${HELD}: A prank`, `remove ${HELD}`])
    expect((await get('/held-reports?done=dismiss', manager)).body).toContain('You have dismissed the report')
  })

  it('are not dismissed without a reason, or with a patient’s number in it', async () => {
    for (const [reason, why] of [
      ['', 'Say why you dismiss it'],
      [PATIENT, 'must not hold a patient’s number'],
    ] as const) {
      const { statusCode, body } = await press(`/held-reports/${HELD}/dismiss`, { reason }, manager)
      expect(statusCode).toBe(400)
      expect(body).toContain(why)
      expect(body).toContain(`href="#reason-${HELD}"`)
    }
    expect(decisions).toEqual([])
  })

  it('are seen by other staff without the buttons, and not by suppliers', async () => {
    const { body } = await get('/held-reports', planner)
    expect(body).toContain('Poor images: rings on every slice')
    expect(body).not.toContain('Confirm this fault')
    expect((await press(`/held-reports/${HELD}/confirm`, {}, planner)).statusCode).toBe(403)
    expect((await get('/held-reports', engineer)).statusCode).toBe(403)
  })
})

describe('the form of a label', () => {
  it('that was opened by somebody signed in is taken like anybody’s', async () => {
    const fields = { ...(await openForm('/s/NWL-001', planner)), ...fault }
    expect((await send('/s/NWL-001', fields, planner)).statusCode).toBe(303)
    expect((await send('/s/NWL-001', { ...fields, formToken: 'old' }, planner)).statusCode).toBe(303)
  })
})

describe('photos', () => {
  it('are sent as what they are and nothing else, to be saved when opened by themselves', async () => {
    const { headers, rawPayload } = await get(`/photos/${EVENT}/1`, engineer)
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-disposition': 'attachment; filename="fault-000000000001-1.png"',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    expect(rawPayload.equals(pictureFixture)).toBe(true)
    for (const url of [`/photos/${EVENT}/4`, '/photos/../1', '/photos/x/1']) expect((await get(url, engineer)).statusCode).toBe(404)
    expect((await get(`/photos/${EVENT}/1`, visitor)).statusCode).toBe(303)
  })

  it('stand on the work order and among the jobs of its supplier; staff can remove them', async () => {
    const picture = 'src="/photos/019aa000-0000-7000-8000-000000000002/1"'
    for (const url of ['/work-orders/WO-1041', '/jobs']) expect((await get(url, engineer)).body).toContain(picture)
    expect((await get('/work-orders/WO-1041', engineer)).body).not.toContain('Remove photos')
    expect((await get('/work-orders/WO-1041', manager)).body).toContain('Remove photos')
  })
})
