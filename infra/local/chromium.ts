import { existsSync } from 'node:fs'
import { chromium as playwright } from 'playwright-core'
import { onPath } from './missing.ts'

/** A Chromium to hand to `chromium.launch` of playwright-core. */
export interface Chromium {
  readonly executablePath: string
  readonly args: string[]
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const ON_MAC = ['/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/** Root may not use the sandbox, and containers have a small /dev/shm. */
const ARGS = ['--no-sandbox', '--disable-dev-shm-usage']

/**
 * Finds a browser for tests: one on this machine, else the one Playwright once downloaded, else the one inside an npm package.
 * @throws with the command that installs one.
 */
export async function findChromium(): Promise<Chromium> {
  const installed =
    NAMES.map(onPath).find((file) => file !== undefined) ?? [...ON_MAC, playwright.executablePath()].find((file) => existsSync(file))
  if (installed !== undefined) return { executablePath: installed, args: ARGS }
  const packed = process.platform === 'linux' ? await fromPackage() : undefined
  if (packed !== undefined) return packed
  const install = process.platform === 'darwin' ? 'brew install --cask chromium' : 'apt-get install -y chromium'
  throw new Error(`Browser tests need Chromium, and none was found. Install it: ${install}`)
}

/** The package carries x64 only, and needs two libraries (libnss3, libnspr4) that almost every system has. */
async function fromPackage(): Promise<Chromium | undefined> {
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    return { executablePath: await packed.executablePath(), args: [...packed.args, ...ARGS] }
  } catch {
    return undefined
  }
}
