import { newEvent, type RecordActedV1 } from '@imaging/schemas'
import type { Dice } from '../dice.ts'

const FIRST_AT_MS = Date.UTC(2026, 0, 1)
const HOUR_MS = 3_600_000
const ACTS = ['work-order.released', 'grant.made', 'grant.revoked', 'downtime.corrected', 'account.disabled'] as const

/** Made-up acts of one organisation, one an hour. */
export const exampleActs = (organisation: string, count: number, dice: Dice): readonly RecordActedV1[] =>
  Array.from({ length: count }, (_, index) => {
    const at = new Date(FIRST_AT_MS + index * HOUR_MS).toISOString()
    return newEvent({
      id: dice.uuid(Date.parse(at)),
      name: 'record.acted.v1',
      source: 'urn:nhs:ods:QRV:imaging',
      subject: organisation,
      time: at,
      example: true,
      data: {
        organisation,
        act: dice.oneOf(ACTS),
        at,
        by: { role: 'radiology-lead', name: `Example Lead ${dice.whole(1, 9)}`, organisation },
        about: `WO-${dice.whole(1, 9_999)}`,
        details: { decision: `Example decision ${dice.whole(1, 99)}`, reason: 'Example “reason” – é 日本' },
      },
    })
  })
