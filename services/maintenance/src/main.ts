import { runService } from '@imaging/service'
import { maintenance } from './service.ts'

await runService(maintenance)
