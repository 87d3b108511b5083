import type { IncomingHttpHeaders } from 'node:http'

/** Where every service's API begins. Nothing else of a service is reached through the gateway. */
export const API = '/api/v1/'

/**
 * What of a request a service is told. A list of what passes, not of what does not: who asks is never the caller's to say, and
 * what belongs to the connection ends with it.
 */
const FORWARDED = ['accept', 'content-type', 'idempotency-key', 'if-match', 'if-none-match', 'last-event-id', 'traceparent'] as const

/** What of an answer a caller is told. */
const RETURNED = ['allow', 'cache-control', 'content-disposition', 'content-type', 'etag', 'last-modified', 'retry-after'] as const

/** The address at a service of what was asked for at the gateway; nothing where it would lie outside the service's API. */
export const upstreamUrl = (baseUrl: string, service: string, url: string): URL | undefined => {
  const prefix = `${API}${service}/`
  if (!url.startsWith(prefix)) return undefined
  // Reading it as an address resolves dots, also those written as %2e: only then can be seen where it leads.
  const asked = new URL(API + url.slice(prefix.length), baseUrl)
  return asked.origin === new URL(baseUrl).origin && asked.pathname.startsWith(API) ? asked : undefined
}

/** The headers with which a service is asked. */
export const forwardedHeaders = (headers: IncomingHttpHeaders, authorization: string): Readonly<Record<string, string>> => {
  const passed = FORWARDED.flatMap((name) => {
    const value = headers[name]
    return typeof value === 'string' ? [[name, value] as const] : []
  })
  return { ...Object.fromEntries(passed), authorization }
}

/** The headers with which a caller is answered; a place at the service becomes the place at the gateway. */
export const returnedHeaders = (headers: Headers, service: string): Readonly<Record<string, string>> => {
  const passed = RETURNED.flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  const location = headers.get('location')
  return {
    ...Object.fromEntries(passed),
    ...(location?.startsWith(API) === true && { location: `${API}${service}/${location.slice(API.length)}` }),
  }
}
