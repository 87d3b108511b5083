import type { Sql } from '@imaging/postgres'
import type { Partition } from './ports.ts'

/** The row has been moved by another member of the group: whoever sees this must stop touching the partition. */
export class Fenced extends Error {
  override readonly name = 'Fenced'
}

/** Where the group goes on in a partition, by the database; the row is created where there is none. */
export async function nextOffset(sql: Sql, group: string, { topic, partition }: Partition, beginning: bigint): Promise<bigint> {
  const { rows } = await sql.query<{ nextOffset: string }>(
    `with created as (
       insert into consumer_offset (group_name, topic, partition, next_offset) values ($1, $2, $3, $4)
       on conflict do nothing returning next_offset)
     select next_offset as "nextOffset" from created
     union all
     select next_offset from consumer_offset where group_name = $1 and topic = $2 and partition = $3`,
    [group, topic, partition, beginning.toString()],
  )
  const [row] = rows
  return row === undefined ? nextOffset(sql, group, { topic, partition }, beginning) : BigInt(row.nextOffset)
}

/**
 * Moves the offset in the transaction that holds the effects of the records between.
 *
 * @throws {Fenced} When the offset is not where this member left it.
 */
export async function moveOffset(tx: Sql, group: string, { topic, partition }: Partition, from: bigint, to: bigint): Promise<void> {
  const { rowCount } = await tx.query(
    {
      name: 'move offset',
      text: `update consumer_offset set next_offset = $5, updated_at = now()
              where group_name = $1 and topic = $2 and partition = $3 and next_offset = $4`,
    },
    [group, topic, partition, from.toString(), to.toString()],
  )
  if (rowCount !== 1) throw new Fenced(`${group} is no longer at ${topic}/${partition}/${from}: another member has gone on`)
}

/** Every partition of the topics the group has a row for. */
export async function nextOffsets(sql: Sql, group: string, topics: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await sql.query<{ topic: string; partition: number; nextOffset: string }>(
    `select topic, partition, next_offset as "nextOffset" from consumer_offset where group_name = $1 and topic = any($2)`,
    [group, topics],
  )
  return new Map(rows.map((row) => [partitionName(row), BigInt(row.nextOffset)]))
}

export const partitionName = ({ topic, partition }: Partition): string => `${topic}/${partition}`
