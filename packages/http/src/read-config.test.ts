import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { readConfig } from './read-config.ts'

const Config = Type.Object({
  PORT: Type.Integer({ minimum: 0, maximum: 65_535, description: 'where to listen' }),
  DATABASE_URL: Type.String({ pattern: '^postgres://' }),
  REQUEST_TIMEOUT_MS: Type.Integer({ minimum: 1, default: 5_000 }),
  LOG_LEVEL: Type.Enum(['info', 'debug']),
  IS_EXAMPLE_RUN: Type.Boolean({ default: false }),
  NOTE: Type.Optional(Type.String()),
})
const good = { PORT: '8080', DATABASE_URL: 'postgres://x', LOG_LEVEL: 'info' }

describe('configuration', () => {
  it('has the types of its schema, and its defaults', () => {
    expect(readConfig(Config, { ...good, IS_EXAMPLE_RUN: 'true', PATH: '/bin' })).toEqual({
      PORT: 8080,
      DATABASE_URL: 'postgres://x',
      REQUEST_TIMEOUT_MS: 5_000,
      LOG_LEVEL: 'info',
      IS_EXAMPLE_RUN: true,
    })
  })

  it('names every bad key at once, with what is expected, and never what was there', () => {
    const bad = { PORT: '70000', DATABASE_URL: 'hunter2', REQUEST_TIMEOUT_MS: 'soon', LOG_LEVEL: '', IS_EXAMPLE_RUN: 'perhaps' }
    expect(() => readConfig(Config, bad)).toThrow(
      [
        'The environment cannot be used:',
        '  LOG_LEVEL is missing; must be one of "info", "debug"',
        '  PORT must be a whole number from 0 to 65535 (where to listen)',
        '  DATABASE_URL must be text that matches ^postgres://',
        '  REQUEST_TIMEOUT_MS must be a whole number of at least 1',
        '  IS_EXAMPLE_RUN must be true or false',
      ].join('\n'),
    )
  })

  it('takes an empty variable for a missing one', () => {
    expect(readConfig(Config, { ...good, REQUEST_TIMEOUT_MS: '', NOTE: '' })).toMatchObject({ REQUEST_TIMEOUT_MS: 5_000 })
    expect(readConfig(Config, { ...good, NOTE: '' })).not.toHaveProperty('NOTE')
  })
})
