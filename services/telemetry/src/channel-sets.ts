import type { Sql } from '@imaging/postgres'

/** A set of channels as stored, with where each sent reading goes in it. */
export interface ChannelSet {
  readonly channelSetId: number
  /** For each stored channel the position of its reading in the message. */
  readonly order: readonly number[]
}

/** The sets of channels that devices send, found by the channels in the order they were sent. */
export interface ChannelSets {
  /** Sets already known are found without asking the database. */
  find(channels: readonly string[]): ChannelSet | Promise<ChannelSet>
}

/** Devices send a few sets each; a device that sends ever new ones is broken, and must not fill the memory. */
const KEPT_MAX = 10_000

/** Sets are made outside the transaction of the readings: one that is rolled back must not leave a number that nobody has. */
export function createChannelSets(sql: Sql): ChannelSets {
  const kept = new Map<string, ChannelSet>()
  const add = async (key: string, channels: readonly string[]): Promise<ChannelSet> => {
    const order = channels
      .map((_, position) => position)
      .toSorted((left, right) => ((channels[left] as string) < (channels[right] as string) ? -1 : 1))
    const set = {
      channelSetId: await idOf(
        sql,
        order.map((position) => channels[position] as string),
      ),
      order,
    }
    if (kept.size >= KEPT_MAX) kept.clear()
    kept.set(key, set)
    return set
  }
  return {
    find(channels) {
      const key = channels.join('\n')
      return kept.get(key) ?? add(key, channels)
    },
  }
}
async function idOf(sql: Sql, channels: readonly string[]): Promise<number> {
  await sql.query('insert into channel_set (channels) values ($1) on conflict (channels) do nothing', [channels])
  const { rows } = await sql.query<{ channel_set_id: number }>('select channel_set_id from channel_set where channels = $1', [channels])
  return (rows[0] as { channel_set_id: number }).channel_set_id
}
