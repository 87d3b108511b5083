import { isDeepStrictEqual } from 'node:util'
import { currentTraceparent } from '@imaging/observability'
import type { OutgoingMessage } from '@imaging/postgres'
import { actedEvent, type Actor } from '@imaging/schemas'
import type { Publishing } from './published.ts'

/** Something done to the register that must be proven later. */
export interface RegisterAct {
  readonly act:
    | 'asset.edited'
    | 'building.edited'
    | 'room.edited'
    | 'contract.edited'
    | 'mapping.corrected'
    | 'import.applied'
    | 'import.undone'
  /** The id of what it was done to. */
  readonly about: string
  readonly by: Actor
  readonly details: Readonly<Record<string, string>>
  readonly example?: boolean
}

/** An act as it leaves for the record of the trust whose register it changed: that of the one who acted. */
export function actRecorded({ by, ...done }: RegisterAct, { now, newId }: Publishing): OutgoingMessage {
  const at = now().toISOString()
  const traceparent = currentTraceparent()
  const event = actedEvent({
    ...done,
    by,
    id: newId(),
    system: 'register',
    organisation: by.organisation,
    at,
    recordedAt: at,
    ...(traceparent !== undefined && { traceparent }),
  })
  return {
    destination: 'kafka',
    topic: 'imaging.record',
    key: event.data.organisation,
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  }
}

/** What of an edit makes it understandable: why, to which version it led, and which fields it changed, without their values. */
export const editDetails = (
  { why, version }: { readonly why: string; readonly version: number },
  before: object | undefined,
  after: object,
): Readonly<Record<string, string>> => ({
  why,
  version: String(version),
  ...(before === undefined ? { entered: 'yes' } : { changed: changedFields(before, after).join(', ') }),
})

function changedFields(before: object, after: object): readonly string[] {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  return [...new Set([...was.keys(), ...is.keys()])].filter((field) => !isDeepStrictEqual(was.get(field), is.get(field)))
}
