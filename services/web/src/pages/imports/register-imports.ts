import type { ActingIdentity, ImportSummary, MappingCorrection, RegisterImport } from '@imaging/schemas'
import type { Press } from '../work-orders/work-order-desk.ts'

/** A file as it was sent. */
export interface UploadedFile {
  readonly name: string
  readonly bytes: Buffer
}

/** What is done to an import that was checked. */
export type ImportAct = 'apply' | 'undo' | 'discard'

/** Imports of register files: checked first, changed only when told, undone within a day. */
export interface RegisterImports {
  /** Newest first. */
  imports(identity: ActingIdentity): Promise<readonly ImportSummary[]>
  /** Checks a file and keeps the result; nothing of the register changes. @throws ProblemError 422 where it cannot be read at all */
  upload(identity: ActingIdentity, file: UploadedFile, idempotencyKey: string): Promise<{ readonly importId: string }>
  read(identity: ActingIdentity, importId: string): Promise<RegisterImport>
  /** The rows that could not be read, as a CSV file to be mended and sent again. */
  problems(identity: ActingIdentity, importId: string): Promise<string>
  correct(identity: ActingIdentity, importId: string, correction: MappingCorrection, press: Press): Promise<void>
  act(identity: ActingIdentity, importId: string, act: ImportAct, press: Press): Promise<void>
}
