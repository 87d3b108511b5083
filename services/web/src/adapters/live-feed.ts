import { OutageError } from '@imaging/http'
import { ACTOR_HEADER, writeActor, type FeedEntry } from '@imaging/schemas'
import type { BoardChange, LiveFeed } from '../pages/status/board-reader.ts'
import { serverSentEvents } from './server-sent-events.ts'

/**
 * The availability service's feed as board changes. Each browser has a stream of its own upstream, resumed by its
 * own last event, so that nothing is missed and nothing is held here.
 */
export const liveFeed = (baseUrl: string): LiveFeed => ({
  async *changes(actor, afterId, signal): AsyncGenerator<BoardChange> {
    const response = await fetch(new URL('/api/v1/feed', baseUrl), {
      signal,
      headers: {
        accept: 'text/event-stream',
        [ACTOR_HEADER]: writeActor(actor),
        ...(afterId === undefined || afterId === '' ? {} : { 'last-event-id': afterId }),
      },
    })
    if (!response.ok || response.body === null) throw new OutageError(`the feed answered ${response.status}`)
    for await (const { id, event, text } of serverSentEvents(response.body)) {
      if (event === 'board') yield { id, entry: JSON.parse(text) as FeedEntry }
    }
  },
})
