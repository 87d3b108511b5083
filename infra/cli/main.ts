import { importCommand } from '@imaging/assets/cli'
import { availabilityCommand } from '@imaging/availability/cli'
import { runCli } from '@imaging/cli'
import { generateCommand, planCommand } from '@imaging/planning/cli'
import { listRefused, replayRefused, showRefused } from './dead-letters.ts'
import { showLag } from './lag.ts'
import { publish } from './publish.ts'
import { setting } from './settings.ts'

/** The operator's commands. Those that know scanners come from the service that owns the rule. */
const commands = [
  publish,
  importCommand(setting),
  availabilityCommand,
  listRefused,
  showRefused,
  replayRefused,
  showLag,
  generateCommand,
  planCommand,
]

process.exitCode = await runCli({ name: 'imaging', commands, argv: process.argv.slice(2), stdout: process.stdout, stderr: process.stderr })
