import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run, type Guard } from './child.ts'
import { startMarked } from './fixtures/marked.ts'

const KEEPER = join(import.meta.dirname, 'fixtures/keeper.ts')

describe.skipIf(process.platform !== 'linux')('a launched program', () => {
  it.each<Guard>(['kernel', 'pipe'])('ends when whoever launched it is killed outright (guard: %s)', async (guard) => {
    const keeper = startMarked(KEEPER, [guard])
    await expect.poll(() => keeper.survivors(), { timeout: 10_000 }).toContainEqual(expect.stringMatching(/^sleep 600/))
    keeper.child.kill('SIGKILL')
    await keeper.allGone()
  })
})

describe('run', () => {
  it('returns what the program printed', async () => {
    await expect(run('echo', ['hello'])).resolves.toBe('hello\n')
  })

  it('fails with what the program said', async () => {
    await expect(run('sh', ['-c', 'echo no such jar >&2; exit 4'])).rejects.toThrow(/ended with 4\n {2}no such jar/)
  })

  it('fails when the program is not there', async () => {
    await expect(run('no-such-program', [])).rejects.toThrow(/no-such-program/)
  })

  it('gives up after its time limit', async () => {
    await expect(run('sleep', ['600'], { timeoutMs: 50 })).rejects.toThrow(/ended with/)
  })
})
