import type { Server } from '@imaging/http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountsFixture, cookieFixture, grantsFixture, requestsFixture } from '../../preview/access-fixture.ts'
import { fixturePorts, type Scene } from '../../preview/fixture-ports.ts'
import { previewApp } from '../../preview/preview-server.ts'

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
  '/account',
  '/account/role',
  '/system-status',
  '/cookies',
  '/accessibility-statement',
]

const administratorPages = [
  '/admin',
  '/admin/roles',
  '/admin/roles?role=auditor',
  '/admin/accounts',
  '/admin/accounts?q=hughes&role=radiology-lead',
  `/admin/accounts/${accountsFixture[0]?.accountId}`,
  '/admin/accounts/new?subject=new-starter%40RYJ&name=Leo+Fraser',
  `/admin/requests/${requestsFixture[0]?.requestId}/dismiss`,
  '/admin/grants',
  '/admin/grants/new',
  `/admin/grants/${grantsFixture[0]?.grantId}/revoke`,
  '/admin/record',
  '/admin/record?act=grant.revoked',
]

const get = (app: Server, url: string, person = 'radiology-manager@RYJ') => app.inject({ url, headers: { cookie: cookieFixture(person) } })

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

  const needsOne = (url: string): boolean => /[0-9a-f]{8}-/.test(url)
  const forms = [
    '/admin',
    '/admin/roles',
    '/admin/roles?role=auditor',
    '/admin/accounts/new?subject=new-starter%40RYJ&name=Leo+Fraser',
    '/admin/grants/new',
  ]
  it.each(administratorPages.filter((url) => scene === 'full' || (!needsOne(url) && (scene === 'empty' || forms.includes(url)))))(
    'renders %s for an administrator',
    async (url) => {
      const { statusCode, body } = await get(app(), url, 'administrator@RYJ')
      expect(statusCode).toBe(200)
      expect(body.match(/<h1[ >]/g)).toHaveLength(1)
      expect(body).not.toMatch(/undefined|\[object|NaN/)
    },
  )
})

describe('the shell', () => {
  const app = openApp('full')

  it('gives every page a title of its own', async () => {
    const distinct = staffPages.filter((url) => !url.includes('?') || url.includes('hours'))
    const titles = await Promise.all(distinct.map(async (url) => /<title>([^<]+)/.exec((await get(app(), url)).body)?.[1]))
    expect(new Set(titles).size).toBe(titles.length)
  })

  it('sends whoever is not signed in to sign in, and back', async () => {
    const { statusCode, headers } = await app().inject({ url: '/status?trust=RYJ' })
    expect([statusCode, headers.location]).toEqual([303, '/sign-in?next=%2Fstatus%3Ftrust%3DRYJ'])
  })

  it('lets nobody in by a token that is not known, and takes its cookie away', async () => {
    for (const token of ['x'.repeat(43), 'x', 'radiology-lead@RYJ']) {
      const { statusCode, headers } = await app().inject({ url: '/status', headers: { cookie: `__Host-imaging-session=${token}` } })
      expect([statusCode, headers.location]).toEqual([303, '/sign-in?next=%2Fstatus&why=ended'])
      expect(headers['set-cookie']).toContain('__Host-imaging-session=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0')
    }
  })

  it('says that it cannot tell who asks, instead of signing people out, while sessions cannot be looked up', async () => {
    const ports = fixturePorts('full')
    const blind = await previewApp({ ...ports, access: { ...ports.access, look: async () => Promise.reject(new Error('away')) } })
    expect((await get(blind, '/status')).statusCode).toBe(503)
    expect((await get(blind, '/cookies')).statusCode).toBe(200)
    await blind.close()
  })

  it('begins everybody where their work is', async () => {
    const home = async (person: string) => (await get(app(), '/', person)).headers.location
    expect(await home('radiology-manager@RYJ')).toBeUndefined()
    expect(await home('supplier-desk@ge')).toBeUndefined()
    expect(await home('committee-member@QRV')).toBe('/status')
    expect(await home('lay-partner@QRV')).toBe('/status')
    expect(await home('administrator@RYJ')).toBe('/admin')
    expect(await home('auditor@RYJ')).toBe('/admin')
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
    for (const url of ['/admin/accounts', '/admin/record', '/imports'])
      expect((await get(app(), url, 'medical-physicist@RYJ')).statusCode).toBe(403)
    for (const url of administratorPages.slice(3)) expect((await get(app(), url, 'supplier-engineer@ge')).statusCode, url).toBe(403)
    expect((await get(app(), '/admin/accounts', 'auditor@RYJ')).body).not.toContain('Let somebody in')
    expect((await get(app(), '/admin/accounts/new', 'auditor@RYJ')).statusCode).toBe(403)
  })

  it('says that data is an example in the example run alone', async () => {
    const real = await previewApp(fixturePorts('full'), { exampleRun: false })
    expect((await real.inject({ url: '/cookies' })).body).not.toContain('Example data.')
    expect((await real.inject({ url: '/sign-in', headers: { host: 'localhost:3000' } })).body).not.toContain('invented')
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
      headers: { cookie: cookieFixture('radiology-manager@RYJ'), 'accept-encoding': 'gzip' },
    })
    expect(rawPayload.length).toBeLessThan(40_000)
  })
})
