import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../local/child.ts'
import { lineProgress } from '../local/progress.ts'
import { TOOLS_DIR } from '../local/where.ts'
import { goTool, type GoTool } from './go-tool.ts'
import { gitleaks, secretFaults } from './secrets.ts'

/**
 * `npm run check:infra`: what runs the platform elsewhere, and what `npm run check` may have passed over, checked with the real tools.
 * The first run builds them, which takes minutes; one that cannot be had is a failure.
 */
const ROOT = join(import.meta.dirname, '../..')
const COMPOSE_FILE = join(ROOT, 'docker-compose.yml')
const COMPOSE: GoTool = {
  name: 'docker-compose',
  from: 'github.com/docker/compose/v2/cmd',
  version: 'v2.40.3',
  purpose: 'Without Docker, docker-compose.yml is checked',
}

type Command = readonly [string, ...string[]]

/** Compose as Docker's plug-in, from an earlier build, or built now. */
async function compose(): Promise<Command> {
  const installed = await run('docker', ['compose', 'version', '--short']).then(
    () => true,
    () => false,
  )
  if (installed) return ['docker', 'compose']
  return [await goTool(COMPOSE)]
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

async function secretsFound(): Promise<void> {
  const faults = await secretFaults(await gitleaks(), ROOT)
  if (faults.length > 0) throw new Error(faults.join('\n'))
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
  await progress.during('secrets (gitleaks)', secretsFound, () => 'none')
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
