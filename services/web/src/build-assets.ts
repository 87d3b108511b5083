import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** Addresses of the built style, script and icon; their names change with their content, so they can be kept for ever. */
export interface BuiltAssets {
  readonly style: string
  readonly script: string
  readonly icon: string
}

const serviceFolder = join(import.meta.dirname, '..')
const sourceFolder = join(serviceFolder, 'assets')
const nhsPackage = fileURLToPath(import.meta.resolve('nhsuk-frontend/package.json'))

/** Where built files lie, served under /assets/. */
export const publicFolder = join(serviceFolder, 'public')

const manifestFile = join(publicFolder, 'manifest.json')

const digest = (...contents: readonly (string | Buffer)[]): string =>
  contents
    .reduce<ReturnType<typeof createHash>>((hash, content) => hash.update(content), createHash('sha256'))
    .digest('hex')
    .slice(0, 12)

const sourceDigest = (): string => {
  const files = globSync('**/*.{scss,ts,svg}', { cwd: sourceFolder }).toSorted()
  return digest(readFileSync(nhsPackage), ...files.flatMap((file) => [file, readFileSync(join(sourceFolder, file))]))
}

const compileStyle = async (): Promise<string> => {
  const { compile } = await import('sass')
  return compile(join(sourceFolder, 'styles', 'app.scss'), {
    style: 'compressed',
    loadPaths: [join(dirname(nhsPackage), '..')],
    quietDeps: true,
  }).css
}

const bundleScript = async (): Promise<string> => {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [join(sourceFolder, 'scripts', 'enhance.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2020',
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

/** Writes a file under a name that carries its content's digest, with compressed copies beside it. */
const writeHashed = (stem: string, extension: string, content: string): string => {
  const name = `${stem}-${digest(content)}.${extension}`
  const file = join(publicFolder, name)
  writeFileSync(file, content)
  writeFileSync(`${file}.br`, brotliCompressSync(content))
  writeFileSync(`${file}.gz`, gzipSync(content))
  return `/assets/${name}`
}

const writeManifest = (manifest: object): void => {
  const unfinished = `${manifestFile}.${process.pid}`
  writeFileSync(unfinished, JSON.stringify(manifest, undefined, 2))
  renameSync(unfinished, manifestFile)
}

/**
 * Builds the style sheet and the script into `public/` when their sources changed since the last build,
 * and returns their addresses. Earlier builds are removed; the manifest is written last, so that an interrupted
 * build is done again.
 */
export const buildAssets = async (): Promise<BuiltAssets> => {
  const sources = sourceDigest()
  if (existsSync(manifestFile)) {
    const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as BuiltAssets & { readonly sources: string }
    if (manifest.sources === sources) return { style: manifest.style, script: manifest.script, icon: manifest.icon }
  }
  rmSync(publicFolder, { recursive: true, force: true })
  mkdirSync(publicFolder, { recursive: true })
  const [style, script] = await Promise.all([compileStyle(), bundleScript()])
  const assets: BuiltAssets = {
    style: writeHashed('app', 'css', style),
    script: writeHashed('enhance', 'js', script),
    icon: writeHashed('icon', 'svg', readFileSync(join(sourceFolder, 'icon.svg'), 'utf8')),
  }
  writeManifest({ ...assets, sources })
  return assets
}
