import { describe, expect, it } from 'vitest'
import { domainFaults, leftoverFaults, namingFaults, packageFaults, serviceFaults, workflowFaults } from './house-rules.ts'
import { imports } from './source-file.ts'

const file = (path: string, text = '') => ({ path, text })
const what = (faults: readonly { what: string }[]): string[] => faults.map((one) => one.what)

describe('imports', () => {
  it('finds values, types, re-exports, side effects and imports over several lines', () => {
    const text = `import {\n  a,\n  type B,\n} from './a.ts'\nimport type { C } from 'c'\nexport { d } from '../d.ts'\nimport 'side'\nconst e = await import('e')\n`
    expect(imports(file('x.ts', text))).toEqual([
      { from: './a.ts', typeOnly: false },
      { from: 'c', typeOnly: true },
      { from: '../d.ts', typeOnly: false },
      { from: 'side', typeOnly: false },
      { from: 'e', typeOnly: false },
    ])
  })
})

describe('names', () => {
  it.each(['packages/http/src/string-utils.ts', 'services/assets/src/base-route.ts'])('refuses %s', (path) => {
    expect(namingFaults([file(path)])).toHaveLength(1)
  })

  it('refuses empty words in what a file exports, and lets them be part of longer words and of domain terms', () => {
    expect(what(namingFaults([file('a/b.ts', 'export const dateHelper = 1')]))).toEqual([
      `'dateHelper' says 'helper': name it for what it is`,
    ])
    expect(namingFaults([file('a/b.ts', 'export const database = 1\nexport type DataHealth = 2')])).toEqual([])
  })

  it('refuses file names that are not kebab-case, and index files inside packages', () => {
    expect(namingFaults([file('services/assets/src/assetRoute.ts')])).toHaveLength(1)
    expect(namingFaults([file('services/assets/src/import/index.ts')])).toHaveLength(1)
    expect(namingFaults([file('packages/http/src/index.ts'), file('services/assets/domain/index.ts')])).toEqual([])
  })
})

describe('domains', () => {
  it('import each other and the calendar, and nothing else', () => {
    const text = `import { a } from '@imaging/calendar'\nimport { b } from './b.ts'\nimport { c } from '../ledger/c.ts'\n`
    expect(domainFaults([file('services/availability/domain/figures/x.ts', text)])).toEqual([])
    expect(domainFaults([file('services/availability/domain/x.ts', `import { a } from '../src/a.ts'\n`)])).toHaveLength(1)
    expect(domainFaults([file('services/availability/domain/x.ts', `import pg from 'pg'\n`)])).toHaveLength(1)
  })

  it('are told the time', () => {
    expect(domainFaults([file('services/availability/domain/x.ts', 'const at = new Date()')])).toHaveLength(1)
    expect(domainFaults([file('services/availability/domain/x.ts', '// not Date.now()\nconst at = new Date(ms)')])).toEqual([])
  })

  it('may be tested with anything', () => {
    expect(domainFaults([file('services/availability/domain/x.test.ts', `import fc from 'fast-check'\n`)])).toEqual([])
  })
})

describe('workflows', () => {
  const workflow = (text: string) => workflowFaults([file('workflows/src/corrective/workflow.ts', `${text}\n`)])

  it('take domains, contracts and activities as types', () => {
    expect(workflow(`import { a } from '@imaging/maintenance/domain'`)).toEqual([])
    expect(workflow(`import type { A } from './activities.ts'`)).toEqual([])
  })

  it.each([
    `import { a } from '@imaging/maintenance'`,
    `import { a } from './activities.ts'`,
    `import { readFile } from 'node:fs'`,
    `import pg from 'pg'`,
  ])('refuse %s', (text) => {
    expect(workflow(text)).toHaveLength(1)
  })

  it('let activities use the machine, but not the tables', () => {
    const activities = (text: string) => workflowFaults([file('workflows/src/corrective/activities.ts', `${text}\n`)])
    expect(activities(`import { randomUUID } from 'node:crypto'`)).toEqual([])
    expect(activities(`import { createPool } from '@imaging/postgres'`)).toHaveLength(1)
  })
})

describe('packages', () => {
  it('know no domain word', () => {
    expect(packageFaults([file('packages/http/src/a.ts', '// the scanner page')])).toHaveLength(1)
    expect(packageFaults([file('packages/http/src/a.ts', '// trusted connections')])).toEqual([])
  })
})

describe('services', () => {
  const whole = { 'package.json': '{"name":"@imaging/assets"}', 'README.md': '# Assets\n', 'domain/index.ts': '', 'src/main.ts': '' }
  const faults = (files: Readonly<Record<string, string>>) =>
    serviceFaults(['assets'], (path) => files[path.slice('services/assets/'.length)])

  it('are whole', () => {
    expect(faults(whole)).toEqual([])
    expect(faults({ ...whole, 'README.md': '\n'.repeat(40) + 'x' })).toHaveLength(1)
    expect(faults({ 'package.json': '{"name":"assets"}' })).toHaveLength(4)
  })
})

describe('leftovers', () => {
  it('are found', () => {
    expect(leftoverFaults([file('a.ts', '// TODO: later')])).toHaveLength(1)
    expect(leftoverFaults([file('a.ts', `'/root/project'`)])).toHaveLength(1)
    expect(leftoverFaults([file('a.ts', `'/work-orders/1'`)])).toEqual([])
  })
})
