import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { engineAnswers, projectName, removeFromEngine, startInEngine } from './engine.ts'

const PORTS = { postgres: 1, kafka: 2, temporal: 3, temporalPages: 4 }
const DEAD_PID = 4_194_304 // above the largest number Linux gives

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'engine-'))
  vi.stubEnv('PATH', `${dir}:${process.env['PATH']}`)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(dir, { recursive: true, force: true })
})

/** A `docker` that writes down what it is asked and lists the given compose projects. */
function fakeDocker(projects: readonly string[], exitCode = 0): () => string[] {
  const calls = join(dir, 'calls')
  const list = JSON.stringify(projects.map((Name) => ({ Name })))
  writeFileSync(
    join(dir, 'docker'),
    `#!/bin/sh\necho "POSTGRES_PORT=$POSTGRES_PORT $*" >>'${calls}'\ncase "$*" in 'compose ls'*) echo '${list}' ;; esac\nexit ${exitCode}\n`,
  )
  chmodSync(join(dir, 'docker'), 0o755)
  return () =>
    readFileSync(calls, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/--file \S+/, '--file F'))
}

describe('engineAnswers', () => {
  it('is true when the daemon and its compose answer', async () => {
    fakeDocker([])
    expect(await engineAnswers()).toBe(true)
  })

  it('is false when the daemon does not answer', async () => {
    fakeDocker([], 1)
    expect(await engineAnswers()).toBe(false)
  })
})

describe('startInEngine', () => {
  it('removes what this project and killed test runs left, starts on the given ports and keeps the volumes', async () => {
    const calls = fakeDocker(['imaging-a', `imaging-test-${DEAD_PID}`, `imaging-test-${process.pid}`, 'somebody-else'])
    const stop = await startInEngine({ project: 'imaging-a', servers: ['postgres', 'kafka'], ports: PORTS, durable: true })
    await stop()
    expect(calls()).toEqual([
      'POSTGRES_PORT= compose ls --all --format json',
      'POSTGRES_PORT= compose --file F --project-name imaging-a down --timeout 10',
      `POSTGRES_PORT= compose --file F --project-name imaging-test-${DEAD_PID} down --timeout 10 --volumes`,
      'POSTGRES_PORT=1 compose --file F --project-name imaging-a up --detach --wait postgres kafka',
      'POSTGRES_PORT= compose --file F --project-name imaging-a down --timeout 10',
    ])
  })
})

describe('removeFromEngine', () => {
  it('deletes the volumes too', async () => {
    const calls = fakeDocker([])
    await removeFromEngine('imaging-a')
    expect(calls()).toEqual(['POSTGRES_PORT= compose --file F --project-name imaging-a down --timeout 10 --volumes'])
  })
})

describe('projectName', () => {
  it('is the same for the same state folder, and carries the process number in tests', () => {
    expect(projectName('/a', true)).toBe(projectName('/a', true))
    expect(projectName('/a', true)).not.toBe(projectName('/b', true))
    expect(projectName('/a', false)).toBe(`imaging-test-${process.pid}`)
  })
})
