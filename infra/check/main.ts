import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../local/child.ts'
import { seconds } from '../local/progress.ts'
import { domainFaults, leftoverFaults, namingFaults, packageFaults, serviceFaults, workflowFaults, type Fault } from './house-rules.ts'
import { sourceFiles } from './source-file.ts'

/** `npm run check`: everything that can be known without running the platform. One line a check, then what is wrong. */
const ROOT = join(import.meta.dirname, '../..')
const BIN = join(ROOT, 'node_modules/.bin')
const TIMEOUT_MS = 300_000

interface Check {
  readonly name: string
  /** Resolves with what is wrong, each as lines to print; nothing when all is well. */
  readonly faults: () => Promise<readonly string[]>
}

/** A tool that says all there is to say and ends with a code other than 0 when something is wrong. */
const tool = (name: string, program: string, args: readonly string[]): Check => ({
  name,
  faults: async () => {
    try {
      await run(program, args, { cwd: ROOT, timeoutMs: TIMEOUT_MS, linesShown: Infinity })
      return []
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)]
    }
  },
})

const rule = (name: string, faults: () => readonly Fault[]): Check => ({
  name,
  faults: async () => faults().map(({ path, what }) => `${path}: ${what}`),
})

/** With a parser that cannot read TypeScript 7 the tool finds no module and reports success: what it has read is compared with what there is. */
async function dependencyFaults(): Promise<readonly string[]> {
  const folders = ['schemas', 'packages', 'services', 'workflows', 'infra', 'tests', 'bench']
  const report = await run(join(BIN, 'depcruise'), ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders], {
    cwd: ROOT,
    timeoutMs: TIMEOUT_MS,
    output: 'stdout',
    acceptedCodes: 'any',
  })
  const { modules, summary } = JSON.parse(report) as Cruise
  const read = new Set(modules.map(({ source }) => source))
  const unread = sourceFiles(ROOT, '*.ts').filter(({ path }) => !read.has(path))
  return [
    ...summary.violations.map(({ from, to, rule: { name } }) => `${from} → ${to}: ${name}`),
    ...unread.map(({ path }) => `${path}: was not read by dependency-cruiser`),
    ...(read.size === 0 ? ['dependency-cruiser read no module at all'] : []),
  ]
}

interface Cruise {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly to: string; readonly rule: { readonly name: string } }[]
  }
}

const code = sourceFiles(ROOT, '*.ts')
const words = sourceFiles(ROOT, '*.{ts,md,sql,njk,scss}')
const services = readdirSync(join(ROOT, 'services'))
const readIfThere = (path: string): string | undefined =>
  existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : undefined

const checks: readonly Check[] = [
  tool('types (tsc)', join(BIN, 'tsc'), ['--project', '.']),
  tool('lint (oxlint, type-aware)', join(BIN, 'oxlint'), ['--type-aware', '--quiet', '.']),
  tool('format (oxfmt)', join(BIN, 'oxfmt'), ['--check', '.']),
  tool('unused code (knip)', join(BIN, 'knip'), ['--no-progress', '--no-config-hints']),
  { name: 'dependencies between folders (dependency-cruiser)', faults: dependencyFaults },
  tool('contracts as generated', process.execPath, ['schemas/src/generate.ts', '--check']),
  rule('names', () => namingFaults(code)),
  rule('domains are pure', () => domainFaults(code)),
  rule('workflows are deterministic', () => workflowFaults(code)),
  rule('packages know no domain word', () => packageFaults(code)),
  rule('services are whole', () => serviceFaults(services, readIfThere)),
  rule('nothing left over', () => leftoverFaults(words)),
]

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const failures: string[] = []
for (const { name, faults } of checks) {
  const startedAtMs = performance.now()
  const found = await faults()
  print(`  ${found.length === 0 ? '✓' : '✗'} ${name} (${seconds(performance.now() - startedAtMs)})`)
  if (found.length > 0) failures.push(`${name}\n${found.map((line) => `  ${line}`).join('\n')}`)
}
if (failures.length > 0) print(`\n${failures.join('\n\n')}\n\n${failures.length} of ${checks.length} checks failed.`)
process.exitCode = failures.length === 0 ? 0 : 1
