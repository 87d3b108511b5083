import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename } from 'node:path'
import { command, Refusal, table, type Command } from '@imaging/cli'
import { createClient, ProblemError, type Client } from '@imaging/http'
import { createLog } from '@imaging/observability'
import { ACTOR_HEADER, writeActor, type ImportProblem, type RegisterImport } from '@imaging/schemas'

/** The board that brings the trusts together, whose administrator may import for each of them. */
const ALL_TRUSTS = 'QRV'
/** A workbook of 20,000 rows takes some seconds to check. */
const TIMEOUT_MS = 60_000
/** More problems than this on a screen help nobody; the CSV of the import has all. */
const PROBLEMS_SHOWN_MAX = 200

/**
 * `imaging import FILE`: checks a register file by way of the running service, and with `--apply` imports it.
 *
 * @param settingOf Finds a setting by its name: `ASSETS_URL`, where the service is.
 */
export const importCommand = (settingOf: (name: string) => string): Command =>
  command({
    name: 'import',
    summary: 'Check a register file, CSV or XLSX; with --apply, import it',
    arguments: [{ name: 'file', summary: 'The register, with a row of headings and a row for each machine' }],
    options: {
      apply: { type: 'boolean', summary: 'Import what can be imported; without it nothing of the register changes' },
      organisation: {
        type: 'string',
        value: 'ODS',
        summary: 'Import machines of this trust only; of all four when left out',
        default: ALL_TRUSTS,
      },
    },
    examples: ['import services/assets/examples/register-sample.csv', 'import register.xlsx --organisation RYJ --apply'],
    async run({ arguments: { file }, options: { apply, organisation } }, { result, signal }) {
      const client = createClient({
        baseUrl: settingOf('ASSETS_URL'),
        log: createLog({ service: 'cli', level: 'error' }),
        timeoutMs: TIMEOUT_MS,
        headers: { [ACTOR_HEADER]: writeActor({ name: userInfo().username, role: 'administrator', organisation }) },
      })
      const checked = await refusing(file, async () => check(client, file, await contentOf(file), signal))
      const isApplied = apply && checked.counts.new + checked.counts.changed > 0
      const done = isApplied ? await refusing(file, () => applied(client, checked, signal)) : checked
      result(done, shown)
    },
  })

async function contentOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new Refusal(`${file} cannot be read: ${(error as Error).message}`)
  }
}

const check = (client: Client, file: string, content: Buffer, signal: AbortSignal): Promise<RegisterImport> =>
  client.post<RegisterImport>('/api/v1/imports', { fileName: basename(file), content: content.toString('base64') }, { signal })

const applied = (client: Client, { importId, version }: RegisterImport, signal: AbortSignal): Promise<RegisterImport> =>
  client.post<RegisterImport>(
    `/api/v1/imports/${importId}/apply`,
    {},
    { signal, ifMatch: `"${version}"`, idempotencyKey: `apply-${importId}` },
  )

/** What the service refuses is a refusal of the file, with its own words. */
async function refusing<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status >= 500) throw error
    throw new Refusal(`${file} was refused. ${error.errors.map(({ message }) => message).join(' ') || error.message}`)
  }
}

function shown({ importId, status, fileName, readAs, missing = [], counts, rows }: RegisterImport): string {
  const problems = rows.flatMap((row) => row.problems ?? [])
  const more = problems.length - PROBLEMS_SHOWN_MAX
  return [
    `${fileName}${readAs === undefined ? '' : `: ${readAs}`}`,
    `${counts.new} new, ${counts.changed} changed, ${counts.same} the same, ${counts.problem} not read, ${counts.skipped} left out.`,
    ...(missing.length > 0 ? [`Columns that are needed and not there: ${missing.join(', ')}. Nothing can be imported without them.`] : []),
    status === 'APPLIED' ? `Imported. It can be undone for 24 hours: import ${importId}.` : 'Nothing of the register has changed.',
    ...(problems.length > 0 ? ['', problemTable(problems.slice(0, PROBLEMS_SHOWN_MAX))] : []),
    ...(more > 0 ? [`… and ${more} more: /api/v1/imports/${importId}/problems.csv`] : []),
  ].join('\n')
}

const problemTable = (problems: readonly ImportProblem[]): string =>
  table(problems, [
    { title: 'Row', value: ({ row }) => row, align: 'right' },
    { title: 'Column', value: ({ column }) => column },
    { title: 'What you wrote', value: ({ wrote }) => wrote },
    { title: 'What to do', value: ({ problem, remedy }) => `${problem} ${remedy}` },
  ])
