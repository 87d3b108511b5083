import { Client, Connection } from '@temporalio/client'
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry'

export interface TemporalOptions {
  /** host:port */
  readonly address: string
  readonly namespace: string
}

/** A server that does not answer so long is away. */
const CONNECT_TIMEOUT_MS = 3_000

/** A client that connects when it is first used, so that a service starts while Temporal is away; it sends the running trace along. */
export const createTemporalClient = ({ address, namespace }: TemporalOptions): Client =>
  new Client({
    connection: Connection.lazy({ address, connectTimeout: CONNECT_TIMEOUT_MS }),
    namespace,
    interceptors: { workflow: [new OpenTelemetryWorkflowClientInterceptor()] },
  })
