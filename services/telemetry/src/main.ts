import { setFlagsFromString } from 'node:v8'
import { runService } from '@imaging/service'
import { keepNewObjectSpace } from './new-object-space.ts'
import { telemetry } from './telemetry-service.ts'

// Left to itself V8 takes 440 MB to work off a backlog of readings on a large machine, of which 50 MB are in use: space for new objects
// grows to 128 MB, and the heap to three times what it holds before it is tidied. So the first is kept small, the second only doubles.
const NEW_OBJECT_SPACE_EVERY_MS = 30_000
setFlagsFromString('--heap-growing-percent=100')
keepNewObjectSpace()
setInterval(keepNewObjectSpace, NEW_OBJECT_SPACE_EVERY_MS).unref()

await runService(telemetry)
