import { PARTS } from '../local/parts.ts'
import { prepareSchemas, prepareTopics } from '../local/prepare.ts'
import { lineProgress } from '../local/progress.ts'

/** A job that runs to its end before any service starts: topics and schemas. Repeating it is harmless. */
const progress = lineProgress((line) => void process.stdout.write(`${line}\n`))
await prepareTopics(process.env['KAFKA_BROKERS'] ?? '', process.env, progress)
await prepareSchemas({
  adminUrl: process.env['DATABASE_URL'] ?? '',
  parts: PARTS,
  password: process.env['SERVICE_PASSWORD'] ?? '',
  progress,
})
