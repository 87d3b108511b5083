import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { engineAnswers, projectName, removeFromEngine } from './engine.ts'
import { livingHolder } from './run-lock.ts'
import { STATE_DIR } from './where.ts'

/** `npm run reset`: deletes what runs have stored. Downloaded programs stay unless `--tools` is given. */
const stateDir = resolve(process.env['IMAGING_STATE_DIR'] ?? STATE_DIR)
const alsoTools = process.argv.includes('--tools')
const holder = livingHolder(stateDir)
if (holder !== undefined) {
  process.stderr.write(`A run (process ${holder}) is using ${stateDir}. Stop it first, with Ctrl-C or kill ${holder}.\n`)
  process.exit(1)
}
const doomed = existsSync(stateDir) ? readdirSync(stateDir).filter((name) => alsoTools || name !== 'tools') : []
for (const name of doomed) rmSync(join(stateDir, name), { recursive: true, force: true })
if (process.env['IMAGING_ENGINE'] !== 'off' && (await engineAnswers())) await removeFromEngine(projectName(stateDir, true))
process.stdout.write(doomed.length === 0 ? `Nothing to delete in ${stateDir}.\n` : `Deleted from ${stateDir}: ${doomed.join(', ')}.\n`)
