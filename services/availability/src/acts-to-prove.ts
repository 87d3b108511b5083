import { enqueue, type Transaction } from '@imaging/postgres'
import { actedEvent, type Actor, type AssetSnapshot } from '@imaging/schemas'

/** An act on a scanner that must be proven later. */
export interface ProvenAct {
  readonly act: 'downtime.corrected' | 'held-report.confirmed' | 'held-report.dismissed'
  readonly by: Actor
  readonly asset: AssetSnapshot
  /** What makes it understandable on its own. */
  readonly details: Readonly<Record<string, string>>
}

/** Tells the record of the trust of an act, in the transaction of the act itself. */
export async function tellRecord(
  tx: Transaction,
  { now, newId }: { readonly now: () => Date; readonly newId: () => string },
  { act, by, asset: { assetId, operator, example }, details }: ProvenAct,
): Promise<void> {
  const at = now().toISOString()
  const told = { act, by, at, recordedAt: at, about: assetId, details, example }
  const event = actedEvent({ id: newId(), system: 'imaging.availability', organisation: operator, ...told })
  await enqueue(tx, [
    {
      destination: 'kafka',
      topic: 'imaging.record',
      key: operator,
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(event),
    },
  ])
}
