import { describe, expect, it } from 'vitest'
import { exampleServer } from './example-server.ts'
import { listen } from './listen.ts'

const address = { port: 0, host: '127.0.0.1' }

describe('listening', () => {
  it('says where, and closes everything in order after the last answer', async () => {
    const order: string[] = []
    const server = await exampleServer()
    const finish = Promise.withResolvers<void>()
    const started = Promise.withResolvers<void>()
    server.get('/long', async () => {
      started.resolve()
      await finish.promise
      order.push('answer')
      return {}
    })
    const part = (name: string) => ({ name, close: async () => void order.push(name) })
    const listening = await listen(server, { ...address, onClose: [part('consumer'), part('relay'), part('pool')] })
    expect(listening.url).toBe(`http://127.0.0.1:${listening.port}`)
    const answer = fetch(`${listening.url}/long`)
    await started.promise
    const closed = Promise.all([listening.close(), listening.close()])
    finish.resolve()
    expect(await (await answer).json()).toEqual({})
    expect(await closed).toEqual([true, true])
    expect(order).toEqual(['answer', 'consumer', 'relay', 'pool'])
  })

  it('closes the rest when a part fails, and says that it was not clean', async () => {
    const order: string[] = []
    const { close } = await listen(await exampleServer(), {
      ...address,
      onClose: [
        { name: 'consumer', close: () => Promise.reject(new Error('broker away')) },
        { name: 'pool', close: async () => order.push('pool') },
      ],
    })
    expect(await close()).toBe(false)
    expect(order).toEqual(['pool'])
  })

  it('cuts off what does not end in time', async () => {
    const server = await exampleServer()
    const started = Promise.withResolvers<void>()
    server.get('/forever', () => {
      started.resolve()
      return new Promise(() => {})
    })
    const { url, close } = await listen(server, { ...address, drainMs: 50 })
    const cut = fetch(`${url}/forever`).catch((error: unknown) => error)
    await started.promise
    expect(await close()).toBe(false)
    expect(await cut).toBeInstanceOf(TypeError)
  })

  it('drains on SIGINT once, whatever signals follow, and ends the process with 0', async () => {
    const codes: number[] = []
    const before = process.listenerCount('SIGTERM')
    const finish = Promise.withResolvers<void>()
    await listen(await exampleServer(), {
      ...address,
      exit: (code) => codes.push(code),
      onClose: [{ name: 'slow', close: () => finish.promise }],
    })
    process.emit('SIGINT', 'SIGINT')
    process.emit('SIGTERM', 'SIGTERM')
    process.emit('SIGINT', 'SIGINT')
    finish.resolve()
    await expect.poll(() => codes).toEqual([0])
    expect(process.listenerCount('SIGTERM')).toBe(before)
  })

  it('leaves no signal behind when the port is taken', async () => {
    const before = process.listenerCount('SIGTERM')
    const first = await listen(await exampleServer(), address)
    const second = await exampleServer()
    await expect(listen(second, { ...address, port: first.port })).rejects.toThrow('EADDRINUSE')
    await second.close()
    await first.close()
    expect(process.listenerCount('SIGTERM')).toBe(before)
  })
})
