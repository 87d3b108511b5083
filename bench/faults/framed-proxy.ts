import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { Fate } from './gate.ts'

/** How a protocol is cut into messages, and what is done with each. One of these for every connection. */
export interface Wire {
  /** The length of the first message in these bytes; undefined while too little of it is there. */
  readonly fromClient: Direction
  readonly fromServer: Direction
}

interface Direction {
  lengthOf(bytes: Buffer): number | undefined
  /** Looks at a whole message before it is forwarded, may change it in place, and may hold it. */
  see(message: Buffer): Promise<Fate> | undefined
}

/** A TCP proxy that sees whole messages. */
export interface Proxy {
  readonly port: number
  close(): Promise<void>
}

/** Listens on a free port and forwards every connection to `targetPort`, message by message. */
export async function startFramedProxy(targetPort: number, wireOf: (proxyPort: () => number) => Wire): Promise<Proxy> {
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect({ port: targetPort, host: '127.0.0.1' })
    const cut = (): void => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.setNoDelay(true)
      socket.on('error', cut)
      socket.on('close', () => {
        open.delete(socket)
        cut()
      })
    }
    const wire = wireOf(() => port)
    forward(client, upstream, wire.fromClient, cut)
    forward(upstream, client, wire.fromServer, cut)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

function forward(from: Socket, to: Socket, direction: Direction, cut: () => void): void {
  let pending: Buffer = Buffer.alloc(0)
  let isBusy = false
  const drain = async (): Promise<void> => {
    isBusy = true
    for (;;) {
      const length = direction.lengthOf(pending)
      if (length === undefined || pending.length < length) break
      const message = pending.subarray(0, length)
      pending = pending.subarray(length)
      const held = direction.see(message)
      if (held !== undefined) {
        from.pause()
        const fate = await held
        from.resume()
        if (fate === 'cut') {
          cut()
          return
        }
      }
      if (!to.destroyed && !to.write(message)) await writable(to)
    }
    isBusy = false
  }
  from.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    if (!isBusy) void drain()
  })
}

const writable = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('drain', resolve)
    socket.once('close', () => resolve())
  })
