import { Type, type Static, type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { problem } from './problem.ts'

/** Enough for a screen that scrolls; more belongs in a file. */
const LIMIT_MAX = 200
const LIMIT_DEFAULT = 50
/** A cursor holds a sort key or two. */
const CURSOR_LENGTH_MAX = 512

/** Query of a list: spread its properties into a larger query if there are filters. */
export const PageQuery = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: LIMIT_MAX, default: LIMIT_DEFAULT }),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: CURSOR_LENGTH_MAX, description: 'next of the page before' })),
})
export type PageQuery = Static<typeof PageQuery>

/** Schema of a page of `item`. */
export const Page = <T extends TSchema>(item: T) =>
  Type.Object({
    items: Type.Array(item),
    next: Type.Optional(Type.String({ description: 'Cursor of the page after; absent on the last page.' })),
  })

export interface PageOf<T> {
  readonly items: T[]
  readonly next?: string
}

/**
 * A page of a list that was read with one item more than asked for, so that the last page is known to be the last.
 *
 * @param items At most `limit + 1` items, in the list's order.
 * @param cursorOf The sort key of an item, whole: the next page starts after it.
 */
export function page<T>(items: readonly T[], limit: number, cursorOf: (item: T) => unknown): PageOf<T> {
  const last = items[limit - 1]
  if (items.length <= limit || last === undefined) return { items: [...items] }
  return { items: items.slice(0, limit), next: Buffer.from(JSON.stringify(cursorOf(last))).toString('base64url') }
}

/**
 * The sort key a cursor stands for, or `undefined` for the first page.
 *
 * @throws {ProblemError} 400 when it is no cursor of this list.
 */
export function readCursor<T extends TSchema>(schema: T, cursor: string | undefined): Static<T> | undefined {
  if (cursor === undefined) return undefined
  const key = parsed(Buffer.from(cursor, 'base64url').toString())
  if (Value.Check(schema, key)) return key
  throw problem(400, 'The cursor is not one of this list', {
    detail: 'Use next of the page before unchanged, or leave cursor out to start at the first page.',
    errors: [{ pointer: '/query/cursor', message: 'must be next of the page before' }],
  })
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
