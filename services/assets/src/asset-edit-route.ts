import { isDeepStrictEqual } from 'node:util'
import { localDateOf } from '@imaging/calendar'
import { etag, invalid, keepAnswer, type Server } from '@imaging/http'
import { enqueue, inTransaction, type Pool, type Transaction } from '@imaging/postgres'
import { AssetEntry, AssetId, closed, RegisterAsset } from '@imaging/schemas'
import { Type } from 'typebox'
import { machineKey, validateAsset, validateHours, type RegisterProblem } from '../domain/index.ts'
import { assetOf, withYear, type HeldEntry } from './asset-entry.ts'
import { lockAssets, sameMachines, saveEntries } from './asset-repository.ts'
import { editorOf, requireOwn } from './authority.ts'
import { lookingAgain } from './change.ts'
import { contractsOf } from './contract-repository.ts'
import { requireExpected } from './expected-version.ts'
import { readPlacesOf } from './place-repository.ts'
import { assetChanged, type Publishing } from './published.ts'
import { readReference, type Reference } from './reference-repository.ts'
import { registerAssets } from './register-asset.ts'
import { problemsOfBody } from './register-problem.ts'
import { WrittenHours } from './written-hours.ts'

export interface EditDeps extends Publishing {
  readonly pool: Pool
}

/** Why an entry was changed, in a person's words. */
export const Why = Type.Object({ why: Type.String({ minLength: 1, maxLength: 200, default: 'Entered in the register' }) })

/** An entry as it is sent: what nobody knows the meaning of is refused, not published. */
const WrittenEntry = closed(
  Type.Object({ ...AssetEntry.properties, operatingHours: WrittenHours, sessionHours: Type.Optional(WrittenHours) }),
)

/** Entering an asset and changing its entry: whole, on the version that was read, judged before it is kept. */
export async function assetEditRoutes(server: Server, deps: EditDeps): Promise<void> {
  const { pool, now } = deps
  server.put(
    '/api/v1/assets/:assetId',
    {
      schema: {
        summary: 'Enter an asset (If-None-Match: *) or change its entry (If-Match)',
        params: Type.Object({ assetId: AssetId }),
        querystring: Why,
        body: WrittenEntry,
        response: { 200: RegisterAsset, 201: RegisterAsset },
      },
    },
    async (request, reply) => {
      const actor = editorOf(request)
      const { assetId } = request.params
      const write = async (tx: Transaction): Promise<RegisterAsset> => {
        const held = (await lockAssets(tx, [assetId])).get(assetId)
        requireExpected(request, held?.version)
        const reference = await readReference(tx)
        requireOwn(actor, reference.organisations, [request.body.operator, ...(held === undefined ? [] : [held.entry.operator])])
        const entry = await soundEntry(tx, assetId, request.body, reference, now())
        const isSame = held !== undefined && isDeepStrictEqual(held.entry, entry)
        const version = isSame ? held.version : await saved(tx, entry, reference, { by: actor, at: now(), why: request.query.why }, deps)
        const [shown] = await registerAssets(tx, [{ entry, version }], reference, localDateOf(now().getTime()))
        void reply.code(held === undefined ? 201 : 200).header('etag', etag(version))
        if (held === undefined) void reply.header('location', `/api/v1/assets/${assetId}`)
        await keepAnswer(tx, reply, shown)
        return shown as RegisterAsset
      }
      return lookingAgain(() => inTransaction(pool, write))
    },
  )
}

/** The entry as it is kept. @throws {ProblemError} 422 with everything that is wrong with it. */
async function soundEntry(tx: Transaction, assetId: string, sent: AssetEntry, reference: Reference, now: Date): Promise<HeldEntry> {
  if (sent.assetId !== assetId) throw invalid([{ pointer: '/body/assetId', message: `must be ${assetId}, as in the address` }])
  const entry = withYear(sent)
  const hours = [
    ...validateHours(sent.operatingHours, 'operatingHours'),
    ...(sent.sessionHours === undefined ? [] : validateHours(sent.sessionHours, 'sessionHours')),
  ]
  const problems = [...hours, ...(entry === undefined ? [withoutYear] : await assetProblems(tx, entry, reference, now))]
  if (entry === undefined || problems.length > 0) throw problemsOfBody(problems)
  return entry
}

/** @source IR(ME)R, employer's inventory of equipment */
const withoutYear: RegisterProblem = {
  field: 'manufacturedYear',
  wrote: '',
  problem: 'The year of manufacture is missing.',
  remedy: 'Read it on the label of the machine; the law asks for it.',
}

async function assetProblems(tx: Transaction, entry: HeldEntry, reference: Reference, now: Date): Promise<readonly RegisterProblem[]> {
  const { contractId, status, assetId } = entry
  const assets = status === 'IN_USE' ? await sameMachines(tx, assetId, machineKey(entry, reference.makerAliases)) : []
  const contracts = contractId === undefined ? [] : [...(await contractsOf(tx, [contractId])).values()]
  return validateAsset(assetOf(entry), {
    ...reference,
    places: await readPlacesOf(tx, [entry]),
    assets,
    contracts,
    today: localDateOf(now.getTime()),
  })
}

async function saved(
  tx: Transaction,
  entry: HeldEntry,
  { makerAliases }: Reference,
  change: Parameters<typeof saveEntries>[3],
  publishing: Publishing,
): Promise<number> {
  const versions = await saveEntries(tx, [entry], makerAliases, change)
  await enqueue(tx, [assetChanged(entry, publishing)])
  return versions.get(entry.assetId) ?? 0
}
