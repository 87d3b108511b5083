import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createLog } from '@imaging/observability'
import { migrate } from '@imaging/postgres'
import type { Part } from './parts.ts'
import type { Progress } from './progress.ts'
import { createTopics } from './topics.ts'

const SERVICES = join(import.meta.dirname, '../../services')

/** The extension that lets constraints refuse overlapping intervals of one asset. */
const EXTENSIONS = ['btree_gist']

/** Makes the topics that are missing, with as many copies as `KAFKA_COPIES` says (one unless told); nothing without a broker. */
export async function prepareTopics(brokers: string, env: Readonly<Record<string, string | undefined>>, progress: Progress): Promise<void> {
  if (brokers === '') return
  const copies = Number(env['KAFKA_COPIES'] ?? '1')
  await progress.during(
    'Topics',
    () => createTopics({ brokers, copies }),
    (created) => (created.length === 0 ? 'all there' : `${created.length} made`),
  )
}

/** Whose schemas to make, where, and as whom. */
export interface SchemaPreparation {
  /** A role that may create roles and schemas; nothing is done when empty. */
  readonly adminUrl: string
  readonly parts: readonly Part[]
  /** What services log in with; empty where connections are trusted. */
  readonly password: string
  readonly progress: Progress
}

/** Brings the schema of each service that has migrations up to date, with the roles that own and use it. */
export async function prepareSchemas({ adminUrl, parts, password, progress }: SchemaPreparation): Promise<void> {
  const owners = parts.filter((part) => part.needs.includes('database') && existsSync(migrationsOf(part)))
  if (adminUrl === '' || owners.length === 0) return
  const log = createLog({ service: 'migrate', level: 'warn' })
  const secret = password === '' ? {} : { password }
  await progress.during('Database schemas', async () => {
    for (const part of owners) {
      const { name, roles = [] } = part
      await migrate({ adminUrl, service: name, directory: migrationsOf(part), extensions: EXTENSIONS, roles, log, ...secret })
    }
  })
}

const migrationsOf = ({ name }: Part): string => join(SERVICES, name, 'migrations')
