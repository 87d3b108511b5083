import { Type } from 'typebox'

/** What this service is told besides what every service is. */
export const config = {
  TEMPORAL_ADDRESS: Type.String({ minLength: 1, description: 'host:port' }),
  TEMPORAL_NAMESPACE: Type.String({ default: 'imaging' }),
  LATE_DOWNTIME_WAIT_MS: Type.Integer({ minimum: 0, default: 30_000, description: 'How long a downtime learnt late waits for its end' }),
}
