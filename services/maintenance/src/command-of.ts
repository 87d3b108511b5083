import type { WorkOrderCommand } from '@imaging/schemas'
import type { Command } from '../domain/index.ts'

const optionalMs = <Name extends string>(name: Name, instant: string | undefined): Partial<Record<Name, number>> =>
  (instant === undefined ? {} : { [name]: Date.parse(instant) }) as Partial<Record<Name, number>>

/** An act as it was sent, with its instants as numbers. */
export function commandOf(sent: WorkOrderCommand): Command {
  switch (sent.action) {
    case 'accept': {
      const { arriveAt, ...rest } = sent
      return { ...rest, ...optionalMs('arriveAtMs', arriveAt) }
    }
    case 'change-promise': {
      const { at, ...rest } = sent
      return { ...rest, atMs: Date.parse(at) }
    }
    case 'need-part': {
      const { expectedAt, ...rest } = sent
      return { ...rest, ...optionalMs('expectedAtMs', expectedAt) }
    }
    default:
      return sent
  }
}
