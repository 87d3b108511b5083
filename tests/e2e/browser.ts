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
  as(persona: string): Promise<Person>
  leave(): Promise<void>
}

const ACTION_TIMEOUT_MS = 20_000

export async function people(webUrl: string): Promise<People> {
  const browser: Browser = await chromium.launch(await findChromium())
  return {
    async as(persona) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, baseURL: webUrl })
      context.setDefaultTimeout(ACTION_TIMEOUT_MS)
      const page = await context.newPage()
      await page.goto('/persona')
      await page.locator(`input[value="${persona}"]`).check()
      await page.getByRole('button', { name: 'Continue' }).click()
      return { page, open: async (path) => void (await page.goto(path)) }
    },
    leave: () => browser.close(),
  }
}
