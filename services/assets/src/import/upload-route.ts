import { etag, keepAnswer, problem, type Reply, type Server } from '@imaging/http'
import { acting, actorOf } from '@imaging/identity'
import { RegisterImport, RegisterUpload } from '@imaging/schemas'
import { importLimits } from '../../domain/index.ts'
import type { EditDeps } from '../asset-edit-route.ts'
import { ownTrust } from '../authority.ts'
import { inSight } from '../in-sight.ts'
import { readPlaces } from '../place-repository.ts'
import { readReference } from '../reference-repository.ts'
import { checkFile } from './check-file.ts'
import { addImport, heldImport } from './import-repository.ts'
import { importView } from './import-view.ts'
import { learnedMapping } from './learned-mapping.ts'

/** Base64 takes four characters for three bytes; the rest is for the name and the parts of a form. */
const BODY_BYTES_MAX = Math.ceil((importLimits.bytes * 4) / 3) + 64 * 1024
const NAME_LONGEST = 255
const FILE_TYPES = ['application/octet-stream', 'text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']

/**
 * Takes a register file and checks it. Nothing of the register changes.
 *
 * It may come as JSON with its content in base64, as a form with one file, or as the file itself with `?fileName=`. Each
 * becomes the same body, so that one schema and one idempotency key cover its name and content.
 */
export async function uploadRoute(server: Server, deps: EditDeps): Promise<void> {
  const { pool, now, newId } = deps
  acceptFiles(server)
  server.post(
    '/api/v1/imports',
    {
      bodyLimit: BODY_BYTES_MAX,
      config: { access: 'register.edit' },
      schema: { summary: 'Check a register file, CSV or XLSX', body: RegisterUpload, response: { 201: RegisterImport } },
    },
    async (request, reply) => {
      const identity = acting(request)
      const importer = ownTrust(identity)
      const { fileName, content } = request.body
      const file = Buffer.from(content, 'base64')
      const importId = newId()
      return inSight(pool, request, async (tx) => {
        const reference = await readReference(tx)
        const checked = await checkFile(tx, file, { importer, reference, learned: await learnedMapping(tx), now: now() })
        const uploaded = { organisation: importer, fileName, file, uploadedAt: now(), uploadedBy: actorOf(identity) }
        await addImport(tx, { importId, ...uploaded, ...checked })
        const held = await heldImport(tx, importId)
        if (held === undefined) throw new Error(`import ${importId} was just added`)
        const view = importView(held, reference.classes, await readPlaces(tx))
        void reply.code(201).header('etag', etag(held.version)).header('location', `/api/v1/imports/${importId}`)
        await keepAnswer(tx, reply, view)
        return view
      })
    },
  )
}

function acceptFiles(server: Server): void {
  server.addHook('onRequest', async (request) => {
    if (Number(request.headers['content-length'] ?? 0) <= BODY_BYTES_MAX) return
    throw problem(413, `This file is larger than ${importLimits.bytes / 1024 / 1024} MB`, {
      detail: 'Delete pictures and other sheets from it, or split it, for example into one file for each site.',
    })
  })
  server.addContentTypeParser(FILE_TYPES, { parseAs: 'buffer' }, async (request: Reply['request'], body: Buffer) => {
    const { fileName } = request.query as { readonly fileName?: string }
    return uploaded(fileName ?? 'register', body)
  })
  server.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, async (request: Reply['request'], body: Buffer) => {
    const file = await fileOfForm(request.headers['content-type'] ?? '', body)
    if (file !== undefined) return uploaded(file.name, Buffer.from(await file.arrayBuffer()))
    throw problem(400, 'The form holds no file', { detail: 'Send one file, CSV or XLSX.' })
  })
}

async function fileOfForm(contentType: string, body: Buffer): Promise<File | undefined> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
    return [...form.values()].find((value) => value instanceof File)
  } catch {
    throw problem(400, 'The form cannot be read', { detail: 'Send it as multipart/form-data, whole, with its boundary.' })
  }
}

const uploaded = (name: string, bytes: Buffer): RegisterUpload => ({
  fileName: name.slice(0, NAME_LONGEST) || 'register',
  content: bytes.toString('base64'),
})
