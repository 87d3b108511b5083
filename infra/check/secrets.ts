import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../local/child.ts'
import { goTool, type GoTool } from './go-tool.ts'

const GITLEAKS: GoTool = {
  name: 'gitleaks',
  from: 'github.com/zricethezav/gitleaks/v8',
  version: 'v8.30.1',
  purpose: 'Secrets are looked for',
}

const CONFIG = join(import.meta.dirname, 'gitleaks.toml')
const SCAN_TIMEOUT_MS = 120_000

/** Gitleaks, ready to run. @throws when it can neither be found nor built here, with the reason. */
export const gitleaks = (): Promise<string> => goTool(GITLEAKS)

/** Secrets in the files of `root` as they are now and, where it is a repository of its own, in all that was ever committed to it. */
export async function secretFaults(program: string, root: string): Promise<readonly string[]> {
  const found = await Promise.all([
    scan(program, 'dir', root),
    existsSync(join(root, '.git')) ? scan(program, 'git', root) : Promise.resolve([]),
  ])
  return found.flat().map(({ Description, File, StartLine, Commit = '' }) => {
    const where = Commit === '' ? `${File}:${StartLine}` : `${File}:${StartLine} in commit ${Commit.slice(0, 12)}`
    return `${where}: ${Description} Revoke it, and only then take it out.`
  })
}

interface Leak {
  readonly Description: string
  readonly File: string
  readonly StartLine: number
  readonly Commit?: string
}

/** It must not print what it finds, so that no log holds it. */
async function scan(program: string, what: 'dir' | 'git', root: string): Promise<readonly Leak[]> {
  const quiet = ['--no-banner', '--log-level', 'error', '--redact']
  const report = ['--report-format', 'json', '--report-path', '-', '--exit-code', '0']
  const found = await run(program, [what, '.', '--config', CONFIG, ...quiet, ...report], {
    cwd: root,
    timeoutMs: SCAN_TIMEOUT_MS,
    output: 'stdout',
  })
  return JSON.parse(found) as Leak[]
}
