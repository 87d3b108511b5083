import { Type, type TSchema } from 'typebox'

/** One page of a list; `next` is the opaque cursor of the following one. */
export const Page = <Item extends TSchema>(item: Item) => Type.Object({ items: Type.Array(item), next: Type.Optional(Type.String()) })

export interface PageOf<Item> {
  readonly items: readonly Item[]
  readonly next?: string
}
