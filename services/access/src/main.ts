import { runService } from '@imaging/service'
import { access } from './access-service.ts'

await runService(access)
