import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const folder = join(import.meta.dirname, '..')
const templates = globSync('**/*.njk', { cwd: folder })

describe('templates', () => {
  it('are there to be checked', () => expect(templates.length).toBeGreaterThan(20))

  it.each(templates)('%s never turns escaping off, and has no inline style or handler', (name) => {
    const source = readFileSync(join(folder, name), 'utf8')
    expect(source).not.toMatch(/\|\s*safe|autoescape/)
    expect(source).not.toMatch(/\sstyle=|\son[a-z]+=/)
  })
})
