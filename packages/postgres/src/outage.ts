/** The network between us and the server. */
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT', // the server's unix socket is not there (yet)
])

/**
 * The server's own state, by SQLSTATE class (two characters) or code:
 * connection exceptions, lack of resources, system errors; shutting down, starting up, statement cancelled by its time
 * limit, read-only after a fail-over, still colliding after the retries, locks not to be had, idle or transaction limits.
 */
const SQL_STATES = new Set([
  '08',
  '53',
  '58',
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '57014',
  '25006',
  '25P03',
  '25P04',
  '40001',
  '40P01',
  '55P03',
])

/** Errors of `pg` and `pg-pool` that carry no code. */
const MESSAGES = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end',
]

/**
 * Whether an error says the database is away or overwhelmed, so that the same work may succeed later.
 *
 * An outage is waited out; it is never held against the record, request or message at hand.
 */
export function isOutage(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isOutage)
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  if (code !== undefined && (SOCKET_CODES.has(code) || SQL_STATES.has(code) || (code.length === 5 && SQL_STATES.has(code.slice(0, 2)))))
    return true
  if (MESSAGES.some((message) => error.message.includes(message))) return true
  return error.cause !== undefined && isOutage(error.cause)
}

/** The five characters PostgreSQL gives an error, or `undefined` when it is not one of PostgreSQL's. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = error instanceof Error ? codeOf(error) : undefined
  return code?.length === 5 ? code : undefined
}

const codeOf = (error: Error): string | undefined => {
  const { code } = error as Error & { code?: unknown }
  return typeof code === 'string' ? code : undefined
}
