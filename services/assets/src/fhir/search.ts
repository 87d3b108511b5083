import type { CodeableConcept, RegisterResource } from './resources.ts'

/** Whether a resource matches one value of a search parameter. */
type Matches<Resource> = (resource: Resource, wanted: string) => boolean

export type SearchParameters<Resource> = Readonly<
  Record<string, { readonly type: 'token' | 'reference'; readonly matches: Matches<Resource> }>
>

interface Token {
  readonly system?: string
  readonly value?: string
}

/** Matches by `system|value`, `system|`, `|value` (without a system) or `value`. @source https://hl7.org/fhir/R4/search.html#token */
export function matchesToken(tokens: readonly Token[], wanted: string): boolean {
  const [system, value] = wanted.includes('|') ? (wanted.split('|', 2) as [string, string]) : [undefined, wanted]
  return tokens.some(
    (token) =>
      (system === undefined || (token.system ?? '') === system) &&
      (value === '' ? system !== undefined && system !== '' : token.value === value),
  )
}

/** Matches by `Type/id`, an address that ends so, or the id alone. @source https://hl7.org/fhir/R4/search.html#reference */
export function matchesReference(reference: string, wanted: string): boolean {
  return wanted === reference || wanted.endsWith(`/${reference}`) || (!wanted.includes('/') && reference.endsWith(`/${wanted}`))
}

/** The codes of concepts, as tokens. */
export const codesOf = (concepts: readonly CodeableConcept[]): readonly Token[] =>
  concepts.flatMap(({ coding }) => coding.map(({ system, code }) => ({ system, value: code })))

/** Resources that match every parameter; of the values of one, separated by commas, any. */
export function matching<Resource extends RegisterResource>(
  resources: readonly Resource[],
  parameters: SearchParameters<Resource>,
  asked: readonly (readonly [name: string, value: string])[],
): readonly Resource[] {
  return resources.filter((resource) =>
    asked.every(([name, value]) => value.split(/(?<!\\),/).some((one) => parameters[name]?.matches(resource, unescaped(one)) === true)),
  )
}

const unescaped = (value: string): string => value.replaceAll(/\\([,|$\\])/g, '$1')
