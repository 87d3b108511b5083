import type { Server } from '@imaging/http'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findChromium } from '../../../../../infra/local/chromium.ts'
import { feedFixture, type FeedFixture } from '../../../preview/feed-fixture.ts'
import { fixturePorts } from '../../../preview/fixture-ports.ts'
import { startPreview } from '../../../preview/preview-server.ts'
import type { BoardChange } from './board-reader.ts'

let browser: Browser
let app: Server
let feed: FeedFixture
let page: Page

beforeAll(async () => {
  browser = await chromium.launch(await findChromium())
})
afterAll(() => browser?.close())

beforeEach(async () => {
  feed = feedFixture()
  const preview = await startPreview('full', 0, { ports: { ...fixturePorts('full'), feed } })
  app = preview.app
  page = await browser.newPage({ reducedMotion: 'reduce' })
  await page.goto(`${preview.url}/sign-in`)
  await page.click('main button[type=submit]')
  await page.waitForURL(`${preview.url}/`)
  await page.clock.install()
  await page.goto(`${preview.url}/status`)
  await page.waitForSelector('text=Live. Last checked')
})
afterEach(async () => {
  await page.close()
  await app.close()
})

const change = (id: string, special: Partial<BoardChange['entry']> = {}): BoardChange => ({
  id,
  entry: {
    assetId: 'NWL-004',
    name: 'MRI 2',
    siteName: 'St Mary’s Hospital',
    trust: 'RYJ',
    classId: 'mri',
    state: 'DOWN_UNPLANNED',
    health: 'LIVE',
    ...special,
  },
})

const order = (): Promise<string[]> => page.$$eval('tbody [data-asset]', (rows) => rows.map((row) => row.getAttribute('data-asset') ?? ''))

describe('the live board', () => {
  it('changes one row in place, says it once, and moves nothing', async () => {
    const before = await order()
    feed.tell(change('1043'))
    await page.waitForSelector('tbody [data-asset="NWL-004"] [data-status] >> text=Down')
    expect(await page.textContent('[role=status]')).toBe('MRI 2, St Mary’s Hospital is now Down')
    expect(await order()).toEqual(before)
    expect(await page.textContent('[data-update]')).toBe('1 change. Update list')
    expect(await page.$eval('tbody [data-asset="NWL-004"]', (row) => row.className)).toContain('app-changed')
    await page.clock.fastForward(3_000)
    expect(await page.$eval('tbody [data-asset="NWL-004"]', (row) => row.className)).not.toContain('app-changed')
  })

  it('never shows a silent scanner as plainly working', async () => {
    feed.tell(change('1043', { state: 'UP', health: 'SILENT', healthSince: '2026-11-20T08:02:00.000Z' }))
    await page.waitForSelector('tbody [data-asset="NWL-004"] [data-status] >> text=not confirmed since 8:02am')
    expect(await page.textContent('tbody [data-asset="NWL-004"] [data-status] strong')).toBe('Last known: Working')
  })

  it('comes back after a break where it left off', async () => {
    feed.tell(change('1043'))
    await page.waitForSelector('tbody [data-asset="NWL-004"] [data-status] >> text=Down')
    feed.cut()
    await page.waitForSelector('text=Not live since')
    await page.clock.resume()
    feed.tell(change('1044', { assetId: 'NWL-003', name: 'MRI 1', state: 'DEGRADED' }))
    await page.waitForSelector('tbody [data-asset="NWL-003"] [data-status] >> text=Limited')
    expect(feed.openedAfter).toEqual(['1042', '1043'])
    expect(await page.textContent('[data-update]')).toBe('2 changes. Update list')
  })

  it('says it is not live after 30 seconds of silence', async () => {
    await page.clock.fastForward(31_000)
    await page.waitForSelector('text=Not live since')
  })
})
