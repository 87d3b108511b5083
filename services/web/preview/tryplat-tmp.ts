import { createTestDatabase } from '/work/access/packages/postgres/src/test-database.ts'
import { mkdtempSync } from 'node:fs'
import { startPlatform } from '/work/access/infra/local/platform.ts'
import { PARTS } from '/work/access/infra/local/parts.ts'
import { silentProgress } from '/work/access/infra/local/progress.ts'
import { TOOLS_DIR } from '/work/access/infra/local/where.ts'
import { people } from '/work/access/tests/e2e/browser.ts'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
const database = await createTestDatabase(process.env.TEST_DATABASE_URL)
const stateDir = mkdtempSync('/tmp/tryplat-')
console.log(stateDir)
const platform = await startPlatform({ stateDir, toolsDir: TOOLS_DIR, env: { ...process.env, DATABASE_URL: database.adminUrl, KAFKA_BROKERS: process.env.TEST_KAFKA_BROKERS, KAFKA_TOPIC_PREFIX: `tryplat-${Date.now()}.`, TEMPORAL_ADDRESS: '', RECORD_URL: 'http://127.0.0.1:1', ASSETS_URL: 'http://127.0.0.1:1', TELEMETRY_URL: 'http://127.0.0.1:1', AVAILABILITY_URL: 'http://127.0.0.1:1', MAINTENANCE_URL: 'http://127.0.0.1:1' }, durable: false, anyPorts: true, progress: silentProgress, servers: ['postgres', 'kafka'] as never, parts: PARTS.filter(({ name }) => ['access', 'issuer', 'web'].includes(name)), onCrash: (c) => console.log('CRASH', c) }).catch((e) => { console.log(e); process.exit(1) })
console.log(platform.webUrl, platform.issuerUrl)
try {
  const everyone = await people(platform.webUrl)
  for (const who of ['administrator@RYJ', 'estates-planner@RYJ', 'supplier-desk@ge', 'auditor@RYJ']) {
    const person = await everyone.as(who)
    await person.open('/account')
    console.log(who, (await person.page.textContent('main'))?.replace(/\s+/g, ' ').slice(0, 300))
    if (who.startsWith('admin')) {
      for (const path of ['/admin/accounts', '/admin/grants', '/admin/record']) { await person.open(path); console.log(path, (await person.page.textContent('main'))?.replace(/\s+/g, ' ').slice(0, 300)) }
      await person.open('/admin/accounts'); await person.page.getByRole('link', { name: 'Grace Mensah' }).first().click()
      await person.page.click('text=Switch the account off'); await person.page.fill('#why-disable', 'Left the trust'); await person.page.getByRole('button', { name: 'Switch off' }).click(); await person.page.waitForLoadState()
      console.log(person.page.url(), (await person.page.textContent('main'))?.replace(/\s+/g, ' ').slice(0, 200))
      await person.page.click('text=Take a role away'); await person.page.check('input[name=membership]'); await person.page.fill('#why-take', 'Left the trust'); await person.page.getByRole('button', { name: 'Take role away' }).click(); await person.page.waitForLoadState()
      console.log(person.page.url(), (await person.page.textContent('main'))?.replace(/\s+/g, ' ').slice(0, 300))
      await person.open('/admin/grants/new'); await person.page.selectOption('#to', 'QRV'); await person.page.check('input[value=commercial]'); await person.page.fill('#why', 'For the joint tender'); await person.page.getByRole('button', { name: 'Share' }).click(); await person.page.waitForLoadState()
      console.log(person.page.url(), (await person.page.textContent('main'))?.replace(/\s+/g, ' ').slice(0, 200))
      await new Promise((r) => setTimeout(r, 4000)); await person.open('/admin/record'); console.log((await person.page.textContent('main'))?.replace(/\s+/g, ' ').slice(0, 700))
    }
    if (who.startsWith('estates')) { await person.open('/account/role'); await person.page.getByLabel(/Committee member/).check(); await person.page.getByRole('button', { name: 'Continue' }).click(); await person.page.waitForLoadState(); await person.open('/account'); console.log((await person.page.textContent('main'))?.replace(/\s+/g, ' ').slice(0, 120)); await person.page.getByRole('button', { name: 'Sign out' }).click(); await person.page.waitForURL(/signed-out/); console.log('out', person.page.url()) }
  }
  await everyone.leave()
  writeFileSync(`${stateDir}/addresses.json`, JSON.stringify({ OIDC_ISSUER: platform.issuerUrl, WEB_ORIGIN: platform.webUrl }))
  const token = execFileSync(process.execPath, ['/work/access/infra/cli/main.ts', 'token', '--as', 'auditor@RYJ'], { env: { ...process.env, IMAGING_STATE_DIR: stateDir } }).toString().trim()
  console.log(token.slice(0, 30), (await (await fetch(`${platform.webUrl}/api/v1/access/accounts?limit=2`, { headers: { authorization: `Bearer ${token}` } })).text()).slice(0, 300))
} catch (e) { console.log(e) }
await platform.stop(); await database.drop?.(); process.exit(0)
