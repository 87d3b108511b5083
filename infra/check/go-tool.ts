import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../local/child.ts'
import { onPath } from '../local/missing.ts'
import { TOOLS_DIR } from '../local/where.ts'

/** A program that is had as Go source: built once, kept among the tools. Go's checksum database vouches for what the version names. */
export interface GoTool {
  readonly name: string
  /** The package of its `main`, as Go imports it. */
  readonly from: string
  readonly version: string
  /** What it is needed for, as the beginning of a sentence. */
  readonly purpose: string
}

const BUILD_TIMEOUT_MS = 1_800_000

/**
 * Its file, from an earlier build or from one made now, which takes a minute or more.
 * @throws when Go is missing, with how to get it, or when it cannot be built.
 */
export async function goTool({ name, from, version, purpose }: GoTool): Promise<string> {
  const file = join(TOOLS_DIR, `${name}-${version}`)
  if (existsSync(file)) return file
  if (onPath('go') === undefined)
    throw new Error(
      `${purpose} by ${name}, which is built with Go, and Go is missing. Install Go 1.24 or newer (apt-get install -y golang, or brew install go).`,
    )
  await build(name, `${from}@${version}`, from, file)
  return file
}

/** As a tool of an empty module of ours, since some modules refuse `go install`. */
async function build(name: string, pinned: string, from: string, file: string): Promise<void> {
  const module = join(TOOLS_DIR, `${name}-module`)
  mkdirSync(module, { recursive: true })
  writeFileSync(join(module, 'go.mod'), `module local/${name}\n\ngo 1.24\n`)
  await run('nice', ['go', 'get', '-tool', pinned], { cwd: module, timeoutMs: BUILD_TIMEOUT_MS })
  await run('nice', ['go', 'build', '-o', `${file}.new`, from], { cwd: module, timeoutMs: BUILD_TIMEOUT_MS })
  renameSync(`${file}.new`, file)
}
