import { AxeBuilder } from '@axe-core/playwright'
import type { Server } from '@imaging/http'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../../infra/local/chromium.ts'
import { fixturePorts } from '../preview/fixture-ports.ts'
import { accountsFixture, grantsFixture, requestsFixture } from '../preview/access-fixture.ts'
import { startPreview } from '../preview/preview-server.ts'
import type { Scene } from '../preview/fixture-ports.ts'

// Lists are looked at with a dozen rows: more rows are the same markup again, and axe takes seconds over each hundred.
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const widths = [1280, 320]

/** A dozen and a half pages, each looked at by axe, on a machine that has other work to do. */
const AXE_TIMEOUT_MS = 240_000

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch(await findChromium())
})
afterAll(() => browser?.close())

/** A browser window of somebody signed in, which notes every complaint and every request to another host. */
const openAs = async (url: string, person: string, width: number, javaScriptEnabled = true) => {
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', javaScriptEnabled })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => new URL(request.url()).origin !== new URL(url).origin && complaints.push(`request to ${request.url()}`))
  if (person !== 'nobody') {
    await page.goto(`${url}/sign-in`)
    await page.click('main button[type=submit]')
    await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'))
  }
  return { context, page, complaints }
}

const visits: readonly { readonly scene: Scene; readonly person: string; readonly paths: readonly string[] }[] = [
  {
    scene: 'full',
    person: 'radiology-manager@RYJ',
    paths: [
      '/',
      '/account',
      '/account/role',
      '/admin/roles',
      '/admin/grants',
      '/status?type=mri',
      '/status/wall?type=mri',
      '/scanners?type=mri',
      '/scanners/NWL-002',
      '/scanners/NWL-002/history',
      '/scanners/NWL-002/readings',
    ],
  },
  {
    scene: 'full',
    person: 'radiology-manager@RYJ',
    paths: [
      '/report',
      '/report?scanner=NWL-002',
      '/report/sent/019aa000-0000-7000-8000-000000000001?scanner=NWL-002&at=2026-11-20T07:30:00.000Z&photos=lost',
      '/held-reports',
      '/held-reports?done=dismiss',
      '/scanners/NWL-008/label',
      '/labels?site=RYJ01',
      '/work-orders',
      '/work-orders/WO-1041',
      '/reports/downtime',
      '/reports/downtime/hours?scanner=NWL-002&definition=technical',
      '/reports/downtime?from=2025-02-31',
      '/system-status',
      '/cookies',
      '/accessibility-statement',
    ],
  },
  {
    scene: 'full',
    person: 'supplier-engineer@ge',
    paths: ['/', '/jobs', '/jobs?status=CLOSED', '/work-orders/WO-1041', '/work-orders/WO-1044'],
  },
  { scene: 'full', person: 'radiology-lead@RYJ', paths: ['/work-orders/WO-1040', '/work-orders/WO-1039'] },
  { scene: 'full', person: 'estates-planner@RYJ', paths: ['/imports', '/imports/imp-7'] },
  {
    scene: 'full',
    person: 'administrator@RYJ',
    paths: [
      '/admin',
      '/admin/accounts',
      `/admin/accounts/${accountsFixture[0]?.accountId}`,
      '/admin/accounts/new',
      `/admin/requests/${requestsFixture[0]?.requestId}/dismiss`,
      '/admin/grants',
      '/admin/grants/new',
      `/admin/grants/${grantsFixture[0]?.grantId}/revoke`,
      '/admin/record',
      '/admin/record?act=nothing',
    ],
  },
  { scene: 'full', person: 'nobody', paths: ['/sign-in?why=ended', '/signed-out', '/sign-in/return', '/cookies'] },
  { scene: 'empty', person: 'administrator@RYJ', paths: ['/admin/accounts', '/admin/grants', '/admin/record'] },
  {
    scene: 'empty',
    person: 'radiology-manager@RYJ',
    paths: ['/', '/status', '/scanners', '/work-orders', '/reports/downtime', '/imports'],
  },
  {
    scene: 'failing',
    person: 'radiology-manager@RYJ',
    paths: ['/', '/status?type=ct', '/scanners/NWL-002', '/work-orders/WO-1041', '/held-reports', '/system-status'],
  },
]

describe.each(visits)('as $person of a platform that is $scene, from $paths.0', ({ scene, person, paths }) => {
  let app: Server
  let url: string
  beforeAll(async () => {
    ;({ app, url } = await startPreview(scene, 0, { ports: fixturePorts(scene, person) }))
  })
  afterAll(() => app?.close())

  it.each(widths)(
    'every page is accessible, fits and stays at home at %d pixels',
    async (width) => {
      const { context, page, complaints } = await openAs(url, person, width)
      for (const path of paths) {
        await page.goto(url + path)
        const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze()
        expect(violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.html}`)).toEqual([])
        expect(await page.evaluate<number>('document.documentElement.scrollWidth'), `${path} scrolls sideways`).toBeLessThanOrEqual(width)
      }
      expect(complaints.filter((text) => !text.includes('status of 400'))).toEqual([])
      await context.close()
    },
    AXE_TIMEOUT_MS,
  )
})

describe('the shell in a browser', () => {
  let app: Server
  let url: string
  beforeAll(async () => {
    ;({ app, url } = await startPreview('full'))
  })
  afterAll(() => app?.close())

  const withPage = async (
    width: number,
    javaScript: boolean,
    look: (page: Page, context: BrowserContext) => Promise<void>,
  ): Promise<void> => {
    const { context, page } = await openAs(url, 'radiology-manager@RYJ', width, javaScript)
    await look(page, context)
    await context.close()
  }

  it('is set in Arial or its twin, not in a serif', () =>
    withPage(1280, true, async (page) => {
      expect(await page.evaluate('getComputedStyle(document.body).fontFamily')).toMatch(/^arial/i)
    }))

  it('works without JavaScript: filters, and a fault reported', () =>
    withPage(320, false, async (page) => {
      await page.goto(`${url}/status`)
      await page.selectOption('select[name=type]', 'mri')
      await page.click('form[data-filters] button')
      expect(page.url()).toContain('type=mri')
      await page.goto(`${url}/s/NWL-001`)
      await page.check('input[value=down]')
      await page.check('input[value=poor-images]')
      await page.click('text=Send report')
      expect(await page.textContent('h1')).toContain('Your report has been sent')
    }))

  const IS_FOCUS_IN_SIGHT = `(() => {
    const { top, bottom } = document.activeElement.getBoundingClientRect()
    return top >= 0 && bottom <= window.innerHeight
  })()`

  it('goes through a report with the keyboard alone, focus always in sight', () =>
    withPage(1280, true, async (page) => {
      await page.goto(`${url}/report?scanner=NWL-001`)
      await page.focus('input[value=down]')
      // How bad, what is wrong; then past when it started (now), the details and the photos.
      for (const key of ['Space', 'Tab', 'Space', 'Tab', 'Tab', 'Tab', 'Tab']) {
        await page.keyboard.press(key)
        expect(await page.evaluate(IS_FOCUS_IN_SIGHT)).toBe(true)
      }
      expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Send report')
      await page.keyboard.press('Enter')
      await page.waitForURL(/report\/sent/)
    }))

  it('loads the board, styles and script within 100 kB', () =>
    withPage(1280, true, async (page, context) => {
      let bytes = 0
      const session = await context.newCDPSession(page)
      await session.send('Network.enable')
      await session.send('Network.clearBrowserCache')
      session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
      await page.goto(`${url}/status`, { waitUntil: 'load' })
      expect(bytes).toBeGreaterThan(20_000)
      expect(bytes).toBeLessThan(100_000)
    }))
})
