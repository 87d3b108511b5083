import { isDeepStrictEqual } from 'node:util'
import { localDateOf } from '@imaging/calendar'
import { etag, invalid, keepAnswer, type Server } from '@imaging/http'
import { acting, actorOf } from '@imaging/identity'
import { enqueue, type Pool, type Transaction } from '@imaging/postgres'
import { AssetChangedV1, AssetEntry, AssetId, closed, RegisterAsset, type ActingIdentity } from '@imaging/schemas'
import { Type } from 'typebox'
import { machineKey, validateAsset, validateHours, type RegisterProblem } from '../domain/index.ts'
import { assetOf, withYear, type HeldEntry } from './asset-entry.ts'
import { heldAsset, heldByOthers, lockAssets, sameMachines, saveEntries, type HeldAsset } from './asset-repository.ts'
import { shownTo } from './asset-route.ts'
import { requireOwn } from './authority.ts'
import { lookingAgain, type Change } from './change.ts'
import { contractsOf } from './contract-repository.ts'
import { requireExpected } from './expected-version.ts'
import { inSight } from './in-sight.ts'
import { readPlacesOf } from './place-repository.ts'
import { assetChanged, type Publishing } from './published.ts'
import { actRecorded, editDetails } from './record-act.ts'
import { readReference, type Reference } from './reference-repository.ts'
import { registerAssets } from './register-asset.ts'
import { problemsOfBody } from './register-problem.ts'
import { WrittenHours } from './written-hours.ts'

export interface EditDeps extends Publishing {
  readonly pool: Pool
}

/** Why an entry was changed, in a person's words. */
export const Why = Type.Object({ why: Type.String({ minLength: 1, maxLength: 200, default: 'Entered in the register' }) })

const { funder, donated } = AssetChangedV1.properties.data.properties

/** An entry as it is sent: what nobody knows the meaning of is refused, not published. */
const WrittenEntry = closed(
  Type.Object({ ...AssetEntry.properties, funder, donated, operatingHours: WrittenHours, sessionHours: Type.Optional(WrittenHours) }),
)

/** Entering an asset and changing its entry: whole, on the version that was read, judged before it is kept. */
export async function assetEditRoutes(server: Server, deps: EditDeps): Promise<void> {
  const { pool, now } = deps
  server.put(
    '/api/v1/assets/:assetId',
    {
      config: { access: 'register.edit' },
      schema: {
        summary: 'Enter an asset (If-None-Match: *) or change its entry (If-Match)',
        params: Type.Object({ assetId: AssetId }),
        querystring: Why,
        body: WrittenEntry,
        response: { 200: RegisterAsset, 201: RegisterAsset },
      },
    },
    async (request, reply) => {
      const identity = acting(request)
      const { assetId } = request.params
      requireOwn(identity, [request.body.operator])
      const write = async (tx: Transaction): Promise<RegisterAsset> => {
        const held = await ownAsset(tx, assetId, identity)
        requireExpected(request, held?.version)
        const reference = await readReference(tx)
        const entry = await soundEntry(tx, assetId, request.body, reference, now())
        const isSame = held !== undefined && isDeepStrictEqual(held.entry, entry)
        const change = { by: actorOf(identity), at: now(), why: request.query.why }
        const version = isSame ? held.version : await saved(tx, { before: held?.entry, entry, change }, reference, deps)
        const [shown] = await registerAssets(tx, [{ entry, version }], reference, localDateOf(now().getTime()))
        void reply.code(held === undefined ? 201 : 200).header('etag', etag(version))
        if (held === undefined) void reply.header('location', `/api/v1/assets/${assetId}`)
        const answer = shownTo(identity, shown as RegisterAsset)
        await keepAnswer(tx, reply, answer)
        return answer
      }
      return lookingAgain(() => inSight(pool, request, write))
    },
  )
}

/** The asset to be changed; nothing where there is none of that id that the asker may know of. @throws {ProblemError} 403 for another trust's. */
async function ownAsset(tx: Transaction, assetId: string, identity: ActingIdentity): Promise<HeldAsset | undefined> {
  const held = (await lockAssets(tx, [assetId])).get(assetId)
  if (held !== undefined) return held
  const shared = await heldAsset(tx, assetId)
  if (shared !== undefined) requireOwn(identity, [shared.entry.operator])
  return undefined
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

/** Another trust has it, and does not share it: that is all that is said. */
const idElsewhere: RegisterProblem = {
  field: 'assetId',
  wrote: '',
  problem: 'Another trust has this id.',
  remedy: 'Give the machine another, beginning with the code of your trust.',
}
const machineElsewhere: RegisterProblem = {
  field: 'serial',
  wrote: '',
  problem: 'Another trust has this machine in use.',
  remedy: 'Read the maker and serial number again on its label. Where they are right, ask for the machine to be handed over first.',
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
  const key = machineKey(entry, reference.makerAliases)
  const assets = status === 'IN_USE' ? await sameMachines(tx, assetId, key) : []
  const elsewhere = await heldByOthers(tx, { keys: status === 'IN_USE' && assets.length === 0 ? [key] : [], assetIds: [assetId] })
  const contracts = contractId === undefined ? [] : [...(await contractsOf(tx, [contractId])).values()]
  const context = { ...reference, places: await readPlacesOf(tx, [entry]), assets, contracts, today: localDateOf(now.getTime()) }
  return [
    ...validateAsset(assetOf(entry), context),
    ...(elsewhere.assetIds.size > 0 ? [idElsewhere] : []),
    ...(elsewhere.keys.size > 0 ? [machineElsewhere] : []),
  ]
}

interface Edit {
  readonly before: HeldEntry | undefined
  readonly entry: HeldEntry
  readonly change: Change
}

/** Writes an edit, publishes what it made, and tells the record. @returns The new version. */
async function saved(
  tx: Transaction,
  { before, entry, change }: Edit,
  { makerAliases }: Reference,
  publishing: Publishing,
): Promise<number> {
  const { assetId, example } = entry
  const version = (await saveEntries(tx, [entry], makerAliases, change)).get(assetId) ?? 0
  const details = editDetails({ why: change.why, version }, before, entry)
  await enqueue(tx, [
    assetChanged(entry, publishing),
    actRecorded({ act: 'asset.edited', about: assetId, by: change.by, details, example }, publishing),
  ])
  return version
}
