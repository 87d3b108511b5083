/** A stored instant as text. One that no `Date` can be was put there by somebody else: it stands for itself, and no hash fits it. */
export const instant = (at: unknown): string => (at instanceof Date && !Number.isNaN(at.getTime()) ? at.toISOString() : String(at))
