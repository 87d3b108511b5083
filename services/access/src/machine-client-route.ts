import { conflict, invalid, keepAnswer, notFound, Page, page, PageQuery, readCursor, type Reply, type Server } from '@imaging/http'
import { acting, seeingOf } from '@imaging/identity'
import { seenBy } from '@imaging/postgres'
import { Because, MachineClient, NewMachineClient, ROLE_OF } from '@imaging/schemas'
import { Type } from 'typebox'
import { membershipFaults } from '../domain/index.ts'
import { administering, type Administration, type AdministrationDeps } from './administration.ts'
import { createMachineClient, machineClient, machineClients, setMachineDisabled } from './machine-client-repository.ts'
import { recordActs } from './record-acts.ts'

const Id = Type.String({ format: 'uuid' })
const Place = Type.Object({ name: Type.String(), machineId: Id })
const config = { access: 'accounts.manage' } as const

/** Systems that ask by credentials of their own: let in, shut out, each told to the record as it is done. */
export function machineClientRoutes(server: Server, deps: AdministrationDeps): void {
  addListRoute(server, deps)
  addCreateRoute(server, deps)
  addDisableRoutes(server, deps)
}

function addListRoute(server: Server, { pool }: AdministrationDeps): void {
  server.get(
    '/api/v1/machine-clients',
    {
      config: { access: 'accounts.read' },
      schema: { summary: 'Systems that may ask, by name', querystring: PageQuery, response: { 200: Page(MachineClient) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const found = await machineClients(seenBy(pool, seeingOf(acting(request))), readCursor(Place, cursor), limit + 1)
      return page(found, limit, ({ name, machineId }) => ({ name, machineId }))
    },
  )
}

function addCreateRoute(server: Server, deps: AdministrationDeps): void {
  server.post(
    '/api/v1/machine-clients',
    { config, schema: { summary: 'Let a system in', body: NewMachineClient, response: { 201: MachineClient } } },
    async (request, reply) =>
      administering(request, deps, async (administration) => {
        const { tx, own, organisations, today } = administration
        const { why, ...wanted } = request.body
        const rules = { administrator: own, organisations, kindsOf: ROLE_OF, today }
        const faults = membershipFaults({ ...wanted, startsOn: today }, rules)
        if (faults.length > 0) throw invalid(faults.map(({ place, message }) => ({ pointer: `/body${place}`, message })))
        const machineId = deps.newId()
        if (!(await createMachineClient(tx, machineId, wanted)))
          throw conflict('This client has been let in before', 'Each client of an issuer is one system of one organisation. Use another.')
        void reply.code(201)
        return done('machine.created', machineId, why, administration, deps, reply)
      }),
  )
}

function addDisableRoutes(server: Server, deps: AdministrationDeps): void {
  const schema = { params: Type.Object({ machineId: Id }), body: Because, response: { 200: MachineClient } }
  server.post(
    '/api/v1/machine-clients/:machineId/disable',
    { config, schema: { ...schema, summary: 'Shut a system out, from this instant' } },
    async (request, reply) =>
      administering(request, deps, async (administration) => {
        await setMachineDisabled(administration.tx, request.params.machineId, administration.at)
        return done('machine.disabled', request.params.machineId, request.body.why, administration, deps, reply)
      }),
  )
  server.post(
    '/api/v1/machine-clients/:machineId/enable',
    { config, schema: { ...schema, summary: 'Let a system in again' } },
    async (request, reply) =>
      administering(request, deps, async (administration) => {
        await setMachineDisabled(administration.tx, request.params.machineId, null)
        return done('machine.enabled', request.params.machineId, request.body.why, administration, deps, reply)
      }),
  )
}

/** Tells the record, and answers with the system as it is now. @throws {ProblemError} 404 when it is not for whoever asks. */
async function done(
  act: string,
  machineId: string,
  why: string,
  { tx, by, own }: Administration,
  deps: AdministrationDeps,
  reply: Reply,
): Promise<MachineClient> {
  const machine = await machineClient(tx, machineId)
  if (machine === undefined) throw notFound('system of that id')
  const { name, clientId, issuer, role, organisation } = machine
  const details = { name, clientId, issuer, role, organisation: organisation.code, why }
  await recordActs(tx, by, [{ act, about: machineId, records: [own.code], details }], deps)
  await keepAnswer(tx, reply, machine)
  return machine
}
