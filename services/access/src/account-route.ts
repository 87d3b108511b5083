import { etag, notFound, Page, page, PageQuery, readCursor, type Server } from '@imaging/http'
import { acting, seeingOf } from '@imaging/identity'
import { seenBy, type Pool } from '@imaging/postgres'
import { Account, OrganisationCode } from '@imaging/schemas'
import { Type } from 'typebox'
import { accountOf, accounts } from './account-repository.ts'
import { versionOf } from './account-version.ts'

const Place = Type.Object({ name: Type.String(), accountId: Type.String({ format: 'uuid' }) })
export const AccountById = Type.Object({ accountId: Type.String({ format: 'uuid' }) })

/** Who has an account, and which roles: of the organisations that whoever asks looks after. */
export function accountRoutes(server: Server, { pool }: { readonly pool: Pool }): void {
  server.get(
    '/api/v1/accounts',
    {
      config: { access: 'accounts.read' },
      schema: {
        summary: 'Accounts, by name',
        querystring: Type.Object({ ...PageQuery.properties, organisation: Type.Optional(OrganisationCode) }),
        response: { 200: Page(Account) },
      },
    },
    async (request) => {
      const { limit, cursor, organisation } = request.query
      const sql = seenBy(pool, seeingOf(acting(request)))
      const found = await accounts(sql, organisation, readCursor(Place, cursor), limit + 1)
      return page(found, limit, ({ name, accountId }) => ({ name, accountId }))
    },
  )
  server.get(
    '/api/v1/accounts/:accountId',
    { config: { access: 'accounts.read' }, schema: { summary: 'One account', params: AccountById, response: { 200: Account } } },
    async (request, reply) => {
      const account = await accountOf(seenBy(pool, seeingOf(acting(request))), request.params.accountId)
      if (account === undefined) throw notFound('account of that id')
      void reply.header('etag', etag(versionOf(account)))
      return account
    },
  )
}
