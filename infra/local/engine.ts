import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { run } from './child.ts'
import { isAlive } from './run-lock.ts'
import type { ServerName } from './servers.ts'

const COMPOSE_FILE = join(import.meta.dirname, '../../docker-compose.yml')

/** A daemon that is not there answers at once; one that hangs must not hold up the start. */
const PROBE_TIMEOUT_MS = 5_000
/** The first `up` fetches three images. */
const UP_TIMEOUT_MS = 480_000
const DOWN_TIMEOUT_MS = 60_000

/** Test runs carry their process number in the project's name, so that a later run can tell which were abandoned. */
const TEST_PROJECT = /^imaging-test-(\d+)$/

/** Where the three servers listen on this machine. */
export interface ServerPorts {
  readonly postgres: number
  readonly kafka: number
  readonly temporal: number
  readonly temporalPages: number
}

/** What to start in containers: which servers, where, and whether their volumes are to survive. */
export interface EngineRun {
  readonly project: string
  readonly servers: readonly ServerName[]
  readonly ports: ServerPorts
  readonly durable: boolean
}

/** True when a Docker engine answers and its client knows compose. */
export async function engineAnswers(): Promise<boolean> {
  try {
    await run('docker', ['info', '--format', '{{.ServerVersion}}'], { timeoutMs: PROBE_TIMEOUT_MS })
    await run('docker', ['compose', 'version', '--short'], { timeoutMs: PROBE_TIMEOUT_MS })
    return true
  } catch {
    return false
  }
}

/** The compose project of a run: one per state folder, so that its volumes are found again; one per process in tests. */
export const projectName = (stateDir: string, durable: boolean): string =>
  durable ? `imaging-${createHash('sha256').update(stateDir).digest('hex').slice(0, 8)}` : `imaging-test-${process.pid}`

/**
 * Removes what earlier runs left (containers do not end with the process that asked for them), then starts the servers and waits
 * for their health checks.
 * @returns how to stop them; volumes stay when the run is durable.
 */
export async function startInEngine({ project, servers, ports, durable }: EngineRun): Promise<() => Promise<void>> {
  await removeAbandoned(project)
  const setting = (name: string, value: string | number): string => `${name}=${value}`
  const settings = [
    setting('POSTGRES_PORT', ports.postgres),
    setting('KAFKA_PORT', ports.kafka),
    setting('TEMPORAL_PORT', ports.temporal),
    setting('TEMPORAL_PAGES_PORT', ports.temporalPages),
    setting('POSTGRES_FSYNC', durable ? 'on' : 'off'),
  ]
  await run('env', [...settings, 'docker', ...compose(project), 'up', '--detach', '--wait', ...servers], { timeoutMs: UP_TIMEOUT_MS })
  return async () => {
    await down(project, durable ? [] : ['--volumes'])
  }
}

/** Deletes a run's containers and volumes. */
export async function removeFromEngine(project: string): Promise<void> {
  await down(project, ['--volumes'])
}

const compose = (project: string): readonly string[] => ['compose', '--file', COMPOSE_FILE, '--project-name', project]

const down = (project: string, options: readonly string[]): Promise<string> =>
  run('docker', [...compose(project), 'down', '--timeout', '10', ...options], { timeoutMs: DOWN_TIMEOUT_MS })

async function removeAbandoned(project: string): Promise<void> {
  const listed = await run('docker', ['compose', 'ls', '--all', '--format', 'json'], { timeoutMs: PROBE_TIMEOUT_MS })
  const names = (JSON.parse(listed) as { Name: string }[]).map(({ Name }) => Name)
  for (const name of names) {
    const pid = TEST_PROJECT.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) await down(name, ['--volumes'])
    if (name === project) await down(name, [])
  }
}
