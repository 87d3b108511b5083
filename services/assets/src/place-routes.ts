import { isDeepStrictEqual } from 'node:util'
import { etag, invalid, keepAnswer, notFound, Page, page, PageQuery, readCursor, type Server } from '@imaging/http'
import { acting, actorOf } from '@imaging/identity'
import { enqueue, type OutgoingMessage, type Transaction } from '@imaging/postgres'
import {
  BuildingChangedV1,
  BuildingId,
  BuildingVersion,
  closed,
  RoomChangedV1,
  RoomId,
  RoomVersion,
  type BuildingSnapshot,
  type RoomSnapshot,
} from '@imaging/schemas'
import { Type, type TSchema } from 'typebox'
import { validateBuilding, validateRoom, type PlaceContext, type RegisterProblem } from '../domain/index.ts'
import { Why, type EditDeps } from './asset-edit-route.ts'
import { requireOwn } from './authority.ts'
import { lookingAgain } from './change.ts'
import { requireExpected } from './expected-version.ts'
import { inSight } from './in-sight.ts'
import { buildingRecords, readPlaces, roomRecords, type PlaceRecords } from './place-repository.ts'
import { buildingChanged, roomChanged, type Publishing } from './published.ts'
import { actRecorded, editDetails } from './record-act.ts'
import { readReference, type Reference } from './reference-repository.ts'
import { problemsOfBody } from './register-problem.ts'
import { toldOfVersion } from './told-of-version.ts'

/** What buildings and rooms have in common, so that one set of routes serves both. */
interface PlaceKind<Body> {
  readonly noun: 'building' | 'room'
  readonly path: string
  readonly Id: TSchema
  readonly Body: TSchema
  readonly Version: TSchema
  readonly filters: Readonly<Record<string, TSchema>>
  readonly records: PlaceRecords<Body>
  readonly idOf: (body: Body) => string
  readonly problems: (body: Body, context: PlaceContext) => readonly RegisterProblem[]
  readonly changed: (body: Body, publishing: Publishing) => OutgoingMessage
}

type PlaceBody = BuildingSnapshot | RoomSnapshot

const Site = { site: Type.Optional(Type.String({ maxLength: 10 })) }
/** Above any version. */
const FIRST_PAGE = 2 ** 31 - 1

const buildingKind: PlaceKind<BuildingSnapshot> = {
  noun: 'building',
  path: '/api/v1/buildings',
  Id: BuildingId,
  Body: BuildingChangedV1.properties.data,
  Version: BuildingVersion,
  filters: Site,
  records: buildingRecords,
  idOf: ({ buildingId }) => buildingId,
  problems: validateBuilding,
  changed: buildingChanged,
}

const roomKind: PlaceKind<RoomSnapshot> = {
  noun: 'room',
  path: '/api/v1/rooms',
  Id: RoomId,
  Body: RoomChangedV1.properties.data,
  Version: RoomVersion,
  filters: { ...Site, building: Type.Optional(BuildingId) },
  records: roomRecords,
  idOf: ({ roomId }) => roomId,
  problems: validateRoom,
  changed: roomChanged,
}

/** Buildings and rooms, each with a life of its own: read, followed through their versions, entered and changed. */
export async function placeRoutes(server: Server, deps: EditDeps): Promise<void> {
  readRoutes(server, deps, buildingKind)
  editRoute(server, deps, buildingKind)
  readRoutes(server, deps, roomKind)
  editRoute(server, deps, roomKind)
}

interface ById {
  readonly Params: { readonly id: string }
}

function readRoutes<Body extends PlaceBody>(server: Server, { pool }: EditDeps, kind: PlaceKind<Body>): void {
  const { noun, path, Id, Body, Version, records } = kind
  const params = Type.Object({ id: Id })
  const config = { access: 'register.read' } as const

  server.get(
    path,
    {
      config,
      schema: {
        summary: `The ${noun}s of the register`,
        querystring: Type.Object({ ...PageQuery.properties, ...kind.filters }),
        response: { 200: Page(Body) },
      },
    },
    async (request) => {
      const { limit, cursor, ...filters } = request.query
      const after = readCursor(Type.String(), cursor) ?? ''
      const found = await inSight(pool, request, (tx) => records.after(tx, filters, after, limit + 1))
      return page(found, limit, kind.idOf)
    },
  )

  server.get<ById>(
    `${path}/:id`,
    { config, schema: { summary: `One ${noun}`, params, response: { 200: Body } } },
    async (request, reply) => {
      const held = await inSight(pool, request, (tx) => records.held(tx, request.params.id))
      if (held === undefined) throw notFound(`${noun} ${request.params.id}`)
      void reply.header('etag', etag(held.version))
      return held.body
    },
  )

  server.get<ById & { readonly Querystring: { readonly limit: number; readonly cursor?: string } }>(
    `${path}/:id/versions`,
    {
      config,
      schema: { summary: `How a ${noun} came to be, newest first`, params, querystring: PageQuery, response: { 200: Page(Version) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const { id } = request.params
      const before = readCursor(Type.Integer(), cursor) ?? FIRST_PAGE
      const versions = await inSight(pool, request, (tx) => records.versionsBefore(tx, id, before, limit + 1))
      if (versions.length === 0 && cursor === undefined) throw notFound(`${noun} ${id}`)
      const { items, next } = page(versions, limit, ({ version }) => version)
      return {
        items: items.map(({ body, ...told }) => ({ ...toldOfVersion(acting(request), told), ...(body !== undefined && { [noun]: body }) })),
        ...(next !== undefined && { next }),
      }
    },
  )
}

function editRoute<Body extends PlaceBody>(server: Server, deps: EditDeps, kind: PlaceKind<Body>): void {
  const { noun, path, records } = kind
  server.put<ById & { readonly Querystring: { readonly why: string } }>(
    `${path}/:id`,
    {
      config: { access: 'register.edit' },
      schema: {
        summary: `Enter a ${noun} (If-None-Match: *) or change it (If-Match)`,
        params: Type.Object({ id: kind.Id }),
        querystring: Why,
        body: closed(kind.Body),
        response: { 200: kind.Body, 201: kind.Body },
      },
    },
    async (request, reply) => {
      const identity = acting(request)
      const { id } = request.params
      const body = request.body as Body
      const write = async (tx: Transaction): Promise<Body> => {
        const reference = await readReference(tx)
        const site = reference.sites.find(({ siteCode }) => siteCode === body.siteCode)
        if (site !== undefined) requireOwn(identity, [site.operator])
        const [held] = await records.lock(tx, [id])
        requireExpected(request, held?.version)
        await requireSound(tx, id, body, kind, reference)
        const isSame = held !== undefined && isDeepStrictEqual(held.body, body)
        const change = { by: actorOf(identity), at: deps.now(), why: request.query.why }
        const version = isSame ? held.version : ((await records.save(tx, [body], change)).get(id) ?? 0)
        if (!isSame) {
          const details = editDetails({ why: change.why, version }, held?.body, body)
          const act = { act: `${noun}.edited`, about: id, by: change.by, details, example: body.example } as const
          await enqueue(tx, [kind.changed(body, deps), actRecorded(act, deps)])
        }
        void reply.code(held === undefined ? 201 : 200).header('etag', etag(version))
        if (held === undefined) void reply.header('location', `${path}/${id}`)
        await keepAnswer(tx, reply, body)
        return body
      }
      return lookingAgain(() => inSight(deps.pool, request, write))
    },
  )
}

/** @throws {ProblemError} 422 with everything that is wrong with a place. */
async function requireSound<Body extends PlaceBody>(
  tx: Transaction,
  id: string,
  body: Body,
  { noun, idOf, problems: problemsOf }: PlaceKind<Body>,
  { sites, organisations }: Reference,
): Promise<void> {
  if (idOf(body) !== id) throw invalid([{ pointer: `/body/${noun}Id`, message: `must be ${id}, as in the address` }])
  const problems = problemsOf(body, { ...(await readPlaces(tx, body.siteCode)), sites, organisations })
  if (problems.length > 0) throw problemsOfBody(problems)
}
