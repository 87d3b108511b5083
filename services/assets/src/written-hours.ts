import { ContractChangedV1, ContractTerms, Hours } from '@imaging/schemas'
import { Type } from 'typebox'

const { patterns } = Hours.properties

/** Hours as they are sent: a calendar without any passes here, so that the domain refuses it and says why. */
export const WrittenHours = Type.Object({ ...Hours.properties, patterns: Type.Array(patterns.items, { maxItems: 100 }) })

/** A contract as it is sent. */
export const WrittenContract = Type.Object({
  ...ContractChangedV1.properties.data.properties,
  terms: Type.Array(Type.Object({ ...ContractTerms.properties, coverHours: WrittenHours }), { minItems: 1, maxItems: 40 }),
})
