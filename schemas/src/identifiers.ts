import { Type } from 'typebox'
import { WITHOUT_PATIENT_NUMBER } from './patient-number.ts'

/** GS1 GIAI, at most 30 characters; ours restricted so that it can stand in URLs and workflow ids. */
export const AssetId = Type.String({ pattern: '^[A-Z0-9][A-Z0-9-]{0,29}$', description: 'GS1 GIAI, AI (8004)' })

/** Organisation Data Service code of a trust or a site. */
export const OdsCode = Type.String({ pattern: '^[A-Z0-9]{3,10}$', description: 'ODS code of an organisation or site' })

export const SupplierId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$', description: 'Our key for a supplier' })
export const ClassId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$', description: 'Asset class, for example mri' })
export const ContractId = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,39}$' })
/** Begins with the code of its site, so that a place says where it is. */
export const BuildingId = Type.String({
  pattern: '^[A-Z0-9]{3,10}-B-[A-Z0-9-]{1,30}$',
  description: 'Building, for example RYJ01-B-NORTH-WING',
})
export const RoomId = Type.String({ pattern: '^[A-Z0-9]{3,10}-R-[A-Z0-9-]{1,30}$', description: 'Room, for example RYJ01-R-MRI-1' })
export const WorkOrderId = Type.String({ pattern: '^WO-[0-9]{1,12}$' })
export const EventId = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', description: 'UUIDv7' })

/** RFC 3339 in UTC, with the letter Z: one way to write an instant. */
export const Instant = Type.String({
  pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,3})?Z$',
  description: 'RFC 3339 instant in UTC',
})

/** A calendar date without a time, ISO 8601. */
export const LocalDate = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$', description: 'ISO 8601 date' })

/** Text a person wrote; limited so that no record can grow without bound, and refused where a patient's number stands in it. */
export const Note = Type.String({ minLength: 1, maxLength: 2000, format: WITHOUT_PATIENT_NUMBER })

/** A word of a closed list kept as data, such as a fault or a capability. */
export const Code = Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{0,59}$' })
