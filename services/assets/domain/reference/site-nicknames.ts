/** One way people write a site, and the site it means. */
export interface SiteNickname {
  readonly written: string
  readonly siteCode: string
}

/** How the trusts' own registers write their sites, beyond names and ODS codes. */
export const siteNicknames: readonly SiteNickname[] = [
  { written: 'C&W', siteCode: 'RQM01' },
  { written: 'ChelWest', siteCode: 'RQM01' },
  { written: 'Chelsea & Westminster', siteCode: 'RQM01' },
  { written: 'WMUH', siteCode: 'RQM91' },
  { written: 'West Mid', siteCode: 'RQM91' },
  { written: 'West Middx', siteCode: 'RQM91' },
  { written: 'THH', siteCode: 'RAS01' },
  { written: 'Mt Vernon', siteCode: 'RAS02' },
  { written: 'MVH', siteCode: 'RAS02' },
  { written: 'SMH', siteCode: 'RYJ01' },
  { written: 'Saint Marys', siteCode: 'RYJ01' },
  { written: 'CXH', siteCode: 'RYJ02' },
  { written: 'Charing X', siteCode: 'RYJ02' },
  { written: 'HH', siteCode: 'RYJ03' },
  { written: 'QCCH', siteCode: 'RYJ04' },
  { written: "Queen Charlotte's", siteCode: 'RYJ04' },
  { written: 'WEH', siteCode: 'RYJ07' },
  { written: 'NPH', siteCode: 'R1K01' },
  { written: "Northwick Park and St Mark's", siteCode: 'R1K01' },
  { written: "St Mark's", siteCode: 'R1K01' },
  { written: 'CMH', siteCode: 'R1K02' },
  { written: 'Central Middx', siteCode: 'R1K02' },
  { written: 'EH', siteCode: 'R1K04' },
  { written: 'Wembley CDC', siteCode: 'CDCWEM' },
  { written: 'Wembley', siteCode: 'CDCWEM' },
  { written: 'Willesden CDC', siteCode: 'CDCWIL' },
  { written: 'Willesden', siteCode: 'CDCWIL' },
  { written: 'Ealing CDC', siteCode: 'CDCEAL' },
]
