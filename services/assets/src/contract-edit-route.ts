import { isDeepStrictEqual } from 'node:util'
import { etag, invalid, keepAnswer, type Server } from '@imaging/http'
import { enqueue, inTransaction, type Transaction } from '@imaging/postgres'
import { closed, ContractChangedV1, ContractId, type ContractSnapshot } from '@imaging/schemas'
import { Type } from 'typebox'
import { silentTerms, validateContract } from '../domain/index.ts'
import { Why, type EditDeps } from './asset-edit-route.ts'
import { editorOf, requireOwn } from './authority.ts'
import { lookingAgain } from './change.ts'
import { lockContract, saveContract } from './contract-repository.ts'
import { requireExpected } from './expected-version.ts'
import { contractChanged } from './published.ts'
import { readReference } from './reference-repository.ts'
import { problemsOfBody } from './register-problem.ts'
import { WrittenContract } from './written-hours.ts'

const Contract = ContractChangedV1.properties.data

/** Entering a contract and changing it: whole, on the version that was read, judged before it is kept. */
export async function contractEditRoute(server: Server, deps: EditDeps): Promise<void> {
  const { pool, now } = deps
  server.put(
    '/api/v1/contracts/:contractId',
    {
      schema: {
        summary: 'Enter a contract (If-None-Match: *) or change it (If-Match)',
        params: Type.Object({ contractId: ContractId }),
        querystring: Why,
        body: closed(WrittenContract),
        response: { 200: Contract, 201: Contract },
      },
    },
    async (request, reply) => {
      const actor = editorOf(request)
      const { contractId } = request.params
      const contract = request.body
      const write = async (tx: Transaction): Promise<ContractSnapshot> => {
        const held = await lockContract(tx, contractId)
        requireExpected(request, held?.version)
        const { organisations } = await readReference(tx)
        requireOwn(actor, organisations, [contract.trust, ...(held === undefined ? [] : [held.contract.trust])])
        requireSound(contractId, contract)
        const isSame = held !== undefined && isDeepStrictEqual(held.contract, contract)
        const version = isSame ? held.version : (held?.version ?? 0) + 1
        if (!isSame) {
          await saveContract(tx, contract, version, { by: actor, at: now(), why: request.query.why })
          await enqueue(tx, [contractChanged(contract, deps)])
        }
        void reply.code(held === undefined ? 201 : 200).header('etag', etag(version))
        if (held === undefined) void reply.header('location', `/api/v1/contracts/${contractId}`)
        await keepAnswer(tx, reply, contract)
        return contract
      }
      return lookingAgain(() => inTransaction(pool, write))
    },
  )
}

/** @throws {ProblemError} 422 with everything that is wrong with it. */
function requireSound(contractId: string, contract: ContractSnapshot): void {
  if (contract.contractId !== contractId)
    throw invalid([{ pointer: '/body/contractId', message: `must be ${contractId}, as in the address` }])
  const terms = contract.terms.map((one) => ({ pauses: silentTerms.pauses, ...one }))
  const problems = validateContract({ ...contract, terms })
  if (problems.length > 0) throw problemsOfBody(problems)
}
