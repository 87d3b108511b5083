/** The four trusts by ODS code, in the order lists show them. */
export const trusts = [
  { id: 'RQM', name: 'Chelsea and Westminster' },
  { id: 'RAS', name: 'Hillingdon' },
  { id: 'RYJ', name: 'Imperial' },
  { id: 'R1K', name: 'London North West' },
] as const

/** How a trust is called on screen; its code where it is none of the four. */
export const trustName = (code: string): string => trusts.find(({ id }) => id === code)?.name ?? code
