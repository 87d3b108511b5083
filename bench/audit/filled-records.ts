import { generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import { createPool, inTransaction, roleOf, serviceUrl, type Pool } from '@imaging/postgres'
import type { Entry, SignedRoot } from '@imaging/record/domain'
import { entriesAfter } from '@imaging/record/src/entry-repository.ts'
import { onAct } from '@imaging/record/src/on-act.ts'
import { readExport } from '@imaging/record/src/record-files.ts'
import { fileExport } from '@imaging/record/src/root-export.ts'
import { createRootSigner, signatureCheck, type CheckSignature } from '@imaging/record/src/root-signature.ts'
import { signAllRoots } from '@imaging/record/src/sign-roots.ts'
import type { RecordActedV1 } from '@imaging/schemas'
import type { JWK } from 'jose'
import pg, { type Client } from 'pg'
import type { Dice } from '../dice.ts'
import type { Stack } from '../stack.ts'
import { exampleActs } from './example-acts.ts'

export const ORGANISATIONS = ['RQM', 'RAS', 'RYJ', 'R1K', 'QRV'] as const
/** Shares of a record after which roots are signed; what follows the last is not vouched for. */
const SIGNED_AT = [0.2, 0.5, 0.7, 0.9] as const
/** Acts of one transaction, as a consumer has them. */
const BATCH = 500

/** Records with roots, exported, and a superuser's connection to them. */
export interface FilledRecords {
  readonly client: Client
  readonly checkSignature: CheckSignature
  readonly exported: readonly SignedRoot[]
  readonly records: ReadonlyMap<string, readonly Entry[]>
  readonly signedTo: number
}

/** Writes, signs and exports records as the service does. */
export async function fillRecords({ databaseUrl, stateDir }: Stack, entries: number, dice: Dice): Promise<FilledRecords> {
  const signer = await createRootSigner(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as JWK)
  const checkSignature = await signatureCheck({ keys: [signer.publicKey] })
  const directory = join(stateDir, 'roots')
  const ingest = createPool({ url: serviceUrl(databaseUrl, 'record'), applicationName: 'bench', role: roleOf('record', 'ingest') })
  const acts = ORGANISATIONS.map((organisation) => exampleActs(organisation, entries, dice))
  const signing = { ingest, signer, checkSignature, exported: fileExport(directory), now: () => new Date() }
  const stages = [0, ...SIGNED_AT, 1].map((share) => Math.floor(share * entries))
  for (const [index, to] of stages.entries()) {
    const from = stages[index - 1] ?? 0
    for (const own of acts) await record(ingest, own.slice(from, to))
    if (to > 0 && to < entries) await signAllRoots(signing)
  }
  const records = new Map<string, readonly Entry[]>()
  for (const organisation of ORGANISATIONS) records.set(organisation, await entriesAfter(ingest, organisation, 0, entries))
  await ingest.end()
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('set search_path = record')
  return { client, checkSignature, exported: (await readExport(directory)).roots, records, signedTo: stages.at(-2) ?? 0 }
}

async function record(ingest: Pool, acts: readonly RecordActedV1[]): Promise<void> {
  const apply = onAct(() => new Date())
  const from = { topic: 'imaging.record', partition: 0, offset: 0n, key: null, keyBytes: null, headers: {}, body: null, publishedAt: 0 }
  for (let first = 0; first < acts.length; first += BATCH) {
    const batch = acts.slice(first, first + BATCH).map((event) => ({ event, record: from }))
    await inTransaction(ingest, (tx) => apply(tx, batch))
  }
}
