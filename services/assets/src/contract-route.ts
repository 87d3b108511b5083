import { etag, notFound, Page, page, PageQuery, readCursor, type Server } from '@imaging/http'
import type { Pool } from '@imaging/postgres'
import { ContractChangedV1, ContractId } from '@imaging/schemas'
import { Type } from 'typebox'
import { contractsAfter, heldContract } from './contract-repository.ts'
import { inSight } from './in-sight.ts'

const Contract = ContractChangedV1.properties.data
const ById = Type.Object({ contractId: ContractId })
const config = { access: 'contracts.read' } as const
const Filters = { trust: Type.Optional(Type.String({ maxLength: 10 })), supplier: Type.Optional(Type.String({ maxLength: 40 })) }

/** Maintenance contracts with their dated terms. */
export async function contractRoutes(server: Server, { pool }: { readonly pool: Pool }): Promise<void> {
  server.get(
    '/api/v1/contracts',
    {
      config,
      schema: {
        summary: 'Maintenance contracts',
        querystring: Type.Object({ ...PageQuery.properties, ...Filters }),
        response: { 200: Page(Contract) },
      },
    },
    async (request) => {
      const { limit, cursor, ...filters } = request.query
      const after = readCursor(Type.String(), cursor) ?? ''
      const found = await inSight(pool, request, (tx) => contractsAfter(tx, filters, after, limit + 1))
      return page(
        found.map(({ contract }) => contract),
        limit,
        ({ contractId }) => contractId,
      )
    },
  )

  server.get(
    '/api/v1/contracts/:contractId',
    { config, schema: { summary: 'One contract', params: ById, response: { 200: Contract } } },
    async (request, reply) => {
      const { contractId } = request.params
      const held = await inSight(pool, request, (tx) => heldContract(tx, contractId))
      if (held === undefined) throw notFound(`contract ${contractId}`)
      void reply.header('etag', etag(held.version))
      return held.contract
    },
  )
}
