import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Who holds a state folder: a process, told apart from a later one with the same number by when it started. */
interface Holder {
  readonly pid: number
  readonly startedAtTicks: string
}

/** Lets go of the state folder. */
export type Release = () => void

/**
 * Takes a state folder for this process alone; a holder that was killed no longer counts.
 * @throws when a living run holds it; the message names its process number.
 */
export function takeRun(stateDir: string): Release {
  const holder = livingHolder(stateDir)
  if (holder !== undefined)
    throw new Error(`Another run (process ${holder}) is using ${stateDir}. Stop it with Ctrl-C or kill ${holder}, then start again.`)
  mkdirSync(stateDir, { recursive: true })
  const mine: Holder = { pid: process.pid, startedAtTicks: startTicks(process.pid) ?? '' }
  writeFileSync(lockFile(stateDir), JSON.stringify(mine))
  return () => rmSync(lockFile(stateDir), { force: true })
}

/** The process number of the living run that holds this folder, if there is one. */
export function livingHolder(stateDir: string): number | undefined {
  if (!existsSync(lockFile(stateDir))) return undefined
  try {
    const { pid, startedAtTicks } = JSON.parse(readFileSync(lockFile(stateDir), 'utf8')) as Holder
    if (pid === process.pid || !isAlive(pid)) return undefined
    return startTicks(pid) === undefined || startTicks(pid) === startedAtTicks ? pid : undefined
  } catch {
    return undefined // half written when the machine stopped: nobody holds it
  }
}

/** True when a process with this number runs; one that has ended but was not yet collected by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return statOf(pid)?.[0] !== 'Z'
}

const lockFile = (stateDir: string): string => join(stateDir, 'run.json')

/** When the process started, in clock ticks since boot (field 22 of /proc/PID/stat); undefined where there is no /proc. */
const startTicks = (pid: number): string | undefined => statOf(pid)?.[19]

/** The fields of /proc/PID/stat that follow the program's name, which may itself hold spaces and brackets. */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
