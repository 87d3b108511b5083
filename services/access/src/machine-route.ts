import { localDateOf } from '@imaging/calendar'
import { notFound, type Server } from '@imaging/http'
import type { Pool } from '@imaging/postgres'
import { MachineAsked, MachineKnown, type Role } from '@imaging/schemas'
import { seesOn, type Grant, type OrganisationKind } from '../domain/index.ts'
import { grantsTo } from './grants-to.ts'

interface Row {
  readonly clientId: string
  readonly name: string
  readonly role: Role
  readonly code: string
  readonly kind: OrganisationKind
  readonly grants: readonly Grant[]
}

/** Which system an issuer's client is, and what it may see at this instant. */
export function machineRoute(server: Server, { gateway, now }: { readonly gateway: Pool; readonly now: () => Date }): void {
  server.post(
    '/internal/machines/look',
    {
      config: { access: { services: ['web'] }, idempotencyKey: false },
      schema: { hide: true, body: MachineAsked, response: { 200: MachineKnown } },
    },
    async ({ body: { issuer, clientId } }): Promise<MachineKnown> => {
      const { rows } = await gateway.query<Row>(MACHINE, [issuer, clientId])
      const [machine] = rows
      if (machine === undefined) throw notFound('client of that name')
      const { name, role, code, kind, grants } = machine
      const sees = seesOn(machine, grants, localDateOf(now().getTime()))
      return { identity: { kind: 'machine', id: clientId, name, role, organisation: code, organisationKind: kind, sees } }
    },
  )
}

const MACHINE = {
  name: 'look up a machine',
  text: `
    select client_id as "clientId", machine_client.name, role, code, kind,
           ${grantsTo('code')} as grants
      from machine_client join organisation on code = organisation
     where issuer = $1 and client_id = $2 and disabled_at is null`,
}
