import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleWorkflowCode } from '@temporalio/worker'
import type { TestProject } from 'vitest/node'
import { availableGuard } from './child.ts'
import './provided.ts'
import { testServerCommand } from './provision.ts'
import { testFolder } from './test-folder.ts'
import { TOOLS_DIR } from './where.ts'

const WORKFLOWS = join(import.meta.dirname, '../../workflows/src/workflows.ts')
const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error: console.error, log() {} }

/** Global setup of workflow tests: the workflow code bundled once (2 to 4 s each otherwise), and a program that runs the time-skipping server. */
export default async function withWorkflowBundle({ provide }: TestProject): Promise<() => void> {
  const dir = testFolder()
  const [{ code }, command] = await Promise.all([
    bundleWorkflowCode({ workflowsPath: WORKFLOWS, logger: quiet }),
    testServerCommand(TOOLS_DIR),
  ])
  const bundle = join(dir, 'workflows.js')
  writeFileSync(bundle, code)
  const server = join(dir, 'test-server.sh')
  writeFileSync(server, script(command))
  chmodSync(server, 0o755)
  provide('workflowBundle', bundle)
  provide('testServer', server)
  return () => rmSync(dir, { recursive: true, force: true })
}

/** The SDK starts the server from a thread of its own: the kernel ends it with that thread, however this process ends. */
function script(command: readonly string[]): string {
  const guarded = availableGuard() === 'kernel' ? ['setpriv', '--pdeathsig', 'KILL', ...command] : command
  return `#!/bin/sh\nexec ${guarded.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')} "$@"\n`
}
