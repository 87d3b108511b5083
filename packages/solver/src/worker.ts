import { parentPort, workerData } from 'node:worker_threads'
import { createHighsSolver } from './highs.ts'
import type { MipSolver } from './mip.ts'
import type { Model } from './model.ts'
import { createPerformer } from './perform.ts'
import type { Message, Task } from './tasks.ts'

/** A thread that does what it is told for the model it was started with. It is ended from outside: a solver in it cannot be asked to stop. */
const port = parentPort
if (port === null) throw new Error('worker.ts runs as a worker thread')

const say = (message: Message): void => port.postMessage(message)
let mipSolver: Promise<MipSolver> | undefined

const perform = createPerformer({
  model: (workerData as { model: Model }).model,
  mipSolver: () => (mipSolver ??= createHighsSolver()),
  clockMs: () => performance.now(),
  say,
})

port.on('message', (task: Task) => {
  perform(task).then(
    (done) => say({ done }),
    (error: unknown) => say({ failed: error instanceof Error ? error.message : String(error) }),
  )
})
