import { basename } from 'node:path'
import { declarations, imports, isTest, withoutComments, type SourceFile } from './source-file.ts'

/** A broken rule: where, and what to do. */
export interface Fault {
  readonly path: string
  readonly what: string
}

/** Names that say nothing about what a thing is for. */
const EMPTY_WORDS = ['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'manager', 'base', 'data', 'info', 'handler']

/** Terms of the domain that happen to contain one: the health of a scanner's data feed. */
const TERMS = [/data-?health/gi, /radiology-?manager/gi]

/** Words by which a technical port would betray that it knows what it is used for. */
const DOMAIN_WORDS = /\b(scanners?|modalit(y|ies)|radiolog\w*|hospitals?|downtimes?|helium|work-?orders?|nhs trusts?)\b/i

const README_LINES_MAX = 40

const fault = ({ path }: SourceFile, what: string): Fault => ({ path, what })

/** Names are words that mean something; files are kebab-case; `index.ts` stands only at the root of a package or a domain. */
export function namingFaults(files: readonly SourceFile[]): Fault[] {
  return files.flatMap((file) => {
    const stem = basename(file.path).replace(/\..*$/, '')
    const inNames = [stem, ...declarations(file)].flatMap((name) =>
      emptyWordsIn(name).map((word) => fault(file, `'${name}' says '${word}': name it for what it is`)),
    )
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem) ? [] : [fault(file, 'file names are kebab-case')]
    const barrel =
      stem !== 'index' || INDEX_PLACES.test(file.path)
        ? []
        : [fault(file, 'index.ts stands only at the root of a package: import the file itself')]
    return [...inNames, ...kebab, ...barrel]
  })
}

const INDEX_PLACES = /^(schemas\/src|packages\/[^/]+\/src|services\/[^/]+\/domain|tests|bench\/[^/]+)\/index\.ts$/

function emptyWordsIn(name: string): string[] {
  const plain = TERMS.reduce((text, term) => text.replaceAll(term, ''), name)
  const words = plain.split(/[-_.]|(?<=[a-z0-9])(?=[A-Z])/).map((word) => word.toLowerCase())
  return words.filter((word) => EMPTY_WORDS.includes(word))
}

/** Rules in `domain/` see only each other and the calendar, and get time and chance from their caller. */
export function domainFaults(files: readonly SourceFile[]): Fault[] {
  const domain = files.filter((file) => /^services\/[^/]+\/domain\//.test(file.path) && !isTest(file))
  return domain.flatMap((file) => {
    const foreign = imports(file).filter(({ from }) => from !== '@imaging/calendar' && !staysInDomain(file.path, from))
    const clock = [...withoutComments(file).matchAll(/\b(Date\.now\(\)|new Date\(\)|Math\.random\(\)|performance\.now\(\)|process\.env)/g)]
    return [
      ...foreign.map(({ from }) => fault(file, `imports ${from}: a domain imports nothing but @imaging/calendar`)),
      ...clock.map(([text]) => fault(file, `uses ${text}: a domain is told the time, the chance and the settings`)),
    ]
  })
}

function staysInDomain(path: string, from: string): boolean {
  if (!from.startsWith('.')) return false
  const parts = path.split('/').slice(2, -1) // 'domain' and the folders below it
  const climbs = from.split('/').filter((part) => part === '..').length
  return climbs < parts.length
}

/** Of ours, workflows and their activities see these. */
const WORKFLOW_IMPORTS = /^@imaging\/(calendar|schemas|http|observability|[^/]+\/domain)$/

/** Workflow code is replayed: it takes domains, contracts and the SDK; activities as types. Activities reach services through HTTP. */
export function workflowFaults(files: readonly SourceFile[]): Fault[] {
  const workflows = files.filter((file) => file.path.startsWith('workflows/src/') && !isTest(file))
  return workflows.flatMap((file) => {
    const isActivity = file.path.endsWith('/activities.ts')
    return imports(file).flatMap(({ from, typeOnly }) => {
      if (from.startsWith('@imaging/') && !WORKFLOW_IMPORTS.test(from))
        return [fault(file, `imports ${from}: see a service's domain, and reach it through its API`)]
      if (from === 'pg' || from === 'kafkajs') return [fault(file, `imports ${from}: a workflow reaches services through their APIs`)]
      if (isActivity || typeOnly) return []
      if (from.endsWith('activities.ts')) return [fault(file, `imports ${from} as a value: use 'import type'`)]
      if (from.startsWith('node:')) return [fault(file, `imports ${from}: workflow code is replayed and may not touch the machine`)]
      return []
    })
  })
}

/** Technical ports know no domain word, in code or in comments. */
export function packageFaults(files: readonly SourceFile[]): Fault[] {
  const ports = files.filter((file) => file.path.startsWith('packages/') && !isTest(file))
  return ports.flatMap((file) => {
    const word = DOMAIN_WORDS.exec(file.text)?.[0]
    return word === undefined ? [] : [fault(file, `says '${word}': a technical port knows no domain word`)]
  })
}

/** Each service is one package that says in a page what it owns, has its rules in `domain/` and starts from `src/main.ts`. */
export function serviceFaults(names: readonly string[], read: (path: string) => string | undefined): Fault[] {
  return names.flatMap((name) => {
    const at = (path: string): string => `services/${name}/${path}`
    const manifest = JSON.parse(read(at('package.json')) ?? '{}') as { name?: string }
    const readme = read(at('README.md'))
    const lines = readme?.trimEnd().split('\n').length ?? 0
    return [
      ...(manifest.name === `@imaging/${name}`
        ? []
        : [{ path: at('package.json'), what: `a service is one package, named @imaging/${name}` }]),
      ...(readme === undefined ? [{ path: at('README.md'), what: 'says what the service owns, consumes and emits: write it' }] : []),
      ...(lines > README_LINES_MAX
        ? [{ path: at('README.md'), what: `has ${lines} lines; ${README_LINES_MAX} are enough to say what a service is for` }]
        : []),
      ...(read(at('domain/index.ts')) === undefined && name !== 'web'
        ? [{ path: at('domain/index.ts'), what: 'rules live in domain/: make it' }]
        : []),
      ...(read(at('src/main.ts')) === undefined ? [{ path: at('src/main.ts'), what: 'a service starts from src/main.ts: make it' }] : []),
    ]
  })
}

/** What is unfinished, and what belongs to one machine, is not in a file that others read. */
export function leftoverFaults(files: readonly SourceFile[]): Fault[] {
  return files
    .filter(({ path }) => !path.startsWith('infra/check/'))
    .flatMap((file) => {
      const found = /\b(TODO|FIXME)\b|\/(work|root|home)\/\w+/.exec(file.text)?.[0]
      return found === undefined ? [] : [fault(file, `holds '${found}': finish it, or say it without this machine`)]
    })
}
