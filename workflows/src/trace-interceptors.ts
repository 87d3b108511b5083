import type {
  ActivityInput,
  Next,
  SignalInput,
  WorkflowExecuteInput,
  WorkflowInterceptorsFactory,
  WorkflowOutboundCallsInterceptor,
} from '@temporalio/workflow'

/** The header in which the client and the activities of `@temporalio/interceptors-opentelemetry` carry the trace. */
const TRACE_HEADER = '_tracer-data'

type Headers = ActivityInput['headers']

/**
 * Hands the trace on from what last told the workflow something to the activities that follow from it.
 *
 * The library's own workflow interceptors make spans inside the sandbox and give way to other work while they do, which
 * becomes part of every history. Handing a header on does neither.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let trace: Headers = {}
  const remember = ({ [TRACE_HEADER]: carried }: Headers): void => {
    if (carried !== undefined) trace = { [TRACE_HEADER]: carried }
  }
  return {
    inbound: [
      {
        execute(input: WorkflowExecuteInput, next) {
          remember(input.headers)
          return next(input)
        },
        handleSignal(input: SignalInput, next) {
          remember(input.headers)
          return next(input)
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input: ActivityInput, next: Next<WorkflowOutboundCallsInterceptor, 'scheduleActivity'>) =>
          next({ ...input, headers: { ...input.headers, ...trace } }),
        continueAsNew: (input, next) => next({ ...input, headers: { ...input.headers, ...trace } }),
      },
    ],
  }
}
