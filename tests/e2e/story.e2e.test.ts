/// <reference lib="dom" />
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Locator } from 'playwright-core'
import { people, type People, type Person } from './browser.ts'
import { scannerFloor, type ScannerFloor } from './scanner-floor.ts'

const SCANNER = 'RYJ01-MRI-001'

/** The story that the platform exists for, told by what each of five people, signed in at the issuer, sees and does. */
describe('a scanner fails and is returned to use', () => {
  let everyone: People
  let floor: ScannerFloor
  let manager: Person
  let lead: Person
  let engineer: Person
  let workOrder = ''
  let hoursLostBefore = 0

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
      at: new Date(Date.now() - 600_000).toISOString(),
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

  it('moves the availability figures by the time it was lost', async () => {
    await expect.poll(() => hoursLost(manager), { timeout: 20_000 }).toBeGreaterThan(hoursLostBefore + 0.1)
  })

  it('stands in the record of the trust, signed by who returned the scanner to use', async () => {
    const auditor = await everyone.as('auditor@RYJ')
    const entry = auditor.page.locator('tr', { hasText: workOrder }).filter({ hasText: 'Work order released' })
    await expect.poll(async () => (await auditor.open('/admin/record'), await entry.count()), { timeout: 30_000 }).toBe(1)
    await waitForText(entry, 'Daniel Hughes, radiology lead')
    await auditor.open(`/work-orders/${workOrder}`)
    await waitForText(auditor.page.locator('h1'), 'You cannot do this')
  })

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

  /** The supplier as accounts of the example name it. */
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
