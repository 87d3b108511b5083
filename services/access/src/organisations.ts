import type { Organisation } from '../domain/index.ts'

/**
 * The four acute trusts of North West London, and the body in which they decide together.
 *
 * @source rcpch/rcpch-nhs-organisations, trust codes and the code of the integrated care board
 */
export const ORGANISATIONS: readonly Organisation[] = [
  { code: 'RQM', kind: 'trust', name: 'Chelsea and Westminster' },
  { code: 'RAS', kind: 'trust', name: 'Hillingdon' },
  { code: 'RYJ', kind: 'trust', name: 'Imperial' },
  { code: 'R1K', kind: 'trust', name: 'London North West' },
  { code: 'QRV', kind: 'joint', name: 'North West London, jointly' },
]
