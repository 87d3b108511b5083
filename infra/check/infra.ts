import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../local/child.ts'
import { onPath } from '../local/missing.ts'
import { lineProgress } from '../local/progress.ts'
import { TOOLS_DIR } from '../local/where.ts'

/** `npm run check:infra`: what runs the platform elsewhere, checked with the real tools. The first run builds compose, which takes minutes. */
const ROOT = join(import.meta.dirname, '../..')
const COMPOSE_FILE = join(ROOT, 'docker-compose.yml')
const COMPOSE = 'github.com/docker/compose/v2/cmd'
const COMPOSE_VERSION = 'v2.40.3'
const BUILD_TIMEOUT_MS = 1_800_000

type Command = readonly [string, ...string[]]

/** Compose as Docker's plug-in, from an earlier build, or built now. */
async function compose(): Promise<Command> {
  const installed = await run('docker', ['compose', 'version', '--short']).then(
    () => true,
    () => false,
  )
  if (installed) return ['docker', 'compose']
  const built = join(TOOLS_DIR, `docker-compose-${COMPOSE_VERSION}`)
  if (!existsSync(built)) await buildCompose(built)
  return [built]
}

/** Its own module refuses `go install`, so it is built as a tool of an empty module of ours. */
async function buildCompose(file: string): Promise<void> {
  if (onPath('go') === undefined) {
    throw new Error(
      'docker-compose.yml is checked by compose v2, which is built with Go, and Go is missing. Install Go 1.24 or newer (apt-get install -y golang, or brew install go), or Docker with compose.',
    )
  }
  const module = join(TOOLS_DIR, 'docker-compose-module')
  mkdirSync(module, { recursive: true })
  writeFileSync(join(module, 'go.mod'), 'module local/compose\n\ngo 1.24\n')
  await run('nice', ['go', 'get', '-tool', `${COMPOSE}@${COMPOSE_VERSION}`], { cwd: module, timeoutMs: BUILD_TIMEOUT_MS })
  await run('nice', ['go', 'build', '-o', `${file}.new`, COMPOSE], { cwd: module, timeoutMs: BUILD_TIMEOUT_MS })
  renameSync(`${file}.new`, file)
}

const validate = ([file, ...args]: Command, composeFile: string): Promise<string> =>
  run(file, [...args, '--file', composeFile, 'config', '--quiet'])

/** A check that accepts everything proves nothing: it must refuse a file with a condition that does not exist. */
async function refusesABrokenFile(command: Command): Promise<void> {
  const broken = join(TOOLS_DIR, 'broken-compose.yml')
  writeFileSync(broken, readFileSync(COMPOSE_FILE, 'utf8').replaceAll('condition: service_healthy', 'condition: service_cheerful'))
  const accepted = await validate(command, broken).then(
    () => true,
    () => false,
  )
  if (accepted) throw new Error('compose accepted a file with a condition that does not exist')
}

const progress = lineProgress((line) => void process.stdout.write(`${line}\n`))
mkdirSync(TOOLS_DIR, { recursive: true })
try {
  const command = await progress.during('compose v2', compose, (found) => found.join(' '))
  await progress.during(
    'docker-compose.yml',
    () => validate(command, COMPOSE_FILE),
    () => 'valid',
  )
  await progress.during(
    'a broken docker-compose.yml',
    () => refusesABrokenFile(command),
    () => 'refused',
  )
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
