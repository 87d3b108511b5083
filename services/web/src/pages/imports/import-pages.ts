import { ProblemError } from '@imaging/http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { optionsOf, queryText } from '../../lists/filters.ts'
import { pageNumber } from '../../lists/pagination.ts'
import { checkFormToken, fieldText, type FormFields } from '../../shell/form-guard.ts'
import { PageError } from '../../shell/page-error.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { identityOf } from '../../shell/visitor.ts'
import type { RegisterReader } from '../scanners/register-reader.ts'
import { importsView, importView, mappingCorrection } from './import-view.ts'
import type { ImportAct, RegisterImports, UploadedFile } from './register-imports.ts'

export interface ImportPorts {
  readonly imports: RegisterImports
  readonly register: RegisterReader
}

type Query = Readonly<Record<string, unknown>>
type ImportRequest = FastifyRequest<{ Params: { readonly id: string }; Body: FormFields }>

const acts: readonly ImportAct[] = ['apply', 'undo', 'discard']

/** The file and the fields of an upload; the fields come first in the form, so they are there when the file is read. */
const readUpload = async (request: FastifyRequest): Promise<{ readonly fields: FormFields; readonly file: UploadedFile | undefined }> => {
  const fields: Record<string, unknown> = {}
  for await (const part of request.parts()) {
    if (part.type === 'field') fields[part.fieldname] = part.value
    else return { fields, file: part.filename === '' ? undefined : { name: part.filename, bytes: await part.toBuffer() } }
  }
  return { fields, file: undefined }
}

const pressOf = (fields: FormFields) => ({ version: fieldText(fields, 'version'), idempotencyKey: fieldText(fields, 'idempotencyKey') })

/** Imports of register files: send, see what would change, correct how it was read, import, undo. */
export const importPages = (app: FastifyInstance, deps: PageDeps, { imports, register }: ImportPorts): void => {
  const sendList = async (request: FastifyRequest, reply: FastifyReply, error?: string): Promise<FastifyReply> => {
    const list = importsView(await imports.imports(identityOf(request)))
    return sendPage(deps, request, reply, {
      template: 'pages/imports/imports.njk',
      title: error === undefined ? 'Imports' : 'Error: Imports',
      status: error === undefined ? 200 : 400,
      view: { imports: list, errors: error === undefined ? [] : [{ href: '#file', text: error }] },
    })
  }

  app.get('/imports', (request, reply) => sendList(request, reply))

  app.post('/imports', async (request, reply) => {
    const { fields, file } = await readUpload(request)
    checkFormToken(deps, request, fields)
    if (file === undefined || file.bytes.length === 0) return sendList(request, reply, 'Select a CSV or Excel file')
    try {
      const { importId } = await imports.upload(identityOf(request), file, fieldText(fields, 'idempotencyKey'))
      return await reply.redirect(`/imports/${encodeURIComponent(importId)}`, 303)
    } catch (error) {
      if (error instanceof ProblemError && error.status === 422)
        return sendList(request, reply, error.errors[0]?.message ?? error.detail ?? error.title)
      throw error
    }
  })

  app.get('/imports/:id', async (request: ImportRequest, reply) => {
    const identity = identityOf(request)
    const [read, known] = await Promise.all([imports.read(identity, request.params.id), register.sites(identity)])
    const sites = optionsOf(known, ({ siteCode, name }) => ({ value: siteCode, text: name }))
    const view = importView(read, sites, pageNumber(queryText((request.query as Query)['page'])), deps.now().getTime())
    return sendPage(deps, request, reply, {
      template: 'pages/imports/import.njk',
      title: `Import of ${read.fileName}`,
      version: String(read.version),
      view: { import: view },
    })
  })

  app.get('/imports/:id/problems.csv', async (request: ImportRequest, reply) => {
    const problems = await imports.problems(identityOf(request), request.params.id)
    return reply
      .type('text/csv; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="problems.csv"')
      .send(problems)
  })

  app.post('/imports/:id/mapping', async (request: ImportRequest, reply) => {
    await imports.correct(identityOf(request), request.params.id, mappingCorrection(request.body), pressOf(request.body))
    return reply.redirect(`/imports/${request.params.id}`, 303)
  })

  app.post<{ Params: { id: string; act: string }; Body: FormFields }>('/imports/:id/:act', async (request, reply) => {
    const act = acts.find((each) => each === request.params.act)
    if (act === undefined) throw new PageError(404)
    await imports.act(identityOf(request), request.params.id, act, pressOf(request.body))
    return reply.redirect(`/imports/${request.params.id}`, 303)
  })
}
