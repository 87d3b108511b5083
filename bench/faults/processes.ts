import { readdirSync, readFileSync } from 'node:fs'

/** Processes whose command line holds this text: a folder of our own, which nobody else's can. */
export const pidsNaming = (text: string): readonly number[] => pids().filter((pid) => read(pid, 'cmdline').includes(text))

/** The children of a process that run now. */
export const childrenOf = (parent: number): readonly number[] => pids().filter((pid) => parentOf(pid) === parent)

const pids = (): readonly number[] => readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))

function parentOf(pid: number): number | undefined {
  const stat = read(pid, 'stat')
  const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
  return parent === undefined ? undefined : Number(parent)
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return '' // it has just ended
  }
}
