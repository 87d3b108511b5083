import nunjucks from 'nunjucks'

declare const safe: unique symbol

/** Markup that may be printed as it is; everything else is escaped, in templates as in `html`. */
export interface SafeHtml {
  readonly [safe]: true
  toString(): string
}

/** What `html` accepts: text is escaped, nothing prints nothing, lists are joined. */
export type Printable = SafeHtml | string | number | undefined | false | readonly Printable[]

const SafeString = nunjucks.runtime.SafeString as unknown as new (source: string) => SafeHtml

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text with the five characters that mean something in markup replaced. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character)

const print = (value: Printable): string => {
  if (value === undefined || value === false) return ''
  if (typeof value === 'string') return escapeHtml(value)
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return (value as readonly Printable[]).map(print).join('')
  return value.toString()
}

/** The parts of each template, made once: line breaks and indents of the source become the one space they mean. */
const partsOf = new WeakMap<TemplateStringsArray, readonly string[]>()

const compactParts = (strings: TemplateStringsArray): readonly string[] => {
  const known = partsOf.get(strings)
  if (known !== undefined) return known
  const parts = strings.map((part) => part.replaceAll(/\s*\n\s*/g, ' '))
  partsOf.set(strings, parts)
  return parts
}

/**
 * Markup from a template literal, with every value escaped unless it is markup already.
 * The result passes Nunjucks' autoescape untouched, so no template needs a filter that turns escaping off.
 */
export const html = (strings: TemplateStringsArray, ...values: readonly Printable[]): SafeHtml =>
  new SafeString(compactParts(strings).reduce((markup, part, index) => markup + print(values[index - 1]) + part))

/** Markup made of several pieces, in order. */
export const joinHtml = (pieces: readonly Printable[]): SafeHtml => html`${pieces}`
