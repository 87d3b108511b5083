import { ProblemError } from '@imaging/http'
import type { Attachment } from '@imaging/schemas'
import { crc32, deflateSync } from 'node:zlib'
import type { PhotoStore } from '../src/pages/report/report-ports.ts'
import { hoursAgo } from './board-fixture.ts'

const WIDTH = 32
const HEIGHT = 24

const chunk = (name: string, content: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const [head, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  head.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([head, named, sum])
}

const header = Buffer.from([0, 0, 0, WIDTH, 0, 0, 0, HEIGHT, 8, 0, 0, 0, 0])
const ramp = Buffer.concat(
  Array.from({ length: HEIGHT }, (_, y) => Buffer.from([0, ...Array.from({ length: WIDTH }, (_point, x) => (x * 4 + y * 5) % 256)])),
)

/** A small grey picture. */
export const pictureFixture = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk('IHDR', header),
  chunk('IDAT', deflateSync(ramp)),
  chunk('IEND', Buffer.alloc(0)),
])

const photo = (eventId: string, number: number, workOrderId?: string): Attachment => ({
  eventId,
  number,
  mediaType: 'image/png',
  bytes: pictureFixture.length,
  receivedAt: hoursAgo(6),
  ...(workOrderId === undefined ? {} : { workOrderId }),
})

const FAULT = '019aa000-0000-7000-8000-000000000002'

/** Two photos of one work order's fault, and one of each report that waits. */
export const photoFixture = (scene: 'full' | 'empty' | 'failing'): PhotoStore => {
  const answer = async <T>(value: T): Promise<T> => {
    if (scene === 'failing') throw new ProblemError(503, 'away', { isRemote: true })
    return value
  }
  return {
    keep: () => answer(undefined),
    keepHeld: () => answer(undefined),
    ofReports: (_identity, eventIds) => answer(eventIds.slice(0, 1).map((eventId) => photo(eventId, 1))),
    ofWorkOrders: (_identity, ids) =>
      answer(ids.filter((id) => id === 'WO-1041').flatMap((id) => [photo(FAULT, 1, id), photo(FAULT, 2, id)])),
    read: () => answer({ mediaType: 'image/png', content: pictureFixture.toString('base64') }),
    remove: () => answer(undefined),
  }
}
