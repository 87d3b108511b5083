import { readConfig } from '@imaging/http'
import { Type } from 'typebox'

/** How the web service is asked to run. */
const Environment = Type.Object({
  HOST: Type.String({ default: '127.0.0.1', minLength: 1 }),
  PORT: Type.Integer({ default: 3000, minimum: 0, maximum: 65_535 }),
  WEB_ORIGIN: Type.String({ default: 'http://localhost:3000', pattern: '^https?://[^/]+/?$', description: 'where browsers reach us' }),
  WEB_SECRET: Type.String({ minLength: 32, description: 'signs cookies and forms' }),
  LOG_LEVEL: Type.Enum(['debug', 'info', 'warn', 'error'], { default: 'info' }),
  EXAMPLE_RUN: Type.Enum(['0', '1'], { default: '0' }),
  ORGANISATION_NAME: Type.Optional(Type.String({ minLength: 1 })),
  ORGANISATION_NAME_SPLIT: Type.Optional(Type.String({ minLength: 1 })),
  ORGANISATION_DESCRIPTOR: Type.Optional(Type.String({ minLength: 1 })),
  ASSETS_URL: Type.String({ minLength: 1 }),
  TELEMETRY_URL: Type.String({ minLength: 1 }),
  AVAILABILITY_URL: Type.String({ minLength: 1 }),
  MAINTENANCE_URL: Type.String({ minLength: 1 }),
})

export interface Config {
  readonly host: string
  readonly port: number
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  /** Where browsers reach us; forms posted from any other origin are refused. */
  readonly publicOrigin: string
  /** Signs cookies and form tokens. Changing it signs everyone out. */
  readonly secret: string
  /** True only in the local example run: offers the persona picker and labels every page. */
  readonly exampleRun: boolean
  /** Set by an organisation when it deploys; without it the header is neutral and carries no NHS logo. */
  readonly organisation: Organisation | undefined
  readonly services: ServiceAddresses
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
}

/**
 * The configuration in an environment.
 * @throws naming every value that is missing or cannot be used
 */
export const webConfig = (env: NodeJS.ProcessEnv): Config => {
  const read = readConfig(Environment, env)
  return {
    host: read.HOST,
    port: read.PORT,
    logLevel: read.LOG_LEVEL,
    publicOrigin: new URL(read.WEB_ORIGIN).origin,
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
    },
  }
}
