import { startFramedProxy, type Proxy, type Wire } from './framed-proxy.ts'
import type { Gate } from './gate.ts'
import type { Point } from './points.ts'

const LENGTH_BYTES = 4
const HEADER_BYTES = 1 + LENGTH_BYTES

/** What the statements of a service's work look like, and which point lies before each. */
const WORK: readonly { readonly text: RegExp; readonly point: Point }[] = [
  { text: /^copy "reading_in"/, point: 'begin → rows' },
  { text: /^insert into ledger_event/, point: 'begin → rows' },
  { text: /^delete from outbox where/, point: 'published → removed' },
]

/** A proxy before PostgreSQL that knows where in a transaction of consumed events each connection is. */
export const startPostgresProxy = (targetPort: number, gate: Gate): Promise<Proxy> => startFramedProxy(targetPort, () => postgresWire(gate))

function postgresWire(gate: Gate): Wire {
  const statements = new Map<string, string>()
  let hasStarted = false
  // Only transactions that move a consumer's offset are the work; requests and timers have transactions, too.
  let movesOffset = false

  const onStatement = (text: string): ReturnType<Gate['pass']> => {
    if (text.startsWith('begin')) movesOffset = false
    if (text.startsWith('update consumer_offset')) movesOffset = true
    if (text === 'commit') return movesOffset ? gate.pass('rows → commit') : undefined
    const work = WORK.find((one) => one.text.test(text))
    return work === undefined ? undefined : gate.pass(work.point)
  }

  return {
    fromClient: {
      lengthOf(bytes) {
        // The first message has no type before its length.
        const header = hasStarted ? HEADER_BYTES : LENGTH_BYTES
        return bytes.length < header ? undefined : bytes.readInt32BE(header - LENGTH_BYTES) + header - LENGTH_BYTES
      },
      see(message) {
        if (!hasStarted) {
          hasStarted = true
          return undefined
        }
        const type = String.fromCharCode(message[0] ?? 0)
        if (type === 'Q') return onStatement(textAt(message, HEADER_BYTES))
        if (type === 'P') {
          const name = textAt(message, HEADER_BYTES)
          statements.set(name, textAt(message, HEADER_BYTES + Buffer.byteLength(name) + 1))
        }
        if (type === 'B') {
          const portal = textAt(message, HEADER_BYTES)
          return onStatement(statements.get(textAt(message, HEADER_BYTES + Buffer.byteLength(portal) + 1)) ?? '')
        }
        return undefined
      },
    },
    fromServer: {
      lengthOf: (bytes) => (bytes.length < HEADER_BYTES ? undefined : bytes.readInt32BE(1) + 1),
      see(message) {
        const isCommitted = message[0] === 'C'.charCodeAt(0) && textAt(message, HEADER_BYTES) === 'COMMIT'
        return isCommitted && movesOffset ? gate.pass('commit → its answer') : undefined
      },
    },
  }
}

const textAt = (message: Buffer, from: number): string => {
  const end = message.indexOf(0, from)
  return message.toString('utf8', from, end === -1 ? message.length : end)
}
