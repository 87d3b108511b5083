import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../local/child.ts'
import { seconds } from '../local/progress.ts'
import { installScriptFaults } from '../supply-chain/install-scripts.ts'
import { licenceReview } from '../supply-chain/licences.ts'
import { repository } from '../supply-chain/repository.ts'
import { citationFaults } from './citations.ts'
import { domainFaults, leftoverFaults, namingFaults, packageFaults, serviceFaults, workflowFaults, type Fault } from './house-rules.ts'
import { gitleaks, secretFaults } from './secrets.ts'
import { sourceFiles } from './source-file.ts'

/** `npm run check`: everything that can be known without running the platform. One line a check, then what is wrong. */
const ROOT = join(import.meta.dirname, '../..')
const BIN = join(ROOT, 'node_modules/.bin')
const TIMEOUT_MS = 300_000

interface Check {
  readonly name: string
  /** Resolves with what is wrong, each as lines to print; nothing when all is well. */
  readonly faults: () => Promise<readonly string[] | Skipped>
}

/** A check that could not be made here, and why: neither passed nor failed, and said again at the end. */
interface Skipped {
  readonly because: string
}

/** A tool that says all there is to say and ends with a code other than 0 when something is wrong. */
const tool = (name: string, program: string, args: readonly string[]): Check => ({
  name,
  faults: async () => {
    try {
      await run(program, args, { cwd: ROOT, timeoutMs: TIMEOUT_MS, linesShown: Infinity })
      return []
    } catch (error) {
      return [message(error)]
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

/** Begun before everything else: where gitleaks has to be built first, the other checks run meanwhile. */
const program = gitleaks().catch((error: unknown) => ({ because: message(error) }))

async function secrets(): Promise<readonly string[] | Skipped> {
  const found = await program
  return typeof found === 'string' ? secretFaults(found, ROOT) : found
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const { tree, installed, settings, policy } = repository(ROOT)
const code = sourceFiles(ROOT, '*.ts')
const words = sourceFiles(ROOT, '*.{ts,md,sql,njk,scss}')
const services = readdirSync(join(ROOT, 'services'))
const readIfThere = (path: string): string | undefined =>
  existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : undefined
const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT }).map((path) => ({ path, text: readIfThere(path) ?? '' }))
/** A folder has no text, and may be named all the same. */
const readCited = (path: string): string | undefined => (isFolder(path) ? '' : readIfThere(path))
const isFolder = (path: string): boolean => statSync(join(ROOT, path), { throwIfNoEntry: false })?.isDirectory() === true

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
  rule('documents name what is there', () => citationFaults(documents, readCited)),
  { name: 'install scripts by allow-list', faults: async () => installScriptFaults(tree, installed, settings) },
  { name: 'licences', faults: async () => licenceReview(tree, installed, policy).faults },
  { name: 'secrets (gitleaks)', faults: secrets },
]

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const failures: string[] = []
const skipped: string[] = []
for (const { name, faults } of checks) {
  const startedAtMs = performance.now()
  const found = await faults()
  const tookMs = performance.now() - startedAtMs
  if ('because' in found) {
    print(`  - ${name}: skipped`)
    skipped.push(`${name} was skipped. ${found.because}`)
    continue
  }
  print(`  ${found.length === 0 ? '✓' : '✗'} ${name} (${seconds(tookMs)})`)
  if (found.length > 0) failures.push(`${name}\n${found.map((line) => `  ${line}`).join('\n')}`)
}
if (skipped.length > 0) print(`\n${skipped.join('\n')}\n\`npm run check:infra\` fails without it.`)
if (failures.length > 0) print(`\n${failures.join('\n\n')}\n\n${failures.length} of ${checks.length} checks failed.`)
process.exitCode = failures.length === 0 ? 0 : 1
