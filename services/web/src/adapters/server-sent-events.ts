/** One event of a stream, as the HTML standard reads it. */
export interface ReceivedEvent {
  readonly id: string
  readonly event: string
  readonly text: string
}

/** Longer than any event we send; a stream without line ends must not fill the memory. */
const BUFFER_LENGTH_MAX = 1_048_576

const parsed = (block: string, lastId: string): ReceivedEvent | undefined => {
  const fields = block.split('\n').map((line) => /^([^:]+): ?(.*)$/s.exec(line))
  const value = (name: string): string | undefined => fields.find((field) => field?.[1] === name)?.[2]
  const lines = fields.filter((field) => field?.[1] === 'data').map((field) => field?.[2] ?? '')
  return lines.length === 0 ? undefined : { id: value('id') ?? lastId, event: value('event') ?? 'message', text: lines.join('\n') }
}

/**
 * The events of a stream of server-sent events; comments and blocks without data are passed over, and an event
 * without an id carries the one before it.
 * @throws RangeError when one event is longer than a mebibyte
 * @source https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export async function* serverSentEvents(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ReceivedEvent> {
  const decoder = new TextDecoder()
  let buffer = ''
  let lastId = ''
  for await (const chunk of stream) {
    // A carriage return at the end of a chunk waits for the line feed that may follow it.
    buffer = (buffer + decoder.decode(chunk, { stream: true })).replaceAll('\r\n', '\n')
    if (buffer.length > BUFFER_LENGTH_MAX) throw new RangeError('an event of the stream is too long')
    const blocks = buffer.split('\n\n')
    buffer = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = parsed(block, lastId)
      if (event === undefined) continue
      lastId = event.id
      yield event
    }
  }
}
