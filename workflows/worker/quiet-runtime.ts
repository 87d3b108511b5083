import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'

/** For tests: workers say only what went wrong. Once in a process, before its first worker. */
export function quietRuntime(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  })
}
