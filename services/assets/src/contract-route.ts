import { etag, notFound, Page, page, PageQuery, readCursor, type Server } from '@imaging/http'
import type { Pool } from '@imaging/postgres'
import { ContractChangedV1, ContractId } from '@imaging/schemas'
import { Type } from 'typebox'
import { supplierAsking } from './authority.ts'
import { contractsAfter, heldContract } from './contract-repository.ts'

const Contract = ContractChangedV1.properties.data
const ById = Type.Object({ contractId: ContractId })
const Filters = { trust: Type.Optional(Type.String({ maxLength: 10 })), supplier: Type.Optional(Type.String({ maxLength: 40 })) }

/** Maintenance contracts with their dated terms. A supplier sees their own. */
export async function contractRoutes(server: Server, { pool }: { readonly pool: Pool }): Promise<void> {
  server.get(
    '/api/v1/contracts',
    {
      schema: {
        summary: 'Maintenance contracts',
        querystring: Type.Object({ ...PageQuery.properties, ...Filters }),
        response: { 200: Page(Contract) },
      },
    },
    async (request) => {
      const { limit, cursor, ...filters } = request.query
      const supplier = supplierAsking(request)
      const after = readCursor(Type.String(), cursor) ?? ''
      const found = await contractsAfter(pool, supplier === undefined ? filters : { ...filters, supplier }, after, limit + 1)
      return page(
        found.map(({ contract }) => contract),
        limit,
        ({ contractId }) => contractId,
      )
    },
  )

  server.get(
    '/api/v1/contracts/:contractId',
    { schema: { summary: 'One contract', params: ById, response: { 200: Contract } } },
    async (request, reply) => {
      const { contractId } = request.params
      const held = await heldContract(pool, contractId)
      const supplier = supplierAsking(request)
      if (held === undefined || (supplier !== undefined && supplier !== held.contract.supplierId)) throw notFound(`contract ${contractId}`)
      void reply.header('etag', etag(held.version))
      return held.contract
    },
  )
}
