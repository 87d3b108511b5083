import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from './run-lock.ts'

const OURS = /^imaging-test-(\d+)-/

/** A fresh folder for the state of one test run, which carries the run's process number; folders of runs that were killed are deleted. */
export function testFolder(): string {
  for (const name of readdirSync(tmpdir())) {
    const pid = OURS.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
  const dir = mkdtempSync(join(tmpdir(), `imaging-test-${process.pid}-`))
  chmodSync(dir, 0o755) // PostgreSQL may have to run as another user, who must reach its files
  return dir
}
