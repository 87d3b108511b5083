import { API } from './upstream-request.ts'

interface ApiDocument {
  readonly paths?: Readonly<Record<string, unknown>>
  readonly components?: object
}

/** A service's OpenAPI document as callers of the gateway need it: its places there, and how to say who one is. */
export const gatewayDocument = (document: ApiDocument, service: string): object => ({
  ...document,
  paths: Object.fromEntries(
    Object.entries(document.paths ?? {})
      .filter(([path]) => path.startsWith(API))
      .map(([path, operations]) => [`${API}${service}/${path.slice(API.length)}`, operations]),
  ),
  components: {
    ...document.components,
    securitySchemes: {
      accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'From the issuer, by client credentials' },
      session: { type: 'apiKey', in: 'cookie', name: '__Host-imaging-session', description: 'Of somebody signed in to the pages' },
    },
  },
  security: [{ accessToken: [] }, { session: [] }],
})
