import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { serviceUrl } from '@imaging/postgres'
import { PARTS, type Part } from './parts.ts'
import { clientSecret, WEB_CLIENT } from '../issuer/example-clients.ts'
import { privateKeyFile, prepareIdentityKeys, publicKeysFile } from './identity-keys.ts'
import { issuerSecret, keptSecret } from './kept-secret.ts'
import { prepareSchemas, prepareTopics } from './prepare.ts'
import type { Progress } from './progress.ts'
import { freePorts, portFrom } from './ready.ts'
import { signingKeyFile } from './signing-key.ts'
import { startServers, type ServerName, type Servers } from './servers.ts'
import { supervised } from './supervised.ts'
import { NAMESPACE } from './temporal.ts'

const ROOT = join(import.meta.dirname, '../..')

/** A first start on a busy machine compiles templates and reads a back-filled log. */
const READY_TIMEOUT_MS = 120_000
/** Services drain for ten seconds by contract. */
const STOP_TIMEOUT_MS = 12_000

export interface PlatformOptions {
  readonly stateDir: string
  readonly toolsDir: string
  /** This run's settings: given to every part, and asked for the servers' addresses. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Keeps what was acknowledged through a power cut. Off in tests only. */
  readonly durable: boolean
  readonly progress: Progress
  /** Told once of every server or part that ends by itself. */
  readonly onCrash: (crash: Crash) => void
  readonly parts?: readonly Part[]
  readonly servers?: readonly ServerName[]
  /** Gives every part a free port, so that two platforms can run side by side. */
  readonly anyPorts?: boolean
}

/** Which part ended by itself, how, and where its last words are. */
export interface Crash {
  readonly name: string
  readonly why: string
  readonly logFile: string
}

/** A platform that is up. */
export interface Platform {
  /** Where browsers reach the pages. */
  readonly webUrl: string
  readonly issuerUrl: string
  readonly databaseUrl: string
  readonly kafkaBrokers: string
  readonly temporalAddress: string
  readonly temporalPagesUrl?: string
  /** Where each part answers HTTP, by its name. */
  readonly urls: Readonly<Record<string, string>>
  /** Stops parts in reverse order, then the servers; a second call waits for the first. */
  readonly stop: () => Promise<void>
}

/**
 * Brings up servers, topics, schemas, services and workers, each ready before the next starts.
 * @throws when one of them does not come up, after stopping those that did.
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { stateDir, env, progress, onCrash, parts = PARTS } = options
  mkdirSync(join(stateDir, 'logs'), { recursive: true })
  const servers = await startServers({
    ...options,
    onCrash: (name, why, logFile) => onCrash({ name, why, logFile }),
    ...(options.servers === undefined ? {} : { wanted: options.servers }),
  })
  const stops = [servers.stop]
  let stopping: Promise<void> | undefined
  const stop = (): Promise<void> => (stopping ??= inReverse(stops))
  try {
    const password = new URL(servers.databaseUrl || 'postgres://none').password === '' ? '' : randomBytes(16).toString('hex')
    await Promise.all([
      prepareTopics(servers.kafkaBrokers, env, progress),
      prepareSchemas({ adminUrl: servers.databaseUrl, parts, password, progress }),
      prepareIdentityKeys(stateDir, parts),
    ])
    const ports = await portsOf(parts, options.anyPorts ?? false)
    const urls = Object.fromEntries(parts.map((part, index) => [part.name, `http://127.0.0.1:${ports[index]}`]))
    const shared = sharedSettings(options, urls)
    for (const part of parts) {
      const settings = { ...shared, ...settingsOf(part, urls, servers, password), ...ownFiles(part, stateDir) }
      stops.push(
        await progress.during(
          part.name,
          () => startPart(part, settings, urls, options),
          () => urls[part.name] ?? '',
        ),
      )
    }
    const { databaseUrl, kafkaBrokers, temporalAddress, temporalPagesUrl } = servers
    return {
      webUrl: originOf(urls['web']),
      issuerUrl: originOf(urls['issuer']),
      databaseUrl,
      kafkaBrokers,
      temporalAddress,
      ...(temporalPagesUrl === undefined ? {} : { temporalPagesUrl }),
      urls,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function inReverse(stops: readonly (() => Promise<void>)[]): Promise<void> {
  for (const stop of stops.toReversed()) await stop()
}

const portsOf = async (parts: readonly Part[], anyPorts: boolean): Promise<number[]> => {
  const free = await freePorts(parts.length)
  const chosen = async ({ port }: Part, index: number): Promise<number> =>
    port === undefined || anyPorts ? (free[index] ?? 0) : portFrom(port)
  return Promise.all(parts.map(chosen))
}

const sharedSettings = ({ env }: PlatformOptions, urls: Readonly<Record<string, string>>): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
  LOG_LEVEL: env['LOG_LEVEL'] ?? 'info',
  EXAMPLE_RUN: '1',
  ...Object.fromEntries(Object.entries(urls).map(([name, url]) => [`${name.toUpperCase()}_URL`, url])),
  WEB_ORIGIN: originOf(urls['web']),
  OIDC_ISSUER: originOf(urls['issuer']),
})

/** Where browsers reach a part: of plain addresses they trust this name alone with cookies that are for safe places. */
const originOf = (url = ''): string => url.replace('127.0.0.1', 'localhost')

/** What one part is told beside what all are told: its own port and role, and the servers it needs and no others. */
const settingsOf = (
  { name, needs }: Part,
  urls: Readonly<Record<string, string>>,
  servers: Servers,
  password: string,
): Record<string, string> => ({
  SERVICE_NAME: name,
  PORT: new URL(urls[name] ?? '').port,
  DATABASE_URL: needs.includes('database') && servers.databaseUrl !== '' ? serviceUrl(servers.databaseUrl, name, password) : '',
  KAFKA_BROKERS: needs.includes('kafka') ? servers.kafkaBrokers : '',
  TEMPORAL_ADDRESS: needs.includes('temporal') ? servers.temporalAddress : '',
  TEMPORAL_NAMESPACE: needs.includes('temporal') ? NAMESPACE : '',
})

/** A secret made once for each part that wants one; kept, so that people stay signed in over a restart. */
const secretOf = ({ name, secretIn }: Part, stateDir: string): Record<string, string> =>
  secretIn === undefined ? {} : { [secretIn]: keptSecret(stateDir, name) }

/** What a part finds under the state of the run: its secret, its folder, its key and everybody's public keys. */
const ownFiles = (part: Part, stateDir: string): Record<string, string> => ({
  ...secretOf(part, stateDir),
  ...folderOf(part, stateDir),
  ...(part.signsIn === true ? { OIDC_CLIENT_ID: WEB_CLIENT, OIDC_CLIENT_SECRET: clientSecret(issuerSecret(stateDir), WEB_CLIENT) } : {}),
  ...(part.signingKeyIn === undefined ? {} : { [part.signingKeyIn]: signingKeyFile(stateDir, part.name) }),
  IDENTITY_KEYS_FILE: publicKeysFile(stateDir),
  ...(part.speaksFor === undefined ? {} : { IDENTITY_PRIVATE_KEY_FILE: privateKeyFile(stateDir, part.name) }),
})

const folderOf = ({ name, folderIn }: Part, stateDir: string): Record<string, string> =>
  folderIn === undefined ? {} : { [folderIn]: join(stateDir, name) }

async function startPart(
  part: Part,
  env: Readonly<Record<string, string>>,
  urls: Readonly<Record<string, string>>,
  { stateDir, onCrash }: PlatformOptions,
): Promise<() => Promise<void>> {
  const logFile = join(stateDir, 'logs', `${part.name}.log`)
  if (existsSync(logFile)) renameSync(logFile, join(stateDir, 'logs', `${part.name}.previous.log`))
  return supervised({
    what: part.name,
    program: { name: part.name, command: process.execPath, args: [...(part.nodeOptions ?? []), join(ROOT, part.entry)], logFile, env },
    isReady: () => isReady(`${urls[part.name]}/health/ready`),
    readyTimeoutMs: READY_TIMEOUT_MS,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: STOP_TIMEOUT_MS,
    onExit: (why) => onCrash({ name: part.name, why, logFile }),
  })
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false
  }
}
