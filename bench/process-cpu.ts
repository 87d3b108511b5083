import { readFileSync } from 'node:fs'

/** Clock ticks a second in /proc, the same on every Linux that Node runs on. */
const TICKS_PER_S = 100

/** Where user and system time stand in /proc/PID/stat, counted from behind the program's name. */
const USER_TICKS = 11
const SYSTEM_TICKS = 12

/** CPU seconds a process has used so far, over all its threads, those that ended included; undefined when it is gone. */
export function cpuSeconds(pid: number): number | undefined {
  const stat = proc(pid, 'stat')
  if (stat === undefined) return undefined
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) / TICKS_PER_S
}

/** The most memory a process has held, in MiB; undefined when it is gone. */
export function peakMemoryMb(pid: number): number | undefined {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(proc(pid, 'status') ?? '')?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
}

function proc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}

/** Adds up the CPU of processes that come and go: each counts from when it was first seen to when it was last. */
export interface CpuMeter {
  /** Takes in how far the processes are. */
  see(pids: readonly number[]): void
  /** CPU seconds of all of them since the first look. A process first seen later counts from its beginning. */
  seconds(): number
}

export function createCpuMeter(): CpuMeter {
  const first = new Map<number, number>()
  const last = new Map<number, number>()
  let hasLooked = false
  return {
    see(pids) {
      for (const pid of pids) {
        const used = cpuSeconds(pid)
        if (used === undefined) continue
        if (!first.has(pid)) first.set(pid, hasLooked ? 0 : used)
        last.set(pid, used)
      }
      hasLooked = true
    },
    seconds: () => [...last].reduce((sum, [pid, used]) => sum + used - (first.get(pid) ?? 0), 0),
  }
}
