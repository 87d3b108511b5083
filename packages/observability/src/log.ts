import { pino, type DestinationStream, type Logger } from 'pino'
import pretty from 'pino-pretty'
import { currentTraceId } from './tracing.ts'

export type Log = Logger
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

export interface LogOptions {
  readonly service: string
  readonly level: LogLevel
  /** Coloured lines for a person at a terminal; JSON, one object a line, when false or left out. */
  readonly pretty?: boolean
  /** Where lines go; standard output when left out. */
  readonly destination?: DestinationStream
}

const SECRETS = ['authorization', 'Authorization', 'cookie', 'set-cookie', 'password', 'secret', 'token']

/** How deep a secret is looked for: `{ request: { headers: { authorization } } }` is the deepest shape we log. */
const SECRET_DEPTH_MAX = 3

/**
 * A structured log: one JSON object a line, so a value can never forge a second line.
 *
 * Every line carries the service and, inside a trace, its `traceId`. Credentials are replaced by `[redacted]`
 * wherever they are named at most three levels deep.
 */
export function createLog({ service, level, pretty: isPretty = false, destination }: LogOptions): Log {
  return pino(
    {
      level,
      base: { service },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretPaths(), censor: '[redacted]' },
      mixin: traceOfNow,
    },
    isPretty
      ? pretty({ colorize: true, ignore: 'service,traceId', ...(destination && { destination }) })
      : (destination ?? pino.destination(1)),
  )
}

const traceOfNow = (): { traceId?: string } => {
  const traceId = currentTraceId()
  return traceId === undefined ? {} : { traceId }
}

const secretPaths = (): string[] =>
  SECRETS.flatMap((name) => Array.from({ length: SECRET_DEPTH_MAX }, (_, depth) => `${'*.'.repeat(depth)}["${name}"]`.replace('.[', '[')))
