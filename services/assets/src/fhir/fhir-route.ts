import { localDateOf } from '@imaging/calendar'
import { notFound, problem, ProblemError, type Reply, type Server } from '@imaging/http'
import type { Pool, Sql } from '@imaging/postgres'
import { assetsAfter } from '../asset-repository.ts'
import { inSight, type Asked } from '../in-sight.ts'
import { EXPORTED_MAX } from '../matching-assets.ts'
import { readPlaces } from '../place-repository.ts'
import { readReference } from '../reference-repository.ts'
import { capabilityStatement } from './capability-statement.ts'
import { buildingLocation, deviceOf, locationOf, organizationOf, roomLocation } from './register-resources.ts'
import type { RegisterResource } from './resources.ts'
import { deviceParameters, locationParameters, organizationParameters } from './search-parameters.ts'
import { matching, type SearchParameters } from './search.ts'

export interface FhirDeps {
  readonly pool: Pool
  readonly now: () => Date
}

/** Resources on one page of a search; more come behind its `next` link. */
const COUNT_DEFAULT = 50
const COUNT_MAX = 200
/** Where this API stands. */
export const PREFIX = '/fhir/r4'
const config = { access: 'register.read' } as const
const MEDIA_TYPE = 'application/fhir+json; charset=utf-8'

/** What a caller asked, as the search needs it. */
type SearchRequest = Asked & { readonly protocol: string; readonly host: string; readonly url: string }

/** The register for systems that speak FHIR R4: read by id, and search. Everything is read only, as far as it is shared with the asker. */
export async function fhirRoutes(server: Server, { pool, now }: FhirDeps): Promise<void> {
  server.addHook('onSend', async (_request, reply) => void reply.type(MEDIA_TYPE))
  server.setErrorHandler((error, request, reply) => {
    const { status, title, detail, headers } = error instanceof ProblemError ? error : problem(500, 'Something went wrong here')
    if (status >= 500) request.log.error({ err: error }, 'request failed')
    return reply
      .code(status)
      .headers(headers)
      .send(operationOutcome(status, detail === undefined ? title : `${title}: ${detail}`))
  })

  server.setNotFoundHandler((request, reply) =>
    reply.code(404).send(operationOutcome(404, `There is nothing at ${request.url}; see ${PREFIX}/metadata`)),
  )

  server.get('/metadata', { config: { access: 'anyone' }, schema: { summary: 'What this FHIR API can do' } }, () => capabilityStatement)

  const serve = <Resource extends RegisterResource>(
    type: Resource['resourceType'],
    parameters: SearchParameters<Resource>,
    read: (tx: Sql) => Promise<readonly Resource[]>,
  ): void => resourceRoutes(server, type, parameters, (request) => inSight(pool, request, read))

  serve('Organization', organizationParameters, async (tx) => (await readReference(tx)).organisations.map(organizationOf))
  serve('Location', locationParameters, async (tx) => {
    const { sites, organisations } = await readReference(tx)
    const { buildings, rooms } = await readPlaces(tx)
    const today = localDateOf(now().getTime())
    const siteOf = new Map(sites.map((site) => [site.siteCode, site]))
    return [
      ...sites.map((site) => locationOf(site, organisations, today)),
      ...buildings.values().map((building) => buildingLocation(building, siteOf.get(building.siteCode), organisations, today)),
      ...rooms
        .values()
        .map((room) => roomLocation(room, buildings.get(room.buildingId ?? ''), siteOf.get(room.siteCode), organisations, today)),
    ]
  })
  serve('Device', deviceParameters, async (tx) => {
    const reference = await readReference(tx)
    const held = await assetsAfter(tx, {}, '', EXPORTED_MAX)
    const places = await readPlaces(tx)
    return held.map((asset) => deviceOf(asset, reference, places))
  })
}

function resourceRoutes<Resource extends RegisterResource>(
  server: Server,
  type: Resource['resourceType'],
  parameters: SearchParameters<Resource>,
  all: (request: Asked) => Promise<readonly Resource[]>,
): void {
  server.get(`/${type}`, { config, schema: { summary: `Search for resources of type ${type}` } }, async (request) =>
    searchset(request, type, parameters, await all(request)),
  )
  server.get<{ Params: { id: string } }>(
    `/${type}/:id`,
    { config, schema: { summary: `One resource of type ${type}` } },
    async (request, reply: Reply) => {
      const { id } = request.params
      const found = (await all(request)).find((resource) => resource.id === id)
      if (found === undefined) throw notFound(`${type} ${id}`)
      if (found.meta !== undefined) void reply.header('etag', `W/"${found.meta.versionId}"`)
      return found
    },
  )
}

/** A page of what a search found. @throws {ProblemError} 400 for a parameter nobody knows: ignored, it would widen the search. */
function searchset<Resource extends RegisterResource>(
  request: SearchRequest,
  type: Resource['resourceType'],
  parameters: SearchParameters<Resource>,
  resources: readonly Resource[],
) {
  const query = new URLSearchParams(request.url.split('?', 2)[1] ?? '')
  const asked = [...query].filter(([name]) => name !== '_count' && name !== '_offset')
  const stranger = asked.find(([name]) => parameters[name] === undefined)
  if (stranger !== undefined) {
    throw problem(400, `There is no search parameter ${stranger[0]}`, {
      detail: `${type} can be searched by ${Object.keys(parameters).join(', ')}.`,
    })
  }
  const count = Math.min(wholeNumber(query, '_count', COUNT_DEFAULT), COUNT_MAX)
  const offset = wholeNumber(query, '_offset', 0)
  const found = matching(resources, parameters, asked)
  const address = `${request.protocol}://${request.host}${PREFIX}/${type}`
  const link = (relation: string, at: number) => ({
    relation,
    url: `${address}?${new URLSearchParams([...asked, ['_count', String(count)], ['_offset', String(at)]])}`,
  })
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: found.length,
    link: [link('self', offset), ...(offset + count < found.length && count > 0 ? [link('next', offset + count)] : [])],
    entry: found
      .slice(offset, offset + count)
      .map((resource) => ({ fullUrl: `${address}/${resource.id}`, resource, search: { mode: 'match' } })),
  }
}

function wholeNumber(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name)
  if (text === null) return otherwise
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw problem(400, `${name} is not a number`, { detail: `Send a whole number, like ${otherwise}.` })
}

const ISSUE_CODES: Readonly<Record<number, string>> = { 400: 'invalid', 401: 'login', 403: 'forbidden', 404: 'not-found', 503: 'transient' }

const operationOutcome = (status: number, diagnostics: string) => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: ISSUE_CODES[status] ?? 'exception', diagnostics }],
})
