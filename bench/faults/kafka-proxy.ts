import { startFramedProxy, type Proxy, type Wire } from './framed-proxy.ts'
import type { Gate } from './gate.ts'
import type { Point } from './points.ts'

const LENGTH_BYTES = 4

/** Requests of the Kafka protocol by their numbers. @source https://kafka.apache.org/protocol#protocol_api_keys */
const PRODUCE = 0
const METADATA = 3
const OFFSET_COMMIT = 8
const FIND_COORDINATOR = 10

/** The point before a request reaches the broker, and the one before its answer reaches the service. */
const AROUND: Readonly<Record<number, { readonly request: Point; readonly answer: Point }>> = {
  [PRODUCE]: { request: 'outbox read → published', answer: 'published → its answer' },
  [OFFSET_COMMIT]: { request: 'applied → offset told', answer: 'offset told → its answer' },
}

/** A proxy before a broker. Answers that name the broker name the proxy instead, so that every connection comes through it. */
export const startKafkaProxy = (brokerPort: number, gate: Gate): Promise<Proxy> =>
  startFramedProxy(brokerPort, (proxyPort) => kafkaWire(brokerPort, proxyPort, gate))

function kafkaWire(brokerPort: number, proxyPort: () => number, gate: Gate): Wire {
  const asked = new Map<number, number>()
  const lengthOf = (bytes: Buffer): number | undefined => (bytes.length < LENGTH_BYTES ? undefined : bytes.readInt32BE(0) + LENGTH_BYTES)
  return {
    fromClient: {
      lengthOf,
      see(message) {
        const api = message.readInt16BE(LENGTH_BYTES)
        asked.set(message.readInt32BE(LENGTH_BYTES + 4), api)
        const around = AROUND[api]
        return around === undefined ? undefined : gate.pass(around.request)
      },
    },
    fromServer: {
      lengthOf,
      see(message) {
        const correlation = message.readInt32BE(LENGTH_BYTES)
        const api = asked.get(correlation) ?? -1
        asked.delete(correlation)
        if (api === METADATA || api === FIND_COORDINATOR) renameBroker(message, brokerPort, proxyPort())
        const around = AROUND[api]
        return around === undefined ? undefined : gate.pass(around.answer)
      },
    },
  }
}

/** The broker's host and port stand in such answers as a length, the text and four bytes; only the port changes. */
function renameBroker(message: Buffer, brokerPort: number, proxyPort: number): void {
  const host = Buffer.from('127.0.0.1')
  const written = Buffer.concat([Buffer.from([0, host.length]), host, Buffer.alloc(4)])
  written.writeInt32BE(brokerPort, written.length - 4)
  for (let at = message.indexOf(written); at !== -1; at = message.indexOf(written, at + written.length))
    message.writeInt32BE(proxyPort, at + written.length - 4)
}
