import { spawn } from 'node:child_process'
import { openSync, existsSync } from 'node:fs'
import { createEventLog } from '@imaging/event-log'
import { createLog } from '@imaging/observability'
import { migrate, serviceUrl } from '@imaging/postgres'
import { createTestDatabase } from '@imaging/postgres/testing'
import { deadLetterTopic, topics } from '@imaging/schemas'
const minutes = Number(process.argv[2] ?? 3)
const prefix = `simscratch-${Date.now()}.`
const log = createLog({ service: 'scratch', level: 'silent' })
const db = await createTestDatabase(process.env['TEST_DATABASE_URL']!)
const brokers = process.env['TEST_KAFKA_BROKERS']!
const el = createEventLog({ brokers: brokers.split(','), clientId: 'scratch', topicPrefix: prefix, log })
await el.admin.ensureTopics(
  topics.flatMap(({ name, partitions, cleanup }) => [
    { topic: name, partitions, settings: { 'cleanup.policy': cleanup } },
    { topic: deadLetterTopic(name), partitions: 1 },
  ]),
)
const names = ['assets', 'telemetry', 'availability', 'maintenance', 'simulator']
const port = (i: number) => 47300 + i
const root = new URL('../../', import.meta.url).pathname
const env: any = {
  PATH: process.env['PATH'],
  EXAMPLE_RUN: '1',
  KAFKA_BROKERS: brokers,
  KAFKA_TOPIC_PREFIX: prefix,
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  LOG_LEVEL: 'info',
  IMAGING_SIMULATOR_FLEET: process.argv[3] ?? 'full',
  ...(process.argv[4] ? { IMAGING_SIMULATOR_SPEED: process.argv[4] } : {}),
}
names.forEach((n, i) => (env[`${n.toUpperCase()}_URL`] = `http://127.0.0.1:${port(i)}`))
const kids: any[] = []
const stop = async () => {
  for (const k of kids.toReversed()) {
    k.kill('SIGTERM')
    await new Promise((r) =>
      k.exitCode !== null
        ? r(0)
        : (k.on('exit', r),
          setTimeout(() => {
            k.kill('SIGKILL')
            r(0)
          }, 12000)),
    )
  }
  await el.admin.deleteTopics(await el.admin.topics())
  await el.close()
  await db.drop()
  process.exit(0)
}
try {
  for (const [i, name] of names.entries()) {
    const dir = `${root}services/${name}/migrations`
    if (existsSync(dir) || existsSync(`${root}${name}/migrations`))
      await migrate({
        adminUrl: db.adminUrl,
        service: name,
        directory: existsSync(dir) ? dir : `${root}${name}/migrations`,
        extensions: ['btree_gist'],
        log,
      })
    const out = openSync(`/tmp/simlog-${name}.log`, 'w')
    const kid = spawn(process.execPath, [new URL(`../${name}/src/main.ts`, import.meta.url).pathname], {
      env: { ...env, SERVICE_NAME: name, PORT: String(port(i)), DATABASE_URL: serviceUrl(db.adminUrl, name) },
      stdio: ['ignore', out, out],
    })
    kids.push(kid)
    kid.on('exit', (c) => console.log(name, 'exited', c))
    for (let t = 0; t < 100; t++) {
      try {
        if ((await fetch(`http://127.0.0.1:${port(i)}/health/ready`)).ok) break
      } catch {}
      await new Promise((r) => setTimeout(r, 300))
    }
    console.log(name, 'ready', new Date().toISOString())
  }
  const from = Date.now()
  const get = async (i: number, path: string, headers = {}) =>
    (await fetch(`http://127.0.0.1:${port(i)}${path}`, { headers })).json() as any
  const actor = Buffer.from(JSON.stringify({ name: 'x', role: 'radiology-lead', organisation: 'RYJ' })).toString('base64url')
  for (;;) { const st = await get(4, '/api/v1/simulator'); if (st.liveSince) break; await new Promise((r) => setTimeout(r, 500)) }
  await new Promise((r) => setTimeout(r, 12000))
  const made = await fetch(`http://127.0.0.1:${port(4)}/api/v1/simulator/faults`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': String(Date.now()) }, body: JSON.stringify({ assetId: 'RYJ01-XR-001', kind: 'limited', cause: 'detector' }) })
  console.log(made.status, await made.text())
  while (Date.now() - from < minutes * 60000) {
    await new Promise((r) => setTimeout(r, 3000))
    const row = await get(2, '/api/v1/board/RYJ01-XR-001')
    const w = await get(3, '/api/v1/work-orders?assetId=RYJ01-XR-001&limit=1', { 'imaging-actor': actor })
    console.log(Math.round((Date.now() - from) / 1000), row.state, row.since, w.items?.[0]?.workOrderId, w.items?.[0]?.status)
  }
  const w = await get(3, '/api/v1/work-orders?assetId=RYJ01-XR-001&limit=1', { 'imaging-actor': actor })
  console.log(JSON.stringify((await get(3, `/api/v1/work-orders/${w.items[0].workOrderId}`, { 'imaging-actor': actor })).steps.map((x: any) => [x.step, x.at])))
  await el.source.readToEnd(['imaging.downtime'], (rec) => { const e = JSON.parse(String(rec.body)); if (e.subject === 'RYJ01-XR-001' && Date.parse(e.time) > from - 60000) console.log(e.type, e.source, e.time, JSON.stringify(e.data)) })
  console.log(JSON.stringify((await get(4, '/api/v1/simulator')).counts))
  for (const t of topics) {
    let n = 0,
      r = new Map<string, number>()
    await el.source.readToEnd([deadLetterTopic(t.name)], (rec) => {
      n++
      const why = (rec.headers['dead-letter-reason'] ?? '').slice(0, 90)
      r.set(why, (r.get(why) ?? 0) + 1)
    })
    if (n) console.log(t.name, 'dead letters', n, [...r].slice(0, 12))
  }
  const rep = await fetch(`http://127.0.0.1:${port(2)}/api/v1/downtime-report?from=2025-04-01&to=2025-11-01`).then((r) => r.text())
  console.log(rep.slice(0, 300))
} finally {
  await stop()
}
