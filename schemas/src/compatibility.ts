type Schema = Record<string, unknown>

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value)
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A bound that grew tighter refuses what was accepted before; the sign says in which direction tighter lies. */
const BOUNDS = { minimum: 1, minLength: 1, minItems: 1, maximum: -1, maxLength: -1, maxItems: -1 } as const

/**
 * What in `after` would break someone who relies on `before`. Within a major version only optional fields are added.
 *
 * @returns A sentence for each break with its place; none when the change is safe.
 * @source docs/decisions/0004-contracts.md
 */
export function breakingChanges(before: unknown, after: unknown, place = 'event'): string[] {
  if (!isSchema(before) || !isSchema(after)) return Object.is(before, after) ? [] : [`${place}: changed`]
  return [
    ...changedKeyword(before, after, place),
    ...changedChoices(before, after, place),
    ...tightenedBounds(before, after, place),
    ...changedFields(before, after, place),
    ...(isSchema(before['items']) ? breakingChanges(before['items'], after['items'], `${place}[]`) : []),
  ]
}

function changedKeyword(before: Schema, after: Schema, place: string): string[] {
  return ['type', 'const', 'pattern', '$id'].flatMap((keyword) =>
    before[keyword] === after[keyword] ? [] : [`${place}: ${keyword} was ${String(before[keyword])} and is ${String(after[keyword])}`],
  )
}

function changedChoices(before: Schema, after: Schema, place: string): string[] {
  return ['enum', 'anyOf'].flatMap((keyword) => {
    const was = list(before[keyword]).map((one) => JSON.stringify(one))
    const is = list(after[keyword]).map((one) => JSON.stringify(one))
    const gone = was.filter((one) => !is.includes(one))
    const come = is.filter((one) => !was.includes(one))
    return [
      ...gone.map((one) => `${place}: no longer one of ${one}`),
      ...come.map((one) => `${place}: may now be ${one}, which no reader knows`),
    ]
  })
}

function tightenedBounds(before: Schema, after: Schema, place: string): string[] {
  return Object.entries(BOUNDS).flatMap(([keyword, sign]) => {
    const was = before[keyword] as number | undefined
    const is = after[keyword] as number | undefined
    return is !== undefined && (was === undefined || (is - was) * sign > 0) ? [`${place}: ${keyword} tightened to ${is}`] : []
  })
}

function changedFields(before: Schema, after: Schema, place: string): string[] {
  const was = isSchema(before['properties']) ? before['properties'] : {}
  const is = isSchema(after['properties']) ? after['properties'] : {}
  const wasRequired = list(before['required'])
  const isRequired = list(after['required'])
  return [
    ...Object.keys(was).flatMap((field) =>
      field in is ? breakingChanges(was[field], is[field], `${place}.${field}`) : [`${place}.${field}: removed`],
    ),
    ...isRequired.filter((field) => !wasRequired.includes(field)).map((field) => `${place}.${String(field)}: became required`),
    ...wasRequired.filter((field) => !isRequired.includes(field)).map((field) => `${place}.${String(field)}: is no longer promised`),
  ]
}
