import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file of the repository: where it is, from the root, and what it says. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

const FOLDERS = '{schemas,packages,services,workflows,infra,tests,bench}'
const NOT_OURS = /(^|\/)(node_modules|\.data|public|json|released)\//

/** Every file we wrote that matches one of the patterns below the folders of code, and nothing that was generated or installed. */
export function sourceFiles(root: string, ...patterns: readonly string[]): SourceFile[] {
  const wanted = patterns.map((pattern) => `${FOLDERS}/**/${pattern}`)
  const paths = globSync(wanted, { cwd: root, exclude: (path) => path === 'node_modules' || path.endsWith('/node_modules') })
  return paths
    .filter((path) => !NOT_OURS.test(path))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** The modules a TypeScript file imports, and whether each is imported for its types alone. */
export function imports({ text }: SourceFile): { readonly from: string; readonly typeOnly: boolean }[] {
  const declared = [...text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm)]
  const dynamic = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)]
  return [
    ...declared.map(([, type, from = '']) => ({ from, typeOnly: type !== undefined })),
    ...dynamic.map(([, from = '']) => ({ from, typeOnly: false })),
  ]
}

/** What a TypeScript file declares and exports: functions, constants, types, classes. */
export const declarations = ({ text }: SourceFile): string[] =>
  [...text.matchAll(/^export\s+(?:default\s+)?(?:async\s+)?(?:function\*?|const|class|interface|type)\s+(\w+)/gm)].map(
    ([, name = '']) => name,
  )

/** The text without its comments; strings that look like comments are lost with them, which is harmless here. */
export const withoutComments = ({ text }: SourceFile): string => text.replaceAll(/\/\*[^]*?\*\/|(?<![:'"`])\/\/.*$/gm, '')

/** Tests and what only tests use. */
export const isTest = ({ path }: SourceFile): boolean => /\.test\.ts$|\/(fixtures|testing|preview)\//.test(path)
