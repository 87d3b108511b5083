import type { Server } from '@imaging/http'
import type { Pool } from '@imaging/postgres'
import { ClassChangedV1, RegisterOrganisation, SiteChangedV1 } from '@imaging/schemas'
import { Type } from 'typebox'
import { classSnapshot, siteSnapshot } from './published.ts'
import { readReference } from './reference-repository.ts'

const Listed = <Item extends Parameters<typeof Type.Array>[0]>(item: Item) => Type.Object({ items: Type.Array(item) })

/** For everybody with a role, suppliers among them: it says nothing of what anybody has. */
const config = { access: { anyOf: ['register.read', 'work-orders.read', 'roles.read'] } } as const

/** What assets stand at, are and belong to. */
export async function referenceRoutes(server: Server, { pool }: { readonly pool: Pool }): Promise<void> {
  server.get(
    '/api/v1/sites',
    { config, schema: { summary: 'Sites', response: { 200: Listed(SiteChangedV1.properties.data) } } },
    async () => {
      const { sites, organisations } = await readReference(pool)
      return { items: sites.map((site) => siteSnapshot(site, organisations)) }
    },
  )

  server.get(
    '/api/v1/classes',
    { config, schema: { summary: 'Classes of equipment', response: { 200: Listed(ClassChangedV1.properties.data) } } },
    async () => {
      const { classes, lifePolicies } = await readReference(pool)
      return { items: classes.map((assetClass) => classSnapshot(assetClass, lifePolicies)) }
    },
  )

  server.get(
    '/api/v1/organisations',
    { config, schema: { summary: 'Organisations', response: { 200: Listed(RegisterOrganisation) } } },
    async () => {
      const { organisations } = await readReference(pool)
      return { items: organisations.map(({ ods, name, shortName, kind }) => ({ ods, name, shortName, kind })) }
    },
  )
}
