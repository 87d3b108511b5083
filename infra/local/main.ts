import { resolve } from 'node:path'
import { supervise } from './supervise.ts'
import { STATE_DIR, TOOLS_DIR } from './where.ts'

process.stdout.write(
  'Imaging asset management: starting the example run. The first start downloads its servers and takes a few minutes.\n\n',
)
await supervise({
  stateDir: resolve(process.env['IMAGING_STATE_DIR'] ?? STATE_DIR),
  toolsDir: TOOLS_DIR,
  env: process.env,
  welcome: ({ webUrl, temporalPagesUrl }) =>
    [`The board:   ${webUrl}`, ...(temporalPagesUrl === undefined ? [] : [`Processes:   ${temporalPagesUrl}`])].join('\n'),
})
