import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { SignedRoot } from '@imaging/record/domain'

/** Where signed roots are kept out of reach of whoever rules the database. One file for each kind of place. */
export interface RootExport {
  /** Resolves once the root would outlive a power cut. The same root may come twice. */
  keep(root: SignedRoot): Promise<void>
}

/**
 * Keeps roots in files of a folder, one a day (UTC), a line of JSON for each root; lines are only ever added.
 *
 * @param directory Best a disk of another machine, on which this one may add and not change.
 */
export const fileExport = (directory: string): RootExport => ({
  async keep(root) {
    await mkdir(directory, { recursive: true })
    const file = await open(join(directory, `roots-${root.at.slice(0, 10)}.jsonl`), 'a+', 0o640)
    try {
      await file.appendFile(`${(await endsMidLine(file)) ? '\n' : ''}${JSON.stringify(root)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await syncFolder(directory)
  },
})

/** A power cut can leave half a line; what is added then begins on a line of its own. */
async function endsMidLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat()
  if (size === 0) return false
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer.toString() !== '\n'
}

/** The name of a new file lasts only once its folder is written, too. */
async function syncFolder(directory: string): Promise<void> {
  for (const folder of [directory, dirname(directory)]) {
    const opened = await open(folder, 'r')
    try {
      await opened.sync()
    } finally {
      await opened.close()
    }
  }
}
