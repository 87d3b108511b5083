import { runService } from '@imaging/service'
import { requireExampleRun } from './config.ts'
import { simulator } from './service.ts'

requireExampleRun(process.env)
await runService(simulator)
