import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'

/** Where and on what something was measured. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGb: number
  readonly node: string
  /** Running and waiting programs over the last minute: above 1 the machine was not idle. */
  readonly loadAtStart: number
  readonly date: string
  /** The commit measured, with `+` when files differ from it. */
  readonly commit: string
}

export function describeMachine(now: () => Date): Machine {
  const [processor] = cpus()
  return {
    cpu: processor?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
    loadAtStart: Number((loadavg()[0] ?? 0).toFixed(2)),
    date: now().toISOString(),
    commit: commit(),
  }
}

function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--', '..') === '' ? '' : '+')
  } catch {
    return 'unknown'
  }
}

export const machineText = ({ cpu, cores, memoryGb, node, loadAtStart, date, commit }: Machine): string =>
  `${cpu}, ${cores} cores, ${memoryGb} GB, Node ${node}, load ${loadAtStart} at the start, ${date}, commit ${commit}`
