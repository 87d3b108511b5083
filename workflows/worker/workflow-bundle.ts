import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { bundleWorkflowCode, type Logger } from '@temporalio/worker'

const SOURCES = join(import.meta.dirname, '../src')
const WORKFLOWS = join(SOURCES, 'workflows.ts')
const INTERCEPTORS = [join(SOURCES, 'trace-interceptors.ts')]
const { version: sdkVersion } = createRequire(import.meta.url)('@temporalio/worker/package.json') as { version: string }

/**
 * The code of all workflows as one file in `dir`, made when what it is made of has changed: bundling takes seconds.
 *
 * @returns Where it is.
 */
export async function workflowBundle(dir: string, logger: Logger): Promise<string> {
  const file = join(dir, `${contentHash()}.js`)
  if (existsSync(file)) return file
  const { code } = await bundleWorkflowCode({ workflowsPath: WORKFLOWS, workflowInterceptorModules: INTERCEPTORS, logger })
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
  const half = `${file}.${process.pid}`
  writeFileSync(half, code)
  renameSync(half, file)
  return file
}

/** Workflows import nothing of ours from outside this folder; of what they import, the SDK alone runs with them. */
function contentHash(): string {
  const hash = createHash('sha256').update(sdkVersion)
  const files = readdirSync(SOURCES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  for (const file of files) hash.update(relative(SOURCES, file)).update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}
