import type { Stack } from '../stack.ts'
import type { Load } from './loaded-topic.ts'
import type { Round } from './raw-copy.ts'

/** Why a peer was not measured. */
export interface Unavailable {
  readonly unavailable: string
}

export async function debeziumSink(_stack: Stack, _load: Load): Promise<Round | Unavailable> {
  return { unavailable: 'not written yet' }
}
