import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { PARTS } from '../local/parts.ts'
import { SEARCH_ATTRIBUTES } from '../local/temporal.ts'

interface Service {
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly healthcheck?: unknown
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly ports?: readonly string[]
}

const file = readFileSync(join(import.meta.dirname, '../../docker-compose.yml'), 'utf8')
const { services } = parse(file, { merge: true }) as { services: Readonly<Record<string, Service>> }
const JOBS = ['prepare']
const SERVERS = ['postgres', 'kafka', 'temporal']

describe('docker-compose.yml', () => {
  it('runs exactly the parts that npm start runs, and the servers under them', () => {
    expect(Object.keys(services).toSorted()).toEqual([...SERVERS, ...JOBS, ...PARTS.map(({ name }) => name)].toSorted())
  })

  it.each(PARTS)('starts $name from the same file, with the servers it needs', ({ name, entry, needs, nodeOptions = [] }) => {
    const { command, environment = {}, depends_on: waitsFor = {} } = services[name] ?? {}
    expect(command).toEqual([...nodeOptions, entry])
    expect(environment['SERVICE_NAME']).toBe(name)
    expect('DATABASE_URL' in environment).toBe(needs.includes('database'))
    if (needs.includes('database')) expect(environment['DATABASE_URL']).toContain(`imaging_${name}@`)
    if (needs.includes('temporal')) expect(waitsFor).toHaveProperty('temporal')
  })

  it('checks the health of everything that stays up', () => {
    for (const [name, { healthcheck }] of Object.entries(services)) expect(healthcheck !== undefined, name).toBe(!JOBS.includes(name))
  })

  it('listens on this machine alone', () => {
    for (const { ports = [] } of Object.values(services)) for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
  })

  it('gives Temporal the same search attributes', () => {
    const attributes = (services['temporal']?.command ?? []).filter((word) => word.startsWith('--search-attribute='))
    expect(attributes).toEqual(Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => `--search-attribute=${name}=${type}`))
  })
})
