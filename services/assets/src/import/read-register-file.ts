import { type FileRefusal, importLimits, type WrittenTable } from '../../domain/index.ts'
import { readCsv } from './read-csv.ts'
import { readXlsx } from './read-xlsx.ts'

const zipMark = [0x50, 0x4b, 0x03, 0x04]
const oldExcelMark = [0xd0, 0xcf, 0x11, 0xe0]

/**
 * Reads the bytes of a register file, CSV or XLSX, into a table. What it is decides what is in it, not its name.
 *
 * @returns The table, or why the file cannot be one and what to do; never an exception for what a person chose.
 */
export async function readRegisterFile(bytes: Uint8Array): Promise<WrittenTable | FileRefusal> {
  if (bytes.length === 0)
    return { refused: 'This file is empty.', remedy: 'Choose a file with a row of headings and a row for each machine.' }
  if (bytes.length > importLimits.bytes) {
    return {
      refused: `This file is larger than ${importLimits.bytes / 1024 / 1024} MB.`,
      remedy: 'Delete pictures and other sheets from it, or split it, for example into one file for each site.',
    }
  }
  if (startsWith(bytes, oldExcelMark)) {
    return {
      refused: 'This is a workbook of an old Excel, or one with a password.',
      remedy: 'Open it in Excel, save it as an Excel workbook (.xlsx) without a password, and choose that file.',
    }
  }
  return startsWith(bytes, zipMark) ? await readXlsx(bytes) : readCsv(bytes)
}

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean => mark.every((byte, index) => bytes[index] === byte)
