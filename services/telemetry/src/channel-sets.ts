import type { Sql } from '@imaging/postgres'

/** A set of channels as stored, with where each sent reading goes in it. */
export interface ChannelSet {
  readonly channelSetId: number
  /** For each stored channel the position of its reading in the message. */
  readonly order: readonly number[]
}

interface OfChannel {
  readonly channel: string
}

/** The sets of channels that devices send, found by the channels in the order they were sent. */
export interface ChannelSets {
  /** Sets already known are found without asking the database. */
  find(readings: readonly OfChannel[]): ChannelSet | Promise<ChannelSet>
}

/** The sets that begin with the same channels; found step by step, since joining the channels of every message costs more. */
interface Step {
  readonly next: Map<string, Step>
  set?: ChannelSet
}

const step = (): Step => ({ next: new Map() })

/** Devices send a few sets each; a device that sends ever new ones is broken, and must not fill the memory. */
const KEPT_MAX = 10_000

/** Sets are made outside the transaction of the readings: one that is rolled back must not leave a number that nobody has. */
export function createChannelSets(sql: Sql): ChannelSets {
  let first = step()
  let kept = 0
  const add = async (channels: readonly string[]): Promise<ChannelSet> => {
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
    if (kept >= KEPT_MAX) {
      first = step()
      kept = 0
    }
    let at = first
    for (const channel of channels) {
      const next = at.next.get(channel) ?? step()
      at.next.set(channel, next)
      at = next
    }
    at.set = set
    kept += 1
    return set
  }
  return {
    find(readings) {
      let at: Step | undefined = first
      for (const { channel } of readings) at = at?.next.get(channel)
      return at?.set ?? add(readings.map(({ channel }) => channel))
    },
  }
}

async function idOf(sql: Sql, channels: readonly string[]): Promise<number> {
  await sql.query('insert into channel_set (channels) values ($1) on conflict (channels) do nothing', [channels])
  const { rows } = await sql.query<{ channel_set_id: number }>('select channel_set_id from channel_set where channels = $1', [channels])
  return (rows[0] as { channel_set_id: number }).channel_set_id
}
