import {
  conflict,
  etag,
  keepAnswer,
  notFound,
  Page,
  page,
  PageQuery,
  readCursor,
  requireIfMatch,
  type Reply,
  type Server,
} from '@imaging/http'
import { acting, actorOf } from '@imaging/identity'
import { enqueue, type Transaction } from '@imaging/postgres'
import { closed, EventId, ImportSummary, MappingCorrection, RegisterImport, type Actor } from '@imaging/schemas'
import { Type } from 'typebox'
import { canUndo } from '../../domain/index.ts'
import type { EditDeps } from '../asset-edit-route.ts'
import { ownTrust } from '../authority.ts'
import { isOvertaken } from '../change.ts'
import { inSight, type Asked } from '../in-sight.ts'
import { readPlaces } from '../place-repository.ts'
import { actRecorded } from '../record-act.ts'
import { readReference, type Reference } from '../reference-repository.ts'
import { applyChecked, registerMoved } from './apply-checked.ts'
import { checkFile } from './check-file.ts'
import {
  fileOf,
  heldImport,
  importsBefore,
  keepPreview,
  lockImport,
  markDiscarded,
  type HeldImport,
  type ImportStatus,
} from './import-repository.ts'
import { importSummary, importView } from './import-view.ts'
import { keepMapping, learnedMapping, withCorrections } from './learned-mapping.ts'
import { problemsCsv } from './problems-csv.ts'
import { undoApplied } from './undo-applied.ts'

const ById = Type.Object({ importId: EventId })
const STATUS_WORDS = {
  CHECKED: 'has not been imported',
  APPLIED: 'has been imported',
  UNDONE: 'has been undone',
  DISCARDED: 'was discarded',
} as const

const config = { access: 'register.edit' } as const

interface ImportRequest extends Asked {
  readonly headers: Parameters<typeof requireIfMatch>[0]['headers']
  readonly params: { readonly importId: string }
}

/** What an act on an import is done with. */
interface Acting {
  readonly importer: string
  readonly tx: Transaction
  readonly held: HeldImport
  readonly actor: Actor
  readonly reference: Reference
}

/** Imports of register files: look at them, correct how they were read, apply, undo, discard. */
export async function importRoutes(server: Server, deps: EditDeps): Promise<void> {
  await importReadRoutes(server, deps)
  const act = actOn(deps)
  const acted = { params: ById, response: { 200: RegisterImport } }

  server.put(
    '/api/v1/imports/:importId/mapping',
    {
      config,
      schema: {
        summary: 'Correct how the file was read and check it again; corrections are kept for the next file',
        body: closed(MappingCorrection),
        ...acted,
      },
    },
    (request, reply) =>
      act(request, reply, 'CHECKED', async ({ tx, held, actor, importer, reference }) => {
        const learned = withCorrections(await learnedMapping(tx), request.body, reference)
        await keepMapping(tx, importer, learned, actor, deps.now())
        const checked = await checkFile(tx, await fileOf(tx, held.importId), { importer, reference, learned, now: deps.now() })
        await keepPreview(tx, { importId: held.importId, ...checked })
        const details = { fileName: held.fileName, ...correctionDetails(request.body) }
        await enqueue(tx, [actRecorded({ act: 'mapping.corrected', about: held.importId, by: actor, details }, deps)])
      }),
  )

  server.post(
    '/api/v1/imports/:importId/apply',
    { config, schema: { summary: 'Write exactly what was shown', ...acted } },
    async (request, reply) => {
      try {
        return await act(request, reply, 'CHECKED', ({ tx, held, actor, reference }) => applyChecked(tx, held, reference, actor, deps))
      } catch (error) {
        throw isOvertaken(error) ? registerMoved('Since then someone entered one of its machines.') : error
      }
    },
  )

  server.post(
    '/api/v1/imports/:importId/undo',
    { config, schema: { summary: 'Take an import back, within 24 hours', ...acted } },
    async (request, reply) => {
      try {
        return await act(request, reply, 'APPLIED', async ({ tx, held, actor, reference }) => {
          if (!canUndo(held.appliedAt?.getTime() ?? 0, deps.now().getTime()))
            throw conflict('It is too late to undo this import', 'An import can be undone for 24 hours. Change the assets one by one.')
          await undoApplied(tx, held, reference, actor, deps)
        })
      } catch (error) {
        throw isOvertaken(error)
          ? conflict('This import cannot be undone', 'A machine it changed has since been entered again under another id.')
          : error
      }
    },
  )

  server.post(
    '/api/v1/imports/:importId/discard',
    { config, schema: { summary: 'Forget a file that was checked', ...acted } },
    (request, reply) => act(request, reply, 'CHECKED', ({ tx, held }) => markDiscarded(tx, held.importId)),
  )
}

async function importReadRoutes(server: Server, { pool }: EditDeps): Promise<void> {
  const read = async (request: ImportRequest): Promise<HeldImport> => {
    const held = await inSight(pool, request, (tx) => heldImport(tx, request.params.importId))
    if (held === undefined) throw notFound(`import ${request.params.importId}`)
    return held
  }

  server.get(
    '/api/v1/imports',
    {
      config,
      schema: { summary: 'Imports of your organisation, newest first', querystring: PageQuery, response: { 200: Page(ImportSummary) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const before = readCursor(EventId, cursor)
      const found = await inSight(pool, request, (tx) => importsBefore(tx, before, limit + 1))
      const { items, next } = page(found, limit, ({ importId }) => importId)
      return { items: items.map(importSummary), ...(next !== undefined && { next }) }
    },
  )

  server.get(
    '/api/v1/imports/:importId',
    { config, schema: { summary: 'One import, row by row', params: ById, response: { 200: RegisterImport } } },
    async (request, reply) => {
      const held = await read(request)
      void reply.header('etag', etag(held.version))
      return inSight(pool, request, async (tx) => importView(held, (await readReference(tx)).classes, await readPlaces(tx)))
    },
  )

  server.get(
    '/api/v1/imports/:importId/problems.csv',
    { config, schema: { summary: 'The rows that failed, to be mended and imported', params: ById } },
    async (request, reply) => {
      const { preview } = await read(request)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="problems.csv"')
        .send(problemsCsv(preview))
    },
  )
}

/** An act on an import in one transaction: on the version that was read, in the status it needs, with its answer kept. */
const actOn =
  ({ pool }: EditDeps) =>
  async (request: ImportRequest, reply: Reply, from: ImportStatus, work: (acting: Acting) => Promise<void>): Promise<RegisterImport> => {
    const identity = acting(request)
    const { importId } = request.params
    return inSight(pool, request, async (tx) => {
      const held = await lockImport(tx, importId)
      if (held === undefined) throw notFound(`import ${importId}`)
      requireIfMatch(request, held.version)
      if (held.status !== from) throw conflict('This cannot be done now', `This import ${STATUS_WORDS[held.status]}.`)
      const reference = await readReference(tx)
      await work({ tx, held, actor: actorOf(identity), importer: ownTrust(identity), reference })
      const after = (await heldImport(tx, importId)) ?? held
      const view = importView(after, reference.classes, await readPlaces(tx))
      void reply.header('etag', etag(after.version))
      await keepAnswer(tx, reply, view)
      return view
    })
  }

/** What the record takes of one detail: a file may be corrected in hundreds of places. */
const DETAIL_LONGEST = 2_000

/** What was corrected, part by part: what was written, and what it means. */
const correctionDetails = (correction: MappingCorrection): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(correction).map(([part, means]) => [
      part,
      Object.entries(means)
        .map(([written, meaning]) => `${written} = ${meaning}`)
        .join('; ')
        .slice(0, DETAIL_LONGEST),
    ]),
  )
