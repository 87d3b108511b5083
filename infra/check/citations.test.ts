import { describe, expect, it } from 'vitest'
import { citationFaults } from './citations.ts'

const files: Readonly<Record<string, string>> = {
  'services/one/domain': '',
  'services/one/domain/rule.test.ts': `it('holds for a scanner’s second day', () => {})`,
}
const faultsOf = (text: string) => citationFaults([{ path: 'docs/page.md', text }], (path) => files[path])

describe('what a document rests on', () => {
  it('is there: folders, files, and tests by their names, over a line break too', () => {
    expect(faultsOf('`services/one/domain`: `services/one/domain/rule.test.ts` “holds for a scanner’s\n  second day”')).toEqual([])
  })

  it('is missed when a file has moved', () => {
    expect(faultsOf('see `services/one/domain/law.ts`')).toEqual([
      { path: 'docs/page.md', what: 'names services/one/domain/law.ts, which is not there' },
    ])
  })

  it('is missed when a test has another name now', () => {
    expect(faultsOf('`services/one/domain/rule.test.ts` “holds for ever”')).toEqual([
      { path: 'docs/page.md', what: 'names a test of services/one/domain/rule.test.ts that is not there: “holds for ever”' },
    ])
  })

  it('leaves alone what is no path of ours', () => {
    expect(faultsOf('`npm run check`, `text/html` and “a quotation”')).toEqual([])
  })
})
