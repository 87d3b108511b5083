import { newEvent, type TelemetryReadingV1 } from '@imaging/schemas'
import { createLayouts } from '@imaging/telemetry/domain'
import { describe, expect, it } from 'vitest'
import { sentEventReader } from './sent-event.ts'

const nowMs = Date.UTC(2026, 2, 20)
const read = sentEventReader(createLayouts())
const source = 'urn:nhs:ods:RYJ:gateway'

const message = (observedAt: string, readings: TelemetryReadingV1['data']['readings']): Buffer =>
  Buffer.from(
    JSON.stringify(
      newEvent({
        id: '01890a5d-ac96-774b-bcce-b302099a8057',
        name: 'telemetry.reading.v1',
        source,
        subject: 'M-1',
        time: '2026-03-01T00:00:00Z',
        data: { assetId: 'M-1', observedAt, readings },
      }),
    ),
  )

const readings = [
  { channel: 'helium-level', value: 71.5, unit: '%' },
  { channel: 'cold-head-temperature', value: 4, unit: 'K' },
]

describe('an event as it was sent', () => {
  it('keeps the values in the order they were sent, and their channels and units apart', () => {
    expect(read(message('2026-03-01T10:00:00.5Z', readings), nowMs)).toEqual({
      event: {
        kind: 'readings',
        assetId: 'M-1',
        source,
        observedAt: '2026-03-01T10:00:00.5Z',
        observedAtMs: Date.UTC(2026, 2, 1, 10, 0, 0, 500),
        layout: { channels: ['helium-level', 'cold-head-temperature'], units: ['%', 'K'] },
        values: [71.5, 4],
      },
    })
  })

  it.each(['2026-02-29T10:00:00Z', '2026-02-30T10:00:00Z', '2025-04-31T10:00:00Z'])(
    'on %s, which no calendar has, is refused',
    (observedAt) => {
      expect(read(message(observedAt, readings), nowMs)).toEqual({
        refused: `data.observedAt: ${observedAt} is on a day the calendar does not have.`,
      })
    },
  )

  it.each(['2024-02-29T10:00:00Z', '2026-01-31T23:59:59.999Z'])('on %s, a last day of its month, is taken', (observedAt) => {
    expect(read(message(observedAt, readings), nowMs)).toMatchObject({ event: { observedAtMs: Date.parse(observedAt) } })
  })
})
