import type { Server } from '@imaging/http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixturePorts, type Scene } from '../../preview/fixture-ports.ts'
import { previewApp } from '../../preview/preview-server.ts'
import { signValue } from '../shell/signed-value.ts'

const secret = 'a secret of the preview, long enough'
const cookieFor = (persona: string): string =>
  `imaging-visitor=${signValue(secret, 'visitor', 'visitor-1')}; imaging-persona=${signValue(secret, 'persona', persona)}`

const staffPages = [
  '/',
  '/status',
  '/status?trust=RYJ&type=mri&status=DOWN_UNPLANNED',
  '/status?page=2',
  '/status/wall',
  '/scanners',
  '/scanners?age=over-life&q=mri',
  '/scanners/NWL-002',
  '/scanners/NWL-002/history',
  '/scanners/NWL-002/readings?days=7',
  '/scanners/NWL-002/label',
  '/labels?site=RYJ01',
  '/held-reports',
  '/work-orders',
  '/work-orders/WO-1041',
  '/work-orders/WO-1040',
  '/reports/downtime',
  '/reports/downtime?by=asset&from=2025-04-01&to=2026-04-01',
  '/reports/downtime/hours?scanner=NWL-002&definition=contractual',
  '/imports',
  '/imports/imp-7',
  '/system-status',
  '/cookies',
  '/accessibility-statement',
]

const get = (app: Server, url: string, persona = 'radiology-manager@RYJ') => app.inject({ url, headers: { cookie: cookieFor(persona) } })

const openApp = (scene: Scene) => {
  const open: { app: Server | undefined } = { app: undefined }
  beforeAll(async () => {
    open.app = await previewApp(fixturePorts(scene))
  })
  afterAll(() => open.app?.close())
  return () => open.app as Server
}

/** Pages that cannot say anything without the scanners they are about. */
const needsScanners = (url: string): boolean => /NWL|imp-7/.test(url)

describe.each<Scene>(['full', 'empty', 'failing'])('every page of a platform that is %s', (scene) => {
  const app = openApp(scene)
  const known = staffPages.filter((url) => scene === 'full' || !needsScanners(url))
  const blind =
    scene === 'failing' ? known.filter((url) => !['/work-orders', '/work-orders/WO-1041', '/work-orders/WO-1040'].includes(url)) : known

  it.each(blind)('renders %s with one heading, a title of its own and the example label', async (url) => {
    const { statusCode, body } = await get(app(), url)
    expect(statusCode).toBe(200)
    expect(body.match(/<h1[ >]/g)).toHaveLength(1)
    expect(body).toMatch(/<title>[^<]+ – Imaging assets<\/title>/)
    expect(body).toContain('Example data.')
    expect(body).not.toMatch(/undefined|\[object|NaN/)
  })
})

describe('the shell', () => {
  const app = openApp('full')

  it('gives every page a title of its own', async () => {
    const distinct = staffPages.filter((url) => !url.includes('?') || url.includes('hours'))
    const titles = await Promise.all(distinct.map(async (url) => /<title>([^<]+)/.exec((await get(app(), url)).body)?.[1]))
    expect(new Set(titles).size).toBe(titles.length)
  })

  it('sends who has no persona to choose one, and back', async () => {
    const { statusCode, headers } = await app().inject({ url: '/status?trust=RYJ' })
    expect([statusCode, headers.location]).toEqual([303, '/persona?next=%2Fstatus%3Ftrust%3DRYJ'])
  })

  it('lets nobody in with a persona they signed themselves', async () => {
    const cookie = `imaging-persona=${signValue('another secret of someone else', 'persona', 'radiology-lead@RYJ')}`
    expect((await app().inject({ url: '/status', headers: { cookie } })).statusCode).toBe(303)
  })

  it('allows only its own origin, scripts with this reply’s nonce, and no frames', async () => {
    const [one, other] = await Promise.all([get(app(), '/status'), get(app(), '/status')])
    const policy = String(one.headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    const nonce = /script-src [^;]*'nonce-([^']+)'/.exec(policy)?.[1]
    expect(nonce).toBeDefined()
    expect(one.body).toContain(`nonce="${nonce}"`)
    expect(other.headers['content-security-policy']).not.toBe(policy)
    expect(one.body).not.toMatch(/ style="| on[a-z]+="/)
  })

  it('names no other host in any page', async () => {
    for (const url of staffPages) {
      const hosts = (await get(app(), url)).body.match(/(?:href|src|action)="(?:https?:)?\/\/[^"]+/g)
      expect(hosts, url).toBeNull()
    }
  })

  it('shows a page for what is not there, and what is not allowed', async () => {
    expect(await get(app(), '/no-such-page')).toMatchObject({ statusCode: 404 })
    expect(await get(app(), '/scanners/NWL-999')).toMatchObject({ statusCode: 404 })
    expect((await get(app(), '/status', 'supplier-engineer@ge')).statusCode).toBe(403)
    expect((await get(app(), '/jobs')).statusCode).toBe(403)
  })

  it('keeps the picker and its cookie out of anything but the example run', async () => {
    const real = await previewApp(fixturePorts('full'), { exampleRun: false })
    expect((await real.inject({ url: '/persona' })).statusCode).toBe(404)
    expect((await get(real, '/status')).statusCode).toBe(403)
    expect((await real.inject({ url: '/cookies' })).body).not.toContain('Example data.')
    await real.close()
  })

  it('carries the NHS logo only when an organisation switched its header on', async () => {
    const organisation = { name: 'North West London', split: undefined, descriptor: 'Acute Provider Collaborative' }
    const own = await previewApp(fixturePorts('full'), { organisation })
    expect((await get(own, '/status')).body).toContain('nhsuk-header__organisation-name')
    expect((await get(app(), '/status')).body).not.toContain('nhsuk-header__logo')
    await own.close()
  })

  it('stays within the byte budget of a page', async () => {
    const { rawPayload } = await app().inject({
      url: '/status',
      headers: { cookie: cookieFor('radiology-manager@RYJ'), 'accept-encoding': 'gzip' },
    })
    expect(rawPayload.length).toBeLessThan(40_000)
  })
})
