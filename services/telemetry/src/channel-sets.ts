import type { Sql } from '@imaging/postgres'

/** The numbers of the sets of channels that devices send. */
export interface ChannelSets {
  /** The number of a set, its channels sorted. A list of channels seen before is found without asking the database. */
  idOf(channels: readonly string[]): number | Promise<number>
}

/** Sets are made outside the transaction of the readings: one that is rolled back must not leave a number that nobody has. */
export function createChannelSets(sql: Sql): ChannelSets {
  /** By the list itself, which all messages of a layout share; kept as long as the layout is. */
  const known = new WeakMap<readonly string[], number>()
  const ask = async (channels: readonly string[]): Promise<number> => {
    await sql.query('insert into channel_set (channels) values ($1) on conflict (channels) do nothing', [channels])
    const { rows } = await sql.query<{ channel_set_id: number }>('select channel_set_id from channel_set where channels = $1', [channels])
    const { channel_set_id: channelSetId } = rows[0] as { channel_set_id: number }
    known.set(channels, channelSetId)
    return channelSetId
  }
  return { idOf: (channels) => known.get(channels) ?? ask(channels) }
}
