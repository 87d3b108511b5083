import type { Server } from '@imaging/http'
import type { Pool } from '@imaging/postgres'
import { GRANTED, Organisation, PERMISSIONS, ROLE_OF, RoleGranted, ROLES } from '@imaging/schemas'
import { Type } from 'typebox'
import { organisationsByCode } from './organisation-repository.ts'

const ItemsOf = <T extends Parameters<typeof Type.Array>[0]>(item: T) => Type.Object({ items: Type.Array(item) })

/** What is nobody's own: which organisations there are, and what each role may do. Short lists, given whole. */
export function directoryRoutes(server: Server, { pool }: { readonly pool: Pool }): void {
  server.get(
    '/api/v1/organisations',
    {
      config: { access: { anyOf: ['grants.read', 'accounts.read'] } },
      schema: { summary: 'Trusts, suppliers and the joint body', response: { 200: ItemsOf(Organisation) } },
    },
    async () => ({ items: [...(await organisationsByCode(pool)).values()] }),
  )
  server.get(
    '/api/v1/roles',
    { config: { access: 'roles.read' }, schema: { summary: 'What each role may do', response: { 200: ItemsOf(RoleGranted) } } },
    () => ({
      items: ROLES.map((role) => ({
        role,
        organisationKinds: [...ROLE_OF[role]],
        permissions: GRANTED[role].map((permission) => ({ permission, words: PERMISSIONS[permission] })),
      })),
    }),
  )
}
