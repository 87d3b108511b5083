import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExpectedRoute } from './expectation.ts'
import { SERVICES, type ServiceName, type World } from './world.ts'

const SERVICES_DIR = join(import.meta.dirname, '../../services')
const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete'])
/** What every service says of itself, and nothing of anybody. */
const OF_EVERY_SERVICE = new Set(['GET /health/live', 'GET /health/ready', 'GET /metrics', 'GET /api/v1/openapi.json'])

interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly 'x-access'?: unknown }>>>>
}

/**
 * Compares the routes that services have with those of which it is written what they must answer.
 *
 * @returns What is wrong: a route nobody has written of, one that is no longer there, one that does not say who may call it.
 */
export async function routeFaults({ urls }: Pick<World, 'urls'>, expected: readonly ExpectedRoute[]): Promise<readonly string[]> {
  const faults = await Promise.all(
    SERVICES.map(async (service) => [...(await documentFaults(service, urls[service], expected)), ...hiddenFaults(service, expected)]),
  )
  return faults.flat()
}

async function documentFaults(service: ServiceName, url: string, expected: readonly ExpectedRoute[]): Promise<readonly string[]> {
  const { paths } = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as ApiDocument
  const written = new Set(expected.flatMap((one) => (one.service === service && one.isHidden !== true ? [one.route] : [])))
  const faults: string[] = []
  for (const [path, operations] of Object.entries(paths))
    for (const [method, operation] of Object.entries(operations)) {
      const route = `${method.toUpperCase()} ${path}`
      if (!METHODS.has(method) || OF_EVERY_SERVICE.has(route)) continue
      if (operation['x-access'] === undefined) faults.push(`${service} ${route} does not say who may call it`)
      if (!written.delete(route)) faults.push(`${service} ${route} is in no table: write what it must answer`)
    }
  return [...faults, ...[...written].map((route) => `${service} ${route} is not there any more: take it out of the table`)]
}

/** Hidden routes stand in no document: their addresses are looked for in the source. */
function hiddenFaults(service: ServiceName, expected: readonly ExpectedRoute[]): readonly string[] {
  const folder = join(SERVICES_DIR, service, 'src')
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.includes('test'),
  )
  const found = new Set(
    sources.flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/'(\/internal\/[^']*)'/g)].map(([, path]) => path)),
  )
  const written = new Set(
    expected.flatMap((one) =>
      one.service === service && one.isHidden === true ? [one.route.replace(/^\S+ /, '').replaceAll(/\{(\w+)\}/g, ':$1')] : [],
    ),
  )
  return [...found].filter((path) => path !== undefined && !written.has(path)).map((path) => `${service} ${path} is hidden and in no table`)
}
