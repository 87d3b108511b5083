import { chromium, type Browser, type Page } from 'playwright-core'
import { findChromium } from '../../infra/local/chromium.ts'

/** A person at a browser of their own. */
export interface Person {
  readonly page: Page
  /** Goes to a page of the platform. */
  open(path: string): Promise<void>
}

/** People who use the platform, each with a browser that shares nothing with the others'. */
export interface People {
  /** Signs in at the issuer as somebody of the example: `role@organisation`. */
  as(subject: string): Promise<Person>
  leave(): Promise<void>
}

const ACTION_TIMEOUT_MS = 20_000

export async function people(webUrl: string): Promise<People> {
  const browser: Browser = await chromium.launch(await findChromium())
  return {
    async as(subject) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, baseURL: webUrl })
      context.setDefaultTimeout(ACTION_TIMEOUT_MS)
      const page = await context.newPage()
      await page.goto('/sign-in')
      await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
      await page.locator(`button[value="${subject}"]`).click()
      await page.waitForURL((url) => url.origin === new URL(webUrl).origin && !url.pathname.startsWith('/sign-in'))
      return { page, open: async (path) => void (await page.goto(path)) }
    },
    leave: () => browser.close(),
  }
}
