import { eventSchemas } from './catalogue.ts'
import { deadLetterTopic, topics } from './topics.ts'

/** The name of a message within the document: AsyncAPI keys cannot hold every character. */
const messageKey = (type: string): string => type.replaceAll(/[^A-Za-z0-9]/g, '_')

/**
 * The AsyncAPI 3.0 document of every topic and event, made from the same schemas that check each record.
 *
 * @source https://www.asyncapi.com/docs/reference/specification/v3.0.0
 */
export function asyncApi(): object {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Imaging asset management events',
      version: '1.0.0',
      description: 'CloudEvents 1.0 in structured JSON mode. The record key is the subject, so that one asset’s facts stay in order.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/cloudevents+json',
    channels: Object.fromEntries(topics.map(({ name, ...topic }) => [messageKey(name), channel(name, topic)])),
    operations: Object.fromEntries(
      topics.map(({ name }) => [`receive_${messageKey(name)}`, { action: 'receive', channel: { $ref: `#/channels/${messageKey(name)}` } }]),
    ),
    components: {
      messages: Object.fromEntries(eventSchemas.map(({ type, schema }) => [messageKey(type), { name: type, payload: schema }])),
    },
  }
}

function channel(name: string, { partitions, cleanup, retentionMs, deadLetter }: Omit<(typeof topics)[number], 'name'>): object {
  const on = eventSchemas.filter(({ topic }) => topic === name)
  return {
    address: name,
    description: deadLetter ? `Refused records go to ${deadLetterTopic(name)} with the reason.` : undefined,
    messages: Object.fromEntries(on.map(({ type }) => [messageKey(type), { $ref: `#/components/messages/${messageKey(type)}` }])),
    bindings: {
      kafka: {
        partitions,
        topicConfiguration: { 'cleanup.policy': [cleanup], ...(retentionMs === undefined ? {} : { 'retention.ms': retentionMs }) },
      },
    },
  }
}
