import type { EventLog } from './ports.ts'

/** How far a consumer group is behind in one partition. */
export interface GroupLag {
  readonly group: string
  readonly topic: string
  readonly partition: number
  /** Where the group goes on reading. */
  readonly committedOffset: number
  /** The offset behind the last record. */
  readonly endOffset: number
  /** Records published and not yet read. */
  readonly lag: number
}

/** The lag of groups in every partition they have committed, by group, topic and partition. */
export async function lag(eventLog: EventLog, groups: readonly string[]): Promise<readonly GroupLag[]> {
  const perGroup = await Promise.all(groups.map((group) => lagOf(eventLog, group)))
  return perGroup.flat()
}

async function lagOf(eventLog: EventLog, group: string): Promise<GroupLag[]> {
  const committed = await eventLog.admin.committed(group)
  const ends = await eventLog.admin.offsets([...new Set(committed.map(({ topic }) => topic))])
  return committed
    .map(({ topic, partition, offset }) => {
      const endOffset = Number(ends.find((end) => end.topic === topic && end.partition === partition)?.endOffset ?? offset)
      return { group, topic, partition, committedOffset: Number(offset), endOffset, lag: Math.max(0, endOffset - Number(offset)) }
    })
    .toSorted((a, b) => a.topic.localeCompare(b.topic) || a.partition - b.partition)
}
