import { findChromium } from '@imaging/infra/local/chromium.ts'
import { chromium, type Page } from 'playwright-core'

/** A row of the board whose status changed, as the browser saw it. */
export interface RowChange {
  readonly assetId: string
  readonly text: string
  readonly atMs: number
}

/** The live board in a real browser, watched. */
export interface WatchedBoard {
  /** The scanners that have a row on the page. */
  readonly assetIds: readonly string[]
  /** Every change of a row since the board was opened. */
  changes(): Promise<readonly RowChange[]>
  close(): Promise<void>
}

const PAGE_TIMEOUT_MS = 60_000
const SIGNED_IN_AS = 'radiology-manager@RYJ'

/** Opens the board and notes, in the page itself, when the status of a row changes. */
export async function watchBoard(webUrl: string): Promise<WatchedBoard> {
  const browser = await chromium.launch(await findChromium())
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1024 } })
    await signIn(page, webUrl)
    // The page says "Live" once its stream of changes is open.
    await page.locator('[data-live]', { hasText: 'Live. ' }).waitFor({ timeout: PAGE_TIMEOUT_MS })
    await watchRows(page)
    const assetIds = await page.locator('tr[data-asset]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-asset') ?? ''))
    if (assetIds.length === 0) throw new Error(`${webUrl}/status shows no scanner`)
    return {
      assetIds,
      changes: () => page.evaluate(() => (globalThis as unknown as { rowChanges: RowChange[] }).rowChanges),
      close: () => browser.close(),
    }
  } catch (error) {
    await browser.close()
    throw error
  }
}

/** Signs in at the issuer of the example run as somebody with whom every trust shares its status. */
async function signIn(page: Page, webUrl: string): Promise<void> {
  await page.goto(`${webUrl}/sign-in?next=/status`, { timeout: PAGE_TIMEOUT_MS })
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await page.locator(`button[name="account"][value="${SIGNED_IN_AS}"]`).click({ timeout: PAGE_TIMEOUT_MS })
  await page.waitForURL('**/status', { timeout: PAGE_TIMEOUT_MS })
}

/** Runs in the page: a text of its own, since what the browser knows is not what Node knows. */
const WATCH_ROWS = `
  globalThis.rowChanges = []
  new MutationObserver((mutations) => {
    const atMs = Date.now()
    const rows = new Set(mutations.map(({ target }) => (target.closest ? target : target.parentElement).closest('tr[data-asset] [data-status]')))
    for (const status of rows) {
      if (status === null) continue
      globalThis.rowChanges.push({ assetId: status.closest('tr').dataset.asset, text: status.textContent.trim(), atMs })
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true })
`

const watchRows = (page: Page): Promise<unknown> => page.evaluate(WATCH_ROWS)
