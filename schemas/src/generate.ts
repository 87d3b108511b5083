import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { asyncApi } from './asyncapi.ts'
import { eventSchemas } from './catalogue.ts'
import { fileSchemas } from './files.ts'

const root = join(import.meta.dirname, '..')

/** The generated documents by their path: what partners read who do not run TypeScript. */
export function documents(): ReadonlyMap<string, string> {
  const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
  return new Map([
    ['asyncapi.yaml', stringify(plain(asyncApi()), { aliasDuplicateObjects: false, lineWidth: 140 })],
    ...eventSchemas.map(({ type, schema }): [string, string] => [`json/${type}.json`, json(schema)]),
    ...Object.entries(fileSchemas).map(([name, schema]): [string, string] => [`json/files/${name}.json`, json(schema)]),
  ])
}

const onDisk = (path: string): string | undefined => {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined
  }
}

/** Documents that no longer say what the schemas say. */
export const drifted = (): string[] => [...documents()].filter(([path, text]) => onDisk(path) !== text).map(([path]) => path)

function write(): void {
  rmSync(join(root, 'json'), { recursive: true, force: true })
  mkdirSync(join(root, 'json/files'), { recursive: true })
  for (const [path, text] of documents()) writeFileSync(join(root, path), text)
}

/** Freezes today's schemas as the released ones: the next change is compared with these. */
function release(): void {
  mkdirSync(join(root, 'released'), { recursive: true })
  for (const file of readdirSync(join(root, 'json')).filter((name) => name.endsWith('.json')))
    writeFileSync(join(root, 'released', file), readFileSync(join(root, 'json', file)))
}

if (process.argv[1] === import.meta.filename) {
  const [flag] = process.argv.slice(2)
  if (flag === '--check') {
    const stale = drifted()
    if (stale.length > 0) {
      console.error(`Out of date: ${stale.join(', ')}. Run: node schemas/src/generate.ts`)
      process.exitCode = 1
    }
  } else {
    write()
    if (flag === '--release') release()
  }
}
