/// <reference lib="dom" />
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Locator } from 'playwright-core'
import { people, type People, type Person } from './browser.ts'
import { scannerFloor, type ScannerFloor } from './scanner-floor.ts'

const SCANNER = 'RYJ01-MRI-001'

/** The story that the platform exists for, told by what each person sees and does. */
describe('a scanner fails and is returned to use', () => {
  let everyone: People
  let floor: ScannerFloor
  let manager: Person
  let lead: Person
  let engineer: Person
  let workOrder = ''
  let hoursLostBefore = 0
  const failedAtMs = Date.now() - 600_000

  const row = (person: Person): Locator => person.page.locator(`tr[data-asset="${SCANNER}"]`)
  const waitForText = (locator: Locator, text: RegExp | string): Promise<void> => locator.filter({ hasText: text }).first().waitFor()

  beforeAll(async () => {
    everyone = await people(inject('webUrl'))
    floor = scannerFloor(inject('kafkaBrokers'), 'RYJ')
    manager = await everyone.as('radiology-manager@RYJ')
    lead = await everyone.as('radiology-lead@RYJ')
  })

  afterAll(async () => {
    await floor?.leave()
    await everyone?.leave()
  })

  it('begins with a board on which the scanner works, and says that it is example data', async () => {
    hoursLostBefore = await hoursLost(manager)
    await manager.open('/status?type=mri')
    await waitForText(row(manager), 'Working')
    await waitForText(manager.page.locator('body'), 'Example data')
    await waitForText(manager.page.locator('[data-live]'), /^Live/)
  })

  it('shows the failure on the open board without a reload, as Kafka tells it', async () => {
    await floor.say({
      assetId: SCANNER,
      state: 'DOWN_UNPLANNED',
      at: new Date(failedAtMs).toISOString(),
      cause: 'cryogenics',
      fault: 'story-helium',
      reportedBy: { kind: 'device' },
      note: 'Helium level low',
    })
    await waitForText(row(manager), 'Down')
  })

  it('starts a work order, which the board links to', async () => {
    const outage = manager.page.locator(`section[data-asset="${SCANNER}"]`)
    const link = outage.getByRole('link', { name: /^WO-\d+$/ })
    await expect.poll(async () => (await manager.open('/status?type=mri'), await link.count()), { timeout: 30_000 }).toBe(1)
    workOrder = (await link.textContent()) ?? ''
    await waitForText(outage, 'Helium level low')
    expect(workOrder).toMatch(/^WO-\d+$/)
  })

  it('lets only its own supplier see it, and never return the scanner to use', async () => {
    await manager.open(`/work-orders/${workOrder}`)
    const supplier = await supplierOf(manager)
    engineer = await everyone.as(`supplier-engineer@${supplier}`)
    await engineer.open('/jobs')
    await engineer.page
      .getByRole('link', { name: new RegExp(workOrder) })
      .first()
      .click()
    expect(await engineer.page.getByRole('button', { name: 'Return to use' }).count()).toBe(0)
    const other = await everyone.as(`supplier-engineer@${supplier === 'ge' ? 'philips' : 'ge'}`)
    await other.open(`/work-orders/${workOrder}`)
    await waitForText(other.page.locator('h1'), /not found|cannot be found|Page/i)
  })

  it('is accepted by the supplier once, however often the button is pressed', async () => {
    const button = engineer.page.getByRole('button', { name: 'Accept job' })
    await button.evaluate((pressed: HTMLButtonElement) => {
      pressed.removeAttribute('data-prevent-double-click')
      pressed.click()
      pressed.click()
    })
    await waitForText(engineer.page.locator('main'), /Accepted/)
    await engineer.open(`/work-orders/${workOrder}`)
    expect(await engineer.page.locator('.app-timeline li', { hasText: /Accepted/ }).count()).toBe(1)
  })

  it('is mended: access, arrival, hand-back for checks', async () => {
    await lead.open(`/work-orders/${workOrder}`)
    await pass(lead, 'Engineer screened for the MR environment')
    await press(lead, 'Access given')
    await engineer.open(`/work-orders/${workOrder}`)
    await press(engineer, 'I am on site')
    await openForm(engineer, 'Fixed: hand back for checks')
    await engineer.page.getByLabel('Routine repair').check()
    await engineer.page.getByLabel('What was done, and which parts were used?').fill('Compressor valve replaced, helium topped up')
    await press(engineer, 'Hand back for checks')
    await manager.open('/status?type=mri')
    await waitForText(row(manager), 'Checks before use')
  })

  it('is checked and returned to use by the radiology lead', async () => {
    await lead.open(`/work-orders/${workOrder}`)
    for (const check of await openChecks(lead)) await pass(lead, check)
    await openForm(lead, 'Return to use')
    await lead.page.getByLabel('Without limits').check()
    await press(lead, 'Return to use')
    await waitForText(row(manager), 'Working')
  })

  it('moves the availability figures by the time it was lost while it was to be open, and by no more', async () => {
    const lost = hoursOpen(failedAtMs, Date.now())
    await expect.poll(async () => Math.abs((await hoursLost(manager)) - hoursLostBefore - lost), { timeout: 20_000 }).toBeLessThan(0.05)
  })

  /** Hours between two instants, minute by minute, from 8 to 20 o'clock in London: when the scanner of the story is open, every day. */
  function hoursOpen(fromMs: number, toMs: number): number {
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' })
    let minutes = 0
    for (let atMs = fromMs; atMs < toMs; atMs += 60_000) {
      const hour = Number(clock.format(atMs))
      if (hour >= 8 && hour < 20) minutes += 1
    }
    return minutes / 60
  }

  async function press(person: Person, name: string): Promise<void> {
    await person.page.getByRole('button', { name, exact: true }).first().click()
    await person.page.waitForLoadState()
  }

  /** The checks that someone has still to record. */
  const openChecks = (person: Person): Promise<readonly string[]> =>
    person.page
      .locator('li.app-check:has(form)', { hasNot: person.page.locator('details') })
      .locator('.nhsuk-task-list__name-and-hint > strong')
      .allTextContents()

  async function pass(person: Person, check: string): Promise<void> {
    const item = person.page.locator('li.app-check', { hasText: check }).first()
    await item.getByRole('button', { name: /^Pass/ }).click()
    await person.page.waitForLoadState()
  }

  async function openForm(person: Person, heading: string): Promise<void> {
    const summary = person.page.locator('summary', { hasText: heading }).first()
    if ((await summary.count()) > 0) await summary.click()
  }

  /** The supplier by the key that the picker of personas uses. */
  async function supplierOf(person: Person): Promise<string> {
    const text = (await person.page.locator('main p.app-quiet').first().textContent()) ?? ''
    const names = { siemens: 'Siemens', ge: 'GE HealthCare', philips: 'Philips', canon: 'Canon', agfa: 'Agfa' }
    return Object.entries(names).find(([, name]) => text.includes(name))?.[0] ?? 'nobody'
  }

  /** Technical hours lost by the scanner from yesterday on, as the report for spreadsheets says. */
  async function hoursLost(person: Person): Promise<number> {
    const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
    const answer = await person.page.request.get(`/reports/downtime.csv?from=${day(-1)}&to=${day(1)}&by=asset&type=mri`)
    const lines: readonly Record<string, string>[] = parse(await answer.text(), { columns: true, bom: true })
    const line = lines.find(({ Key }) => Key === SCANNER) ?? {}
    const [, hours] = Object.entries(line).find(([heading]) => /technical.*hours|hours.*technical/i.test(heading)) ?? []
    return Number(hours ?? 0)
  }
})
