import type { EventRecord } from './ports.ts'

/** An event and the record it came in. */
export interface Received<E> {
  readonly event: E
  readonly record: EventRecord
}

/** What `read` makes of a record: an event, or why it cannot be one. */
export type Reading<E> = { readonly event: E } | { readonly refused: string }

/** An event that was understood and turned away; it goes to the dead-letter topic with the reason. */
export interface Refusal<E = unknown> {
  readonly of: Received<E>
  readonly reason: string
}

/**
 * Thrown by `apply` when events cannot be applied yet but may be soon: nothing is written and they are tried again.
 *
 * Naming the event lets those before it go ahead at once. One that waits beyond the consumer's limit is refused.
 */
export class NotYet extends Error {
  override readonly name = 'NotYet'
  readonly of: Received<unknown> | undefined

  constructor(reason: string, of?: Received<unknown>) {
    super(reason)
    this.of = of
  }
}
