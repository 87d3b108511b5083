import { OutageError } from '@imaging/http'
import type { FeedEntry } from '@imaging/schemas'
import type { BoardChange, LiveFeed } from '../pages/status/board-reader.ts'
import { bearer, type Speaking } from './clients.ts'
import { serverSentEvents } from './server-sent-events.ts'

/**
 * The availability service's feed as board changes. Each browser has a stream of its own upstream, opened as the person who
 * looks and resumed by its own last event, so that nothing is missed, nothing is held here and nobody is shown another's rows.
 * Who looks is said once, when it is opened: whoever reads it ends it when that is no longer true.
 */
export const liveFeed = ({ addresses, sign }: Pick<Speaking, 'addresses' | 'sign'>): LiveFeed => ({
  async *changes(identity, afterId, signal): AsyncGenerator<BoardChange> {
    const response = await fetch(new URL('/api/v1/feed', addresses.availability), {
      signal,
      redirect: 'error',
      headers: {
        accept: 'text/event-stream',
        authorization: await bearer(sign, identity, 'availability')(),
        ...(afterId === undefined || afterId === '' ? {} : { 'last-event-id': afterId }),
      },
    })
    if (!response.ok || response.body === null) throw new OutageError(`the feed answered ${response.status}`)
    for await (const { id, event, text } of serverSentEvents(response.body)) {
      if (event === 'board') yield { id, entry: JSON.parse(text) as FeedEntry }
    }
  },
})
