import type { ActingIdentity, Attachment, AttachmentContent, LabelledScanner, LabelReport, Reported, StateReport } from '@imaging/schemas'

/** Takes what a person says of a scanner's state. The same key twice is one report. */
export interface FaultReporter {
  report(identity: ActingIdentity, report: StateReport, idempotencyKey: string): Promise<Reported>
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
  confirm(identity: ActingIdentity, heldReportId: string, idempotencyKey: string): Promise<void>
  dismiss(identity: ActingIdentity, heldReportId: string, reason: string, idempotencyKey: string): Promise<void>
}

/** A photo to be kept with its report. */
export interface NewPhoto {
  readonly eventId: string
  readonly number: number
  readonly assetId: string
  readonly bytes: Buffer
}

/** Photos of reports, without anything but the picture. */
export interface PhotoStore {
  keep(identity: ActingIdentity, photo: NewPhoto): Promise<void>
  /** Keeps one of a report from a label, where nobody is signed in. */
  keepHeld(photo: NewPhoto): Promise<void>
  ofReports(identity: ActingIdentity, eventIds: readonly string[]): Promise<readonly Attachment[]>
  ofWorkOrders(identity: ActingIdentity, workOrderIds: readonly string[]): Promise<readonly Attachment[]>
  read(identity: ActingIdentity, eventId: string, number: number): Promise<AttachmentContent>
  remove(identity: ActingIdentity, eventId: string): Promise<void>
}
