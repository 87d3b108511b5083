import type { Actor, Attachment, AttachmentContent, LabelledScanner, LabelReport, Reported, StateReport } from '@imaging/schemas'

/** Takes what a person says of a scanner's state. The same key twice is one report. */
export interface FaultReporter {
  report(actor: Actor, report: StateReport, idempotencyKey: string): Promise<Reported>
}

/** What a label leads to, for anybody: the scanner, and a report that is held until radiology confirms it. */
export interface LabelDesk {
  /** @throws ProblemError 404 where no scanner in use has this label */
  scanner(assetId: string): Promise<LabelledScanner>
  /** Answers the id under which the report is held. @throws ProblemError 429 where several wait for this scanner */
  report(report: LabelReport, idempotencyKey: string): Promise<string>
}

/** What radiology makes of a held report. Both throw ProblemError 409 where somebody was quicker. */
export interface HeldReportDesk {
  confirm(actor: Actor, heldReportId: string, idempotencyKey: string): Promise<void>
  dismiss(actor: Actor, heldReportId: string, reason: string, idempotencyKey: string): Promise<void>
}

/** A photo to be kept with its report; nobody signed in where it comes from a label. */
export interface NewPhoto {
  readonly eventId: string
  readonly number: number
  readonly assetId: string
  readonly bytes: Buffer
}

/** Photos of reports, without anything but the picture. */
export interface PhotoStore {
  keep(actor: Actor | undefined, photo: NewPhoto): Promise<void>
  ofReports(actor: Actor, eventIds: readonly string[]): Promise<readonly Attachment[]>
  ofWorkOrders(actor: Actor, workOrderIds: readonly string[]): Promise<readonly Attachment[]>
  read(actor: Actor, eventId: string, number: number): Promise<AttachmentContent>
  remove(actor: Actor, eventId: string): Promise<void>
}
