import type { Log, Metrics } from '@imaging/observability'
import { Type } from 'typebox'
import type { Server } from './create-server.ts'

export interface ReadinessCheck {
  readonly name: string
  /** Resolves when it works, throws when it does not, gives up when the signal is aborted. */
  readonly check: (signal: AbortSignal) => Promise<unknown>
}

/** A check that takes longer has failed for whoever asks. */
const CHECK_TIMEOUT_MS = 2_000
/** Anyone may ask as often as they like; the database is asked at most this often. */
const ANSWER_KEPT_MS = 1_000

const Readiness = Type.Object({
  ready: Type.Boolean(),
  state: Type.Enum(['starting', 'serving', 'draining']),
  version: Type.String(),
  checks: Type.Array(Type.Object({ name: Type.String(), ok: Type.Boolean() })),
})

interface HealthDeps {
  readonly version: string
  readonly log: Log
  readonly metrics: Metrics
  readonly ready: readonly ReadinessCheck[]
}

/**
 * `/health/live` says that the process answers; `/health/ready` that it wants requests: it listens, every check passes and
 * it is not draining. Why a check fails is logged, not told.
 */
export function addHealth(server: Server, { version, log, metrics, ready }: HealthDeps): void {
  let isListening = false
  server.addHook('onListen', async () => void (isListening = true))
  const runChecks = remembered(() => Promise.all(ready.map((check) => outcome(check, log))), ANSWER_KEPT_MS)
  const stateNow = () => (server.draining.aborted ? 'draining' : isListening ? 'serving' : 'starting')

  server.get('/health/live', { config: { access: 'anyone' }, schema: { hide: true }, logLevel: 'silent' }, () => ({ live: true }))
  server.get('/health/ready', { config: { access: 'anyone' }, schema: { hide: true, response: { 200: Readiness, 503: Readiness } } }, async (_request, reply) => {
    const checks = await runChecks()
    const state = stateNow()
    const isReady = state === 'serving' && checks.every(({ ok }) => ok)
    return reply.code(isReady ? 200 : 503).send({ ready: isReady, state, version, checks })
  })
  server.get('/metrics', { config: { access: 'anyone' }, schema: { hide: true } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.exposition()),
  )
}

async function outcome({ name, check }: ReadinessCheck, log: Log): Promise<{ name: string; ok: boolean }> {
  const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS)
  const tooLate = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), { once: true })
  })
  try {
    await Promise.race([check(signal), tooLate])
    return { name, ok: true }
  } catch (error) {
    log.warn({ check: name, err: error }, 'not ready')
    return { name, ok: false }
  }
}

function remembered<T>(ask: () => Promise<T>, keptMs: number): () => Promise<T> {
  let last: { readonly askedAtMs: number; readonly answer: Promise<T> } | undefined
  return () => {
    const nowMs = performance.now()
    if (last === undefined || nowMs - last.askedAtMs > keptMs) last = { askedAtMs: nowMs, answer: ask() }
    return last.answer
  }
}
