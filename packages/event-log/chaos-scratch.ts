import { spawn } from 'node:child_process'
import { createEventLog, startConsumer } from './src/index.ts'
import { createTestDatabase } from '@imaging/postgres/testing'
import { createLog } from '@imaging/observability'
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync, rmSync } from 'node:fs'
const dir = '/tmp/eventlog-chaos/k'; rmSync(dir, { recursive: true, force: true })
execFileSync('mkdir', ['-p', dir])
const port = 47092, cport = 47093
const base = (await import('node:fs')).readFileSync('/tmp/imaging-dev/kafka/server.properties', 'utf8')
const props = base.replaceAll(/127\.0\.0\.1:59092/g, `127.0.0.1:${port}`).replaceAll(/127\.0\.0\.1:(?!47092)\d+/g, `127.0.0.1:${cport}`).replace(/log\.dirs=.*/, `log.dirs=${dir}/log`)
writeFileSync(`${dir}/server.properties`, props)
const java = ['-cp', '/work/main/.data/tools/kafka/*', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dlog4j2.configurationFile=/tmp/imaging-dev/kafka/log4j2.yaml']
execFileSync('java', [...java, '-Xmx128m', 'kafka.tools.StorageTool', 'format', '-t', 'aW1hZ2luZy1sb2NhbC0wMQ', '-c', `${dir}/server.properties`], { stdio: 'inherit' })
const start = () => spawn('java', [...java, '-Xms128m', '-Xmx384m', 'kafka.Kafka', `${dir}/server.properties`], { stdio: 'ignore' })
let broker = start()
const log = createLog({ service: 'chaos', level: 'warn' })
const eventLog = createEventLog({ brokers: [`127.0.0.1:${port}`], clientId: 'chaos', log: createLog({ service: 'chaos', level: 'silent' }) })
for (;;) { try { await eventLog.admin.ensureTopics([{ topic: 't', partitions: 3 }]); break } catch { await new Promise((r) => setTimeout(r, 500)) } }
const db = await createTestDatabase(process.env['TEST_DATABASE_URL']!)
const pool = await db.service('chaos', '/work/main/packages/event-log/example-migrations', { connectionsMax: 6 })
let lastAt = Date.now(); let worst = 0; let n = 0; let seen = 0
const consumer = await startConsumer<{ value: number }>({ eventLog, pool, group: 'g', topics: ['t'], log, fatal: (e) => { console.log('FATAL', e.message) },
  read: ({ body }) => ({ event: JSON.parse(String(body)) }),
  apply: async (tx, events) => { seen += events.length; lastAt = Date.now()
    await tx.query('insert into effect (topic, partition, record_offset, value) select $1, 0, 0, * from unnest($2::int[])', ['t', events.map((e) => e.event.value)]) } })
let stop = false
const acked: number[] = []
const producing = (async () => { while (!stop) { const v = n++; const at = Date.now(); for (;;) { try { await eventLog.sink.send('t', [{ key: `k${v % 9}`, body: JSON.stringify({ value: v }) }]); acked.push(v); break } catch (e) { console.log('send failed', (e as Error).message.slice(0, 80)); await new Promise((r) => setTimeout(r, 200)) } } worst = Math.max(worst, Date.now() - at); await new Promise((r) => setTimeout(r, 5)) } })()
await new Promise((r) => setTimeout(r, 5000))
for (let i = 0; i < 2; i++) {
  const killedAt = Date.now(); broker.kill('SIGKILL'); await new Promise((r) => broker.once('exit', r))
  await new Promise((r) => setTimeout(r, 1000)); broker = start(); const before = seen
  while (seen <= before + 20) await new Promise((r) => setTimeout(r, 50))
  console.log('recovered consuming after kill in', Date.now() - killedAt, 'ms; health', consumer.health())
  await new Promise((r) => setTimeout(r, 3000))
}
stop = true; await producing
await new Promise((r) => setTimeout(r, 3000))
const { rows } = await pool.query('select count(*)::int as rows, count(distinct value)::int as values from effect')
console.log({ acked: acked.length, ...rows[0], worstSendMs: worst })
await consumer.stop(); await eventLog.close(); await db.drop(); broker.kill('SIGTERM')
