import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../local/child.ts'
import { gitleaks, secretFaults } from './secrets.ts'

/** A build takes a minute or more where `npm run check` has not made it yet. */
const BUILD_TIMEOUT_MS = 600_000

/** In pieces, so that this file holds no secret; it was never anyone's. */
const planted = ['ghp', '8fJ2kQ9xVb7Lm3TzRw5NcY1sHd6GpAeU4oKi'].join('_')
const why = (error: unknown): string => (error instanceof Error ? error.message : String(error))

describe('secrets', () => {
  let root = ''
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'imaging-secrets-'))
  })
  afterEach(() => rmSync(root, { recursive: true }))

  it(
    'finds one in a file, and one that was committed and taken out again, without repeating it',
    { timeout: BUILD_TIMEOUT_MS },
    async (test) => {
      const program = await gitleaks().catch((error: unknown) => test.skip(why(error)))
      const file = join(root, 'settings.ts')
      const git = (...args: string[]) => run('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], { cwd: root })

      writeFileSync(file, `export const token = '${planted}'\n`)
      const inFiles = await secretFaults(program, root)
      expect(inFiles).toEqual([expect.stringMatching(/^settings\.ts:1: .*GitHub Personal Access Token.*Revoke it/)])
      expect(inFiles.join()).not.toContain(planted)

      await git('init', '--quiet')
      await git('add', '.')
      await git('commit', '--quiet', '--message', 'One secret')
      writeFileSync(file, 'export const token = undefined\n')
      await git('commit', '--all', '--quiet', '--message', 'None')
      expect(await secretFaults(program, root)).toEqual([expect.stringMatching(/^settings\.ts:1 in commit [0-9a-f]{12}: /)])
    },
  )

  it('finds nothing where there is nothing, and does not look into what is installed', { timeout: BUILD_TIMEOUT_MS }, async (test) => {
    const program = await gitleaks().catch((error: unknown) => test.skip(why(error)))
    mkdirSync(join(root, 'node_modules/one'), { recursive: true })
    writeFileSync(join(root, 'node_modules/one/index.js'), `const token = '${planted}'\n`)
    writeFileSync(join(root, 'index.ts'), 'export const answer = 42\n')
    expect(await secretFaults(program, root)).toEqual([])
  })
})
