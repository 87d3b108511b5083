import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import nunjucks from 'nunjucks'

const sourceFolder = join(import.meta.dirname, '..')
const nhsFolder = join(dirname(fileURLToPath(import.meta.resolve('nhsuk-frontend/package.json'))), 'dist')

const templateNames = (): readonly string[] =>
  readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.njk'))

/** Renders a template with a view model; everything that is not `SafeHtml` is escaped. */
export type RenderView = (template: string, view: object) => string

/**
 * The template engine with every template compiled, so that the first visitor does not wait for it.
 * @throws when a template does not compile, naming it
 */
export const openViews = (): RenderView => {
  const loader = new nunjucks.FileSystemLoader([sourceFolder, nhsFolder])
  const environment = new nunjucks.Environment(loader, { autoescape: true, trimBlocks: true, lstripBlocks: true })
  for (const name of templateNames()) environment.getTemplate(name, true)
  return (template, view) => environment.render(template, view)
}
