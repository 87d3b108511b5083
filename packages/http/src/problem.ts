import { Type, type Static } from 'typebox'

/** One mistake in a request: where it is, and what to send instead. */
export const ProblemPlace = Type.Object({
  pointer: Type.String({ description: 'JSON pointer into the request: /body/…, /query/…, /path/… or /headers/…' }),
  message: Type.String(),
})

/**
 * Problem details for HTTP APIs, `application/problem+json`.
 *
 * @source RFC 9457
 */
export const Problem = Type.Object({
  type: Type.String({ description: 'A URI that names the kind of problem; about:blank when the status says it all.' }),
  title: Type.String(),
  status: Type.Integer({ minimum: 400, maximum: 599 }),
  detail: Type.Optional(Type.String()),
  instance: Type.Optional(Type.String({ description: 'The request id, to be quoted when asking for support.' })),
  errors: Type.Optional(Type.Array(ProblemPlace)),
})
export type Problem = Static<typeof Problem>
export type ProblemPlace = Static<typeof ProblemPlace>

export interface ProblemOptions {
  /** What happened and what to do about it, for a person. Never internals. */
  readonly detail?: string
  readonly type?: string
  readonly errors?: readonly ProblemPlace[]
  /** Response headers that belong to the problem, such as `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>
  /** True when another service answered so; a server that does not catch it answers 503 or 500, never the other's words. */
  readonly isRemote?: boolean
  readonly cause?: unknown
}

/** An error that is an answer: thrown in a route it becomes problem details, and a client throws what it was answered. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: number
  readonly title: string
  readonly detail: string | undefined
  readonly type: string
  readonly errors: readonly ProblemPlace[]
  readonly headers: Readonly<Record<string, string>>
  readonly isRemote: boolean

  constructor(status: number, title: string, options: ProblemOptions = {}) {
    const { detail, type = 'about:blank', errors = [], headers = {}, isRemote = false, cause } = options
    super(detail === undefined ? title : `${title}: ${detail}`, cause === undefined ? undefined : { cause })
    this.status = status
    this.title = title
    this.detail = detail
    this.type = type
    this.errors = errors
    this.headers = headers
    this.isRemote = isRemote
  }
}

/** A problem to throw: `throw problem(409, 'Work order closed', { detail: 'Open a new one.' })`. */
export const problem = (status: number, title: string, options?: ProblemOptions): ProblemError => new ProblemError(status, title, options)

/** 404: there is no such thing, or the caller may not know of it. */
export const notFound = (what: string): ProblemError => problem(404, `No ${what}`, { detail: 'Check the identifier in the address.' })

/** 409: the request is well formed, but the state of things does not allow it now. */
export const conflict = (title: string, detail: string): ProblemError => problem(409, title, { detail })

/** 422: the request is well formed, but what it says cannot be; each place says what to send instead. */
export const invalid = (errors: readonly ProblemPlace[]): ProblemError =>
  problem(422, 'The request cannot be accepted', { detail: 'Correct each place under errors and send it again.', errors })
