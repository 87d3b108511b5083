import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isAlive, livingHolder, takeRun } from './run-lock.ts'

let dir = ''
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'run-lock-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const heldBy = (pid: number, startedAtTicks: string): void => writeFileSync(join(dir, 'run.json'), JSON.stringify({ pid, startedAtTicks }))

it('is free again after release', () => {
  const release = takeRun(dir)
  expect(JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8'))).toMatchObject({ pid: process.pid })
  release()
  expect(livingHolder(dir)).toBeUndefined()
})

it('ignores a holder that has ended', async () => {
  const child = spawn('true')
  const pid = child.pid ?? 0
  await once(child, 'exit')
  heldBy(pid, '1')
  expect(isAlive(pid)).toBe(false)
  expect(livingHolder(dir)).toBeUndefined()
})

it.skipIf(process.platform !== 'linux')('ignores a later process that was given the same number', () => {
  heldBy(process.ppid, 'long ago')
  expect(isAlive(process.ppid)).toBe(true)
  expect(livingHolder(dir)).toBeUndefined()
})

it('ignores a file that was half written when the machine stopped', () => {
  writeFileSync(join(dir, 'run.json'), '{"pid": 12')
  expect(livingHolder(dir)).toBeUndefined()
})
