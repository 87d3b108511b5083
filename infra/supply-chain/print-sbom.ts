import { join } from 'node:path'
import { repository } from './repository.ts'
import { sbom } from './sbom.ts'

/** `npm run -s sbom`: the bill of materials on standard output. */
process.stdout.write(sbom(repository(join(import.meta.dirname, '../..'))))
