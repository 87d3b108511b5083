import { createLog, createMetrics } from '@imaging/observability'
import { createServer, type Server } from '@imaging/http'
import { ROLES, may, type Identity } from '@imaging/schemas'
import { afterEach, describe, expect, it } from 'vitest'
import { acting, addAccess, seeingOf } from './access.ts'
import { RefusedToken } from './identity-verifier.ts'
import { personOf } from './testing.ts'

const open: Server[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

/** As the server of these tests takes it for a token. */
const tokenOf = (identity: Identity): string => Buffer.from(JSON.stringify(identity)).toString('base64url')

/** A server that believes a token which is an identity in base64url; `broken` stands for a verifier that fails itself. */
async function guarded(): Promise<Server> {
  const server = await createServer({
    service: 'example',
    version: '1.2.3',
    log: createLog({ service: 'example', level: 'silent' }),
    metrics: createMetrics({ service: 'example' }),
    ready: [],
    openapi: { title: 'Example', description: 'A service made for tests.' },
  })
  open.push(server)
  addAccess(server, async (token) => {
    if (token === 'broken') throw new TypeError('a mistake of ours')
    const text = Buffer.from(token, 'base64url').toString()
    if (!text.startsWith('{')) throw new RefusedToken(`why ${token} is refused`)
    return JSON.parse(text) as Identity
  })
  return server
}

async function shop(): Promise<Server> {
  const server = await guarded()
  server.get('/board', { config: { access: 'board.read' } }, (request) => seeingOf(acting(request)))
  server.get('/either', { config: { access: { anyOf: ['grants.read', 'record.read'] } } }, () => ({}))
  server.get('/internal', { config: { access: { services: ['worker'] } } }, ({ identity }) => ({ identity }))
  server.get('/open', { config: { access: 'anyone' } }, ({ identity }) => ({ identity }))
  server.get('/acting', { config: { access: { services: ['worker'] } } }, (request) => acting(request))
  return server
}

const manager = personOf('radiology-manager', 'RYJ')
const worker: Identity = { kind: 'service', name: 'worker' }
const ask = (server: Server, url: string, identity?: Identity) =>
  server.inject({ url, ...(identity && { headers: { authorization: `Bearer ${tokenOf(identity)}` } }) })

describe('a route', () => {
  it('cannot be added without saying who may call it', async () => {
    const server = await guarded()
    expect(() => server.get('/forgotten', () => ({}))).toThrow('GET /forgotten does not say who may call it')
    await expect(server.register(async (scope) => void scope.post('/hidden', () => ({})))).rejects.toThrow('POST /hidden')
  })

  it('is for those who have the permission it asks for, and for no others', async () => {
    const server = await shop()
    for (const role of ROLES) {
      const person = personOf(role, role.startsWith('supplier') ? 'siemens' : 'RYJ')
      expect((await ask(server, '/board', person)).statusCode, role).toBe(may(person, 'board.read') ? 200 : 403)
      const isEither = may(person, 'grants.read') || may(person, 'record.read')
      expect((await ask(server, '/either', person)).statusCode, role).toBe(isEither ? 200 : 403)
      expect((await ask(server, '/internal', person)).statusCode, role).toBe(403)
    }
  })

  it('that names services is for those alone, and theirs alone', async () => {
    const server = await shop()
    expect((await ask(server, '/internal', worker)).json()).toEqual({ identity: worker })
    expect((await ask(server, '/internal', { kind: 'service', name: 'web' })).statusCode).toBe(403)
    expect((await ask(server, '/board', worker)).statusCode).toBe(403)
    expect((await ask(server, '/acting', worker)).statusCode).toBe(401)
  })

  it('for anyone asks nobody, and the health of the service is such a route', async () => {
    const server = await shop()
    expect((await ask(server, '/open')).json()).toEqual({ identity: null })
    for (const url of ['/health/live', '/metrics', '/api/v1/openapi.json']) expect((await ask(server, url)).statusCode, url).toBe(200)
  })

  it('knows for whom the database is to be asked', async () => {
    expect((await ask(await shop(), '/board', manager)).json()).toEqual({ organisation: 'RYJ', sees: manager.sees })
  })
})

describe('a refusal', () => {
  it('is the same for every token that is not believed, whatever is wrong with it', async () => {
    const server = await shop()
    const headers = [undefined, '', 'Bearer', 'Bearer ', 'Bearer late', 'Bearer forged', `Basic ${tokenOf(manager)}`, tokenOf(manager)]
    const answers = await Promise.all(
      headers.map((authorization) => server.inject({ url: '/board', headers: authorization === undefined ? {} : { authorization } })),
    )
    const seen = new Set(
      answers.map((answer) => {
        const { instance, ...said } = answer.json<Record<string, unknown>>()
        expect(instance).toEqual(expect.any(String))
        return JSON.stringify([answer.statusCode, answer.headers['www-authenticate'], answer.headers['content-type'], said])
      }),
    )
    expect([...seen]).toHaveLength(1)
    expect(answers[0]?.statusCode).toBe(401)
  })

  it('is the same for everybody whose role does not include it, and tells nothing of what is there', async () => {
    const server = await shop()
    const refused = async (identity: Identity): Promise<unknown> => {
      const { instance: _, ...said } = (await ask(server, '/internal', identity)).json<Record<string, unknown>>()
      return said
    }
    expect(await refused(manager)).toEqual(await refused({ kind: 'service', name: 'web' }))
    expect((await ask(server, '/internal', manager)).body).not.toContain('worker')
  })

  it('comes before anything else of the request is looked at', async () => {
    const server = await guarded()
    server.post('/orders', { config: { access: 'register.edit' } }, () => ({}))
    const answer = await server.inject({
      method: 'POST',
      url: '/orders',
      payload: '{not json',
      headers: { 'content-type': 'application/json' },
    })
    expect(answer.statusCode).toBe(401)
  })

  it('is not given for an address that leads nowhere: that is not found, whoever asks', async () => {
    expect((await ask(await shop(), '/nowhere')).statusCode).toBe(404)
  })

  it('is not what a mistake of our own looks like', async () => {
    const answer = await (await shop()).inject({ url: '/board', headers: { authorization: 'Bearer broken' } })
    expect(answer.statusCode).toBe(500)
  })
})
