import { AxeBuilder } from '@axe-core/playwright'
import type { Server } from '@imaging/http'
import type { LabelReport } from '@imaging/schemas'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findChromium } from '../../../../../infra/local/chromium.ts'
import { fixturePorts } from '../../../preview/fixture-ports.ts'
import { previewApp } from '../../../preview/preview-server.ts'
import { buildAssets } from '../../build-assets.ts'
import type { NewPhoto } from './report-ports.ts'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What a phone may load on a bad line before it shows the form: less than ten seconds at slow 3G. */
const FORM_BYTES_MAX = 60_000
const TAPS_MAX = 4

let browser: Browser
let app: Server
let url: string
let sent: LabelReport[]
let photos: NewPhoto[]

beforeAll(async () => {
  browser = await chromium.launch(await findChromium())
})
afterAll(() => browser?.close())

beforeEach(async () => {
  ;[sent, photos] = [[], []]
  const ports = fixturePorts('full')
  app = await previewApp(
    {
      ...ports,
      labels: {
        ...ports.labels,
        report: async (report) => {
          sent.push(report)
          return '019aa000-0000-7000-8000-000000000009'
        },
      },
      photos: { ...ports.photos, keepHeld: async (photo) => void photos.push(photo) },
    },
    { assets: await buildAssets() },
  )
  url = await app.listen({ port: 0, host: '127.0.0.1' })
  return () => app.close()
})

const open = async (width: number, javaScriptEnabled = true): Promise<Page> =>
  (await browser.newContext({ viewport: { width, height: 800 }, reducedMotion: 'reduce', javaScriptEnabled })).newPage()

const violationsOf = async (page: Page): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze()
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)
}

describe('the form a label leads to', () => {
  it.each([true, false])('is sent with three taps and no typing, within four, whether scripts run (%s) or not', async (withScript) => {
    const page = await open(320, withScript)
    let taps = 0
    const tap = async (selector: string): Promise<void> => {
      taps += 1
      await page.click(selector)
    }
    await page.goto(`${url}/s/NWL-001`)
    await tap('label[for=severity]')
    await tap('label:has-text("Poor images")')
    await tap('main button[type=submit]')
    expect(await page.textContent('h1')).toContain('Your report has been sent')
    expect(taps).toBeLessThanOrEqual(TAPS_MAX)
    expect(sent).toEqual([{ assetId: 'NWL-001', state: 'DOWN_UNPLANNED', fault: 'poor-images', note: 'Poor images' }])
    await page.context().close()
  })

  it('loads within its budget of bytes, styles and script included', async () => {
    const page = await open(320)
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    let bytes = 0
    session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
    await page.goto(`${url}/s/NWL-002`, { waitUntil: 'load' })
    expect(bytes).toBeGreaterThan(10_000)
    expect(bytes).toBeLessThan(FORM_BYTES_MAX)
    await page.context().close()
  })

  it('asks for a date and a time only of who says it started earlier', async () => {
    const page = await open(320)
    await page.goto(`${url}/s/NWL-001`)
    expect(await page.isVisible('#sinceTime')).toBe(false)
    await page.click('label:has-text("Earlier")')
    expect(await page.isVisible('#sinceTime')).toBe(true)
    await page.fill('#sinceTime', '07:30')
    await page.click('label:has-text("Limited")')
    await page.click('label:has-text("Cooling")')
    await page.click('main button[type=submit]')
    expect(await page.textContent('main')).toContain('It counts from 7:30am on 20 November 2026.')
    expect(sent).toMatchObject([{ at: '2026-11-20T07:30:00.000Z' }])
    await page.context().close()
  })

  it('takes a photo as a phone makes it; what is kept still shows', async () => {
    const page = await open(320)
    await page.goto(`${url}/s/NWL-001`)
    const encoded = await page.evaluate<string>(`(() => {
      const canvas = document.createElement('canvas')
      ;[canvas.width, canvas.height] = [40, 30]
      canvas.getContext('2d').fillRect(5, 5, 20, 10)
      return canvas.toDataURL('image/jpeg')
    })()`)
    const buffer = Buffer.from(encoded.slice(encoded.indexOf(',') + 1), 'base64')
    await page.setInputFiles('#photo', {
      name: 'IMG_1.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.concat([buffer, Buffer.from('51.5 N')]),
    })
    await page.click('label[for=severity]')
    await page.click('label:has-text("Poor images")')
    await page.click('main button[type=submit]')
    expect(await page.textContent('h1')).toContain('Your report has been sent')
    const [kept] = photos
    expect(kept?.bytes.includes('51.5 N')).toBe(false)
    const size = await page.evaluate<string>(`(async () => {
      const image = new Image()
      image.src = 'data:image/jpeg;base64,${kept?.bytes.toString('base64')}'
      await image.decode()
      return image.naturalWidth + ' by ' + image.naturalHeight
    })()`)
    expect(size).toBe('40 by 30')
    await page.context().close()
  })
})

describe.each([1280, 320])('at %d pixels', (width) => {
  it('every page of a label is accessible and fits: the form, its mistakes, what was sent, too many', async () => {
    const page = await open(width)
    const check = async (): Promise<void> => {
      expect(await violationsOf(page), page.url()).toEqual([])
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    }
    for (const path of ['/s/NWL-001', '/s/NWL-008', '/s/NWL-002/sent?at=2026-10-25T00:30:00.000Z&photos=lost']) {
      await page.goto(url + path)
      await check()
    }
    await page.goto(`${url}/s/NWL-001`)
    await page.click('label:has-text("Earlier")')
    await page.setInputFiles('#photo', {
      name: 'a.heic',
      mimeType: 'image/heic',
      buffer: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'),
    })
    await page.click('main button[type=submit]')
    expect(await page.textContent('main')).toContain('We cannot read HEIC files')
    await check()
    for (let press = 0; press < 6; press += 1) {
      await page.goto(`${url}/s/NWL-001`)
      await page.click('label[for=severity]')
      await page.click('label:has-text("Cooling")')
      await page.click('main button[type=submit]')
    }
    expect(await page.textContent('h1')).toBe('Too many reports')
    await check()
    await page.context().close()
  }, 120_000)
})
