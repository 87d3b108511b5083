import { readConfig } from '@imaging/http'
import { Type } from 'typebox'

/** How the web service is asked to run. */
const Environment = Type.Object({
  HOST: Type.String({ default: '127.0.0.1', minLength: 1 }),
  PORT: Type.Integer({ default: 3000, minimum: 0, maximum: 65_535 }),
  WEB_ORIGIN: Type.String({
    default: 'http://localhost:3000',
    pattern: '^(https://[^/]+|http://localhost(:[0-9]+)?)/?$',
    description: 'where browsers reach us',
  }),
  WEB_SECRET: Type.String({ minLength: 32, description: 'signs forms and seals cookies' }),
  IDENTITY_PRIVATE_KEY_FILE: Type.String({ minLength: 1, description: 'our own key, which tells other services who asks' }),
  OIDC_ISSUER: Type.String({ pattern: '^(https://|http://localhost[:/])', description: 'the OpenID provider that signs people in' }),
  OIDC_CLIENT_ID: Type.String({ minLength: 1 }),
  OIDC_CLIENT_SECRET: Type.String({ minLength: 1 }),
  OIDC_AUDIENCE: Type.Optional(Type.String({ minLength: 1, description: 'our API as access tokens name it; its address unless told' })),
  LOG_LEVEL: Type.Enum(['debug', 'info', 'warn', 'error'], { default: 'info' }),
  EXAMPLE_RUN: Type.Enum(['0', '1'], { default: '0' }),
  ORGANISATION_NAME: Type.Optional(Type.String({ minLength: 1 })),
  ORGANISATION_NAME_SPLIT: Type.Optional(Type.String({ minLength: 1 })),
  ORGANISATION_DESCRIPTOR: Type.Optional(Type.String({ minLength: 1 })),
  ASSETS_URL: Type.String({ minLength: 1 }),
  TELEMETRY_URL: Type.String({ minLength: 1 }),
  AVAILABILITY_URL: Type.String({ minLength: 1 }),
  MAINTENANCE_URL: Type.String({ minLength: 1 }),
  ACCESS_URL: Type.String({ minLength: 1 }),
  RECORD_URL: Type.String({ minLength: 1 }),
})

export interface Config {
  readonly host: string
  readonly port: number
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  /** Where browsers reach us; forms posted from any other origin are refused. */
  readonly publicOrigin: string
  /** Signs form tokens and seals what a browser keeps while it signs in. Changing it makes open forms stale. */
  readonly secret: string
  /** True only in the local example run: labels every page. */
  readonly exampleRun: boolean
  /** Set by an organisation when it deploys; without it the header is neutral and carries no NHS logo. */
  readonly organisation: Organisation | undefined
  readonly services: ServiceAddresses
  /** Where our own key lies. */
  readonly privateKeyFile: string
  readonly oidc: OidcClient
}

/** We, as the issuer knows us. */
export interface OidcClient {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Our API as access tokens name it. */
  readonly audience: string
}

export interface Organisation {
  readonly name: string
  readonly split: string | undefined
  readonly descriptor: string | undefined
}

/** Addresses of the services whose HTTP APIs the pages read and write. */
export interface ServiceAddresses {
  readonly assets: string
  readonly telemetry: string
  readonly availability: string
  readonly maintenance: string
  readonly access: string
  readonly record: string
}

/**
 * The configuration in an environment.
 * @throws naming every value that is missing or cannot be used
 */
export const webConfig = (env: NodeJS.ProcessEnv): Config => {
  const read = readConfig(Environment, env)
  const publicOrigin = new URL(read.WEB_ORIGIN).origin
  return {
    host: read.HOST,
    port: read.PORT,
    logLevel: read.LOG_LEVEL,
    publicOrigin,
    secret: read.WEB_SECRET,
    exampleRun: read.EXAMPLE_RUN === '1',
    organisation:
      read.ORGANISATION_NAME === undefined
        ? undefined
        : { name: read.ORGANISATION_NAME, split: read.ORGANISATION_NAME_SPLIT, descriptor: read.ORGANISATION_DESCRIPTOR },
    services: {
      assets: read.ASSETS_URL,
      telemetry: read.TELEMETRY_URL,
      availability: read.AVAILABILITY_URL,
      maintenance: read.MAINTENANCE_URL,
      access: read.ACCESS_URL,
      record: read.RECORD_URL,
    },
    privateKeyFile: read.IDENTITY_PRIVATE_KEY_FILE,
    oidc: {
      issuer: read.OIDC_ISSUER,
      clientId: read.OIDC_CLIENT_ID,
      clientSecret: read.OIDC_CLIENT_SECRET,
      audience: read.OIDC_AUDIENCE ?? `${publicOrigin}/api/v1`,
    },
  }
}
