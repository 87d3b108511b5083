/** A kind of equipment, held as data: a surgical robot is added by a new entry and no new code. */
export interface AssetClass {
  readonly classId: string
  readonly name: string
  readonly pluralName: string
  /** What staff call one, before its number: MRI 1. */
  readonly spokenName: string
  /** Whether it makes ionising radiation, so that IRR17 and IR(ME)R apply. */
  readonly ionising: boolean
  /** Whether it holds a magnet, so that people and tools are screened before they come near. */
  readonly magnet: boolean
  /** The DICOM modality its exams carry, where it makes images. */
  readonly dicomModality?: string
  /** Patients it takes in an hour of a usual list, where lists are planned in slots. */
  readonly slotsPerHour?: number
  /** What assets of this class may be able to do; an asset names those it can. */
  readonly capabilityNames: readonly { readonly code: string; readonly name: string }[]
  /** How registers describe it, with words such as "scanner" or "machine" left out. */
  readonly alsoWritten: readonly string[]
}
