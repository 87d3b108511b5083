import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forwardedHeaders, returnedHeaders, upstreamUrl } from './upstream-request.ts'

const at = 'http://127.0.0.1:4001'
const pathOf = (url: string): string | undefined => upstreamUrl(at, 'assets', url)?.href.slice(at.length)

describe('upstreamUrl', () => {
  it('leads to the same place of the service’s own API', () => {
    expect(pathOf('/api/v1/assets/assets?limit=5&cursor=a%2Fb')).toBe('/api/v1/assets?limit=5&cursor=a%2Fb')
    expect(pathOf('/api/v1/assets/assets/NWL-001%2F..')).toBe('/api/v1/assets/NWL-001%2F..')
  })

  it.each([
    '/api/v1/assets/../../internal/work-orders',
    '/api/v1/assets/%2e%2e/%2e%2e/health/ready',
    '/api/v1/assets/..%5c..%5cmetrics/../..',
    '/api/v1/assets/x/../../../../metrics',
    '/api/v1/telemetry/channels',
    '/api/v1/assets',
  ])('leads nowhere else (%s)', (url) => expect(pathOf(url) ?? '/api/v1/').toMatch(/^\/api\/v1\//))

  it('never leaves the service’s API, whatever is asked', () => {
    const hostile = fc.array(
      fc.constantFrom('..', '.', '%2e%2e', '%2E.', '/', '//', '\\', '%5c', '%2f', '@evil.example', ':80', '?', '#', 'internal'),
    )
    fc.assert(
      fc.property(hostile, (parts) => {
        const asked = upstreamUrl(at, 'assets', `/api/v1/assets/${parts.join('')}`)
        if (asked === undefined) return
        expect(asked.origin).toBe(at)
        expect(asked.pathname.startsWith('/api/v1/')).toBe(true)
      }),
    )
  })
})

describe('headers', () => {
  it('of a caller never say who asks, and end with the connection', () => {
    const sent = forwardedHeaders(
      {
        authorization: 'Bearer theirs',
        cookie: '__Host-imaging-session=secret',
        'imaging-actor': 'forged',
        'x-forwarded-for': '10.0.0.1',
        host: 'evil.example',
        connection: 'keep-alive, authorization',
        'transfer-encoding': 'chunked',
        'content-type': 'application/json',
        'idempotency-key': 'key-1',
        'if-match': '"3"',
      },
      'Bearer ours',
    )
    expect(sent).toEqual({
      authorization: 'Bearer ours',
      'content-type': 'application/json',
      'idempotency-key': 'key-1',
      'if-match': '"3"',
    })
  })

  it('of an answer keep what a caller needs, and no cookie', () => {
    const answered = new Headers({
      etag: '"4"',
      location: '/api/v1/work-orders/WO-1',
      'set-cookie': 'a=b',
      connection: 'close',
      server: 'x',
      'content-type': 'application/json',
    })
    expect(returnedHeaders(answered, 'maintenance')).toEqual({
      etag: '"4"',
      location: '/api/v1/maintenance/work-orders/WO-1',
      'content-type': 'application/json',
    })
    expect(returnedHeaders(new Headers({ location: 'https://evil.example' }), 'maintenance')).toEqual({})
  })
})
