import { command, EXIT, Refusal, table, type Command } from '@imaging/cli'
import { createPool, inTransaction, isOutage, roleOf, sqlStateOf, type Transaction } from '@imaging/postgres'
import type { Entry } from '@imaging/record/domain'
import { RecordKeys, type RecordVerdict } from '@imaging/schemas'
import { Value } from 'typebox/value'
import { everyEntry, recordedOrganisations } from './entry-repository.ts'
import { fileRecord, readExport, writeEntries } from './record-files.ts'
import { readRecordKeys, signatureCheck, type CheckSignature } from './root-signature.ts'
import { storedRecord, verifyRecord, type FoundRecord } from './verify-record.ts'

/** Finds a setting by its name. @throws {Refusal} When it is not known. */
type SettingOf = (name: string) => string

/** A record of many years is read as one statement. */
const STATEMENT_TIMEOUT_MS = 600_000
const KEYS_TIMEOUT_MS = 5_000

/** `imaging audit …`: what an auditor does, with a database that is only read, or with files alone. */
export const auditCommands = (settingOf: SettingOf): readonly Command[] => [verifyCommand(settingOf), exportCommand(settingOf)]

const organisationOption = { type: 'string', value: 'CODE', summary: 'The record of one organisation only' } as const

const verifyCommand = (settingOf: SettingOf): Command =>
  command({
    name: 'audit verify',
    summary: 'Verify that no entry of the record was changed, removed, inserted or cut off',
    options: {
      against: { type: 'string', value: 'EXPORT', summary: 'Signed roots: the export folder of the record service, or one of its files' },
      entries: { type: 'string', value: 'FILE', summary: 'Entries from a file of audit export instead of the database' },
      keys: { type: 'string', value: 'FILE', summary: 'Public keys, as /api/v1/record/keys gave them; asked of RECORD_URL when left out' },
      organisation: organisationOption,
    },
    examples: ['audit verify', 'audit verify --against /media/audit/roots --keys record-keys.json --json'],
    async run({ options: { against, entries, keys, organisation } }, { result, stderr }) {
      const { roots, notes } = against === undefined ? { roots: [], notes: [] } : await readExport(against)
      for (const note of notes) stderr.write(`${note}\n`)
      const checkSignature = await signaturesOf(keys, settingOf, against !== undefined)
      const asked = { exported: roots, ...(checkSignature && { checkSignature }), ...(organisation !== undefined && { organisation }) }
      const verify = (found: FoundRecord): Promise<readonly RecordVerdict[]> => verifyRecord({ found, ...asked })
      const verdicts =
        entries === undefined ? await reading(settingOf, (tx) => verify(storedRecord(tx))) : await verify(fileRecord(entries))
      if (organisation !== undefined && verdicts.length === 0) throw new Refusal(`There is no record of ${organisation}.`)
      result(verdicts, (all) => [...forPeople(all), ...limitsOf(all, against, checkSignature)].join('\n'))
      return verdicts.every(({ faults }) => faults.length === 0) ? EXIT.ok : EXIT.failed
    },
  })

const exportCommand = (settingOf: SettingOf): Command =>
  command({
    name: 'audit export',
    summary: 'Write the entries of the record to a file, one as JSON a line',
    options: {
      out: { type: 'string', value: 'FILE', summary: 'A file that is not there yet', required: true },
      organisation: organisationOption,
    },
    examples: ['audit export --out record.jsonl'],
    async run({ options: { out, organisation } }, { result }) {
      const written = await reading(settingOf, (tx) => writeEntries(out, entriesOf(tx, organisation)))
      result({ written }, () => `Wrote ${written} entries to ${out}.`)
    },
  })

async function* entriesOf(tx: Transaction, organisation: string | undefined): AsyncGenerator<Entry> {
  const all = organisation === undefined ? await recordedOrganisations(tx) : [organisation]
  for (const each of all) yield* everyEntry(tx, each)
}

/** Reads the record at one instant, in the role that may read all of it and write nothing. */
async function reading<T>(settingOf: SettingOf, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const pool = createPool({
    url: settingIfKnown(settingOf, 'RECORD_DATABASE_URL') ?? settingOf('DATABASE_URL'),
    applicationName: 'imaging audit',
    connectionsMax: 1,
    role: roleOf('record', 'audit'),
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  })
  try {
    return await inTransaction(pool, async (tx) => {
      await tx.query('set transaction isolation level repeatable read, read only')
      await tx.query('set local search_path = record')
      return work(tx)
    })
  } catch (error) {
    // Not to be taken for a record that was changed: nothing was found out about it.
    if (!isOutage(error) && sqlStateOf(error) === undefined) throw error
    throw new Refusal(`The record cannot be read from the database: ${(error as Error).message}`, { cause: error })
  } finally {
    await pool.end()
  }
}

function settingIfKnown(settingOf: SettingOf, name: string): string | undefined {
  try {
    return settingOf(name)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

async function signaturesOf(file: string | undefined, settingOf: SettingOf, areNeeded: boolean): Promise<CheckSignature | undefined> {
  if (file !== undefined) return signatureCheck(keysIn(file))
  const url = settingIfKnown(settingOf, 'RECORD_URL')
  const keys = url === undefined ? undefined : await keysAt(`${url}/api/v1/record/keys`)
  if (keys !== undefined) return signatureCheck(keys)
  if (areNeeded) throw new Refusal('The keys to check signatures with are not known. Give --keys FILE, or RECORD_URL of a running service.')
  return undefined
}

function keysIn(file: string): RecordKeys {
  try {
    return readRecordKeys(file)
  } catch (error) {
    throw new Refusal((error as Error).message, { cause: error })
  }
}

async function keysAt(url: string): Promise<RecordKeys | undefined> {
  try {
    const keys: unknown = await (await fetch(url, { signal: AbortSignal.timeout(KEYS_TIMEOUT_MS) })).json()
    return Value.Check(RecordKeys, keys) ? keys : undefined
  } catch {
    return undefined
  }
}

function forPeople(verdicts: readonly RecordVerdict[]): readonly string[] {
  if (verdicts.length === 0) return ['The record has no entries.']
  const summary = table(verdicts, [
    { title: 'Organisation', value: ({ organisation }) => organisation },
    { title: 'Entries', value: ({ entries }) => entries, align: 'right' },
    { title: 'Signed to', value: ({ provenTo }) => (provenTo === 0 ? 'nothing' : provenTo), align: 'right' },
    { title: 'Verdict', value: ({ faults }) => (faults.length === 0 ? 'as it was written' : 'NOT as it was written') },
  ])
  return [summary, ...verdicts.flatMap(({ organisation, faults }) => faults.map(({ what }) => `${organisation}: ${what}`))]
}

/** What cannot be found, said plainly. */
function limitsOf(verdicts: readonly RecordVerdict[], against: string | undefined, check: CheckSignature | undefined): readonly string[] {
  const open = verdicts
    .filter(({ entries, provenTo }) => entries >= provenTo)
    .map(({ organisation, provenTo }) => `${organisation} ${provenTo}`)
  return [
    '',
    ...(open.length === 0
      ? []
      : [`Not to be found: entries cut off at the end that no root had been signed for yet, after ${open.join(', ')}.`]),
    ...(against === undefined
      ? ['Without --against, whoever rules the database could have rewritten or shortened a whole record with its roots unseen.']
      : []),
    ...(check === undefined ? ['Signatures were not checked: no keys were given, and no running service told them.'] : []),
  ]
}
