import type { Received, Refusal } from '@imaging/event-log'
import type { Transaction } from '@imaging/postgres'
import { appended, emptyHead, type Entry, type Head, type RecordedAct } from '@imaging/record/domain'
import type { RecordActedV1 } from '@imaging/schemas'
import { canonicalDigest } from './canonical-digest.ts'
import { addEntries, headOf, lockRecords, recordedEvents } from './entry-repository.ts'

/** Writes acts into the records of their organisations, each after the one before, each once however often it is told. */
export const onAct =
  (now: () => Date) =>
  async (tx: Transaction, received: readonly Received<RecordActedV1>[]): Promise<readonly Refusal<RecordActedV1>[]> => {
    const refused = received.flatMap((one) => {
      const reason = unrecordable(one.event)
      return reason === undefined ? [] : [{ of: one, reason }]
    })
    const turnedAway = new Set(refused.map(({ of }) => of))
    const events = received.filter((one) => !turnedAway.has(one)).map(({ event }) => event)
    await lockRecords(
      tx,
      events.map(({ data }) => data.organisation),
    )
    await append(tx, events, now().toISOString())
    return refused
  }

async function append(tx: Transaction, events: readonly RecordActedV1[], recordedAt: string): Promise<void> {
  const seen = new Set(
    await recordedEvents(
      tx,
      events.map(({ id }) => id),
    ),
  )
  const heads = new Map<string, Head>()
  const entries: Entry[] = []
  for (const event of events) {
    if (seen.has(event.id)) continue
    seen.add(event.id)
    const act = actOf(event, recordedAt)
    const { organisation } = act
    const head = heads.get(organisation) ?? (await headOf(tx, organisation)) ?? emptyHead(organisation, canonicalDigest)
    const entry = appended(act, head, canonicalDigest)
    heads.set(organisation, entry)
    entries.push(entry)
  }
  if (entries.length > 0) await addEntries(tx, entries)
}

/** Only the fields that are agreed, instants to the millisecond as they are stored: what is hashed is what is kept. */
const actOf = ({ id, data: { organisation, act, at, by, about, details } }: RecordActedV1, recordedAt: string): RecordedAct => ({
  organisation,
  recordedAt,
  eventId: id,
  act,
  at: new Date(at).toISOString(),
  by: { role: by.role, organisation: by.organisation, ...(by.name === undefined ? {} : { name: by.name }) },
  about,
  details,
})

/** Why an act cannot be written into a record as it was told; nothing when it can. */
function unrecordable({ subject, data }: RecordActedV1): string | undefined {
  if (subject !== data.organisation)
    return `subject: ${subject} is not data.organisation, ${data.organisation}, whose record must stay in order.`
  if (Number.isNaN(Date.parse(data.at))) return `data.at: ${data.at} is no instant.`
  const texts = Object.entries({ about: data.about, ...prefixed('by', data.by), ...prefixed('details', data.details) })
  const broken = texts.find(([, text]) => !text.isWellFormed() || text.includes('\0'))
  return broken === undefined ? undefined : `data.${broken[0]}: holds half a character or U+0000, which no database keeps.`
}

const prefixed = (name: string, texts: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${name}.${key}`, text ?? '']))
