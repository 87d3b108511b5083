import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { command, Refusal, table, type Command } from '@imaging/cli'
import { createClient, ProblemError, type Client } from '@imaging/http'
import { createLog } from '@imaging/observability'
import type { ImportProblem, RegisterImport } from '@imaging/schemas'

/** Where the gateway has the API of the register. */
const IMPORTS = '/api/v1/assets/imports'
/** A workbook of 20,000 rows takes some seconds to check. */
const TIMEOUT_MS = 60_000
const HOW_TO_ASK =
  'Set IMAGING_TOKEN to what "imaging token --as estates-planner@RYJ" prints in the example run, or to an access token of your issuer.'
/** More problems than this on a screen help nobody; the CSV of the import has all. */
const PROBLEMS_SHOWN_MAX = 200

/**
 * `imaging import FILE`: checks a register file by way of the gateway, and with `--apply` imports it, for the trust of whoever asks.
 *
 * @param settingOf Finds a setting by its name: `WEB_ORIGIN`, where the gateway is, and `IMAGING_TOKEN`, which says who asks.
 */
export const importCommand = (settingOf: (name: string) => string): Command =>
  command({
    name: 'import',
    summary: 'Check a register file, CSV or XLSX; with --apply, import it',
    arguments: [{ name: 'file', summary: 'The register, with a row of headings and a row for each machine' }],
    options: {
      apply: { type: 'boolean', summary: 'Import what can be imported; without it nothing of the register changes' },
    },
    examples: ['import services/assets/examples/register-sample.csv', 'import register.xlsx --apply'],
    async run({ arguments: { file }, options: { apply } }, { result, signal }) {
      const client = createClient({
        baseUrl: settingOf('WEB_ORIGIN'),
        log: createLog({ service: 'cli', level: 'error' }),
        timeoutMs: TIMEOUT_MS,
        headers: { authorization: `Bearer ${tokenFrom(settingOf)}` },
      })
      const checked = await refusing(file, async () => check(client, file, await contentOf(file), signal))
      const isApplied = apply && checked.counts.new + checked.counts.changed > 0
      const done = isApplied ? await refusing(file, () => applied(client, checked, signal)) : checked
      result(done, shown)
    },
  })

/** @throws {Refusal} When it is not known who asks, with how to say it. */
function tokenFrom(settingOf: (name: string) => string): string {
  try {
    return settingOf('IMAGING_TOKEN')
  } catch (cause) {
    throw new Refusal(`It is not said who asks, and each trust imports its own machines. ${HOW_TO_ASK}`, { cause })
  }
}

async function contentOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new Refusal(`${file} cannot be read: ${(error as Error).message}`)
  }
}

const check = (client: Client, file: string, content: Buffer, signal: AbortSignal): Promise<RegisterImport> =>
  client.post<RegisterImport>(IMPORTS, { fileName: basename(file), content: content.toString('base64') }, { signal })

const applied = (client: Client, { importId, version }: RegisterImport, signal: AbortSignal): Promise<RegisterImport> =>
  client.post<RegisterImport>(`${IMPORTS}/${importId}/apply`, {}, { signal, ifMatch: `"${version}"`, idempotencyKey: `apply-${importId}` })

/** What the service refuses is a refusal of the file, with its own words. */
async function refusing<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status >= 500) throw error
    if (error.status === 401) throw new Refusal(`The token is not believed, or is no longer good. ${HOW_TO_ASK}`, { cause: error })
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
    ...(more > 0 ? [`… and ${more} more: ${IMPORTS}/${importId}/problems.csv`] : []),
  ].join('\n')
}

const problemTable = (problems: readonly ImportProblem[]): string =>
  table(problems, [
    { title: 'Row', value: ({ row }) => row, align: 'right' },
    { title: 'Column', value: ({ column }) => column },
    { title: 'What you wrote', value: ({ wrote }) => wrote },
    { title: 'What to do', value: ({ problem, remedy }) => `${problem} ${remedy}` },
  ])
