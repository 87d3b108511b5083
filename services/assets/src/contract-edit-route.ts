import { isDeepStrictEqual } from 'node:util'
import { etag, invalid, keepAnswer, type Server } from '@imaging/http'
import { acting, actorOf } from '@imaging/identity'
import { enqueue, type Transaction } from '@imaging/postgres'
import { closed, ContractChangedV1, ContractId, type ActingIdentity, type ContractSnapshot } from '@imaging/schemas'
import { Type } from 'typebox'
import { silentTerms, validateContract } from '../domain/index.ts'
import { Why, type EditDeps } from './asset-edit-route.ts'
import { requireOwn } from './authority.ts'
import { lookingAgain } from './change.ts'
import { heldContract, isContractOfAnother, lockContract, saveContract, type HeldContract } from './contract-repository.ts'
import { requireExpected } from './expected-version.ts'
import { inSight } from './in-sight.ts'
import { contractChanged } from './published.ts'
import { actRecorded, editDetails } from './record-act.ts'
import { problemsOfBody } from './register-problem.ts'
import { WrittenContract } from './written-hours.ts'

const Contract = ContractChangedV1.properties.data

/** Entering a contract and changing it: whole, on the version that was read, judged before it is kept. */
export async function contractEditRoute(server: Server, deps: EditDeps): Promise<void> {
  const { pool, now } = deps
  server.put(
    '/api/v1/contracts/:contractId',
    {
      config: { access: 'contracts.edit' },
      schema: {
        summary: 'Enter a contract (If-None-Match: *) or change it (If-Match)',
        params: Type.Object({ contractId: ContractId }),
        querystring: Why,
        body: closed(WrittenContract),
        response: { 200: Contract, 201: Contract },
      },
    },
    async (request, reply) => {
      const identity = acting(request)
      const { contractId } = request.params
      const contract = request.body
      requireOwn(identity, [contract.trust])
      const write = async (tx: Transaction): Promise<ContractSnapshot> => {
        const held = await ownContract(tx, contractId, identity)
        requireExpected(request, held?.version)
        requireSound(contractId, contract)
        if (held === undefined && (await isContractOfAnother(tx, contractId))) throw idTaken()
        const isSame = held !== undefined && isDeepStrictEqual(held.contract, contract)
        const version = isSame ? held.version : (held?.version ?? 0) + 1
        if (!isSame) {
          const change = { by: actorOf(identity), at: now(), why: request.query.why }
          await saveContract(tx, contract, version, change)
          const details = editDetails({ why: change.why, version }, held?.contract, contract)
          const { example } = contract
          await enqueue(tx, [
            contractChanged(contract, deps),
            actRecorded({ act: 'contract.edited', about: contractId, by: change.by, details, example }, deps),
          ])
        }
        void reply.code(held === undefined ? 201 : 200).header('etag', etag(version))
        if (held === undefined) void reply.header('location', `/api/v1/contracts/${contractId}`)
        await keepAnswer(tx, reply, contract)
        return contract
      }
      return lookingAgain(() => inSight(pool, request, write))
    },
  )
}

/** The contract to be changed; nothing where there is none that the asker may know of. @throws {ProblemError} 403 for another trust's. */
async function ownContract(tx: Transaction, contractId: string, identity: ActingIdentity): Promise<HeldContract | undefined> {
  const held = await lockContract(tx, contractId)
  if (held !== undefined) return held
  const shared = await heldContract(tx, contractId)
  if (shared !== undefined) requireOwn(identity, [shared.contract.trust])
  return undefined
}

/** Somebody has it, and does not share it: that is all that is said. */
const idTaken = () =>
  invalid([{ pointer: '/body/contractId', message: 'This id is taken. Choose another, beginning with the code of your trust.' }])

/** @throws {ProblemError} 422 with everything that is wrong with it. */
function requireSound(contractId: string, contract: ContractSnapshot): void {
  if (contract.contractId !== contractId)
    throw invalid([{ pointer: '/body/contractId', message: `must be ${contractId}, as in the address` }])
  const terms = contract.terms.map((one) => ({ pauses: silentTerms.pauses, ...one }))
  const problems = validateContract({ ...contract, terms })
  if (problems.length > 0) throw problemsOfBody(problems)
}
