import type { Site } from '../site.ts'

/**
 * The twelve hospitals and three community diagnostic centres of the four trusts.
 *
 * The centres have no published site code that we know, so ours are placeholders. Wembley and Willesden lie in the
 * patch of London North West and are run by Imperial, which is why operator, landlord, funder and catchment are apart.
 *
 * @source rcpch/rcpch-nhs-organisations and public site lists for the codes; each trust's pages for the openings.
 * Fields in `assumed` were read nowhere and are to be confirmed.
 */
export const sites: readonly Site[] = [
  hospital('RQM01', 'Chelsea and Westminster Hospital', 'Chelsea and Westminster', 'RQM', 'SW10 9NH', [51.48431, -0.18163]),
  hospital('RQM91', 'West Middlesex University Hospital', 'West Middlesex', 'RQM', 'TW7 6AF', [51.47365, -0.32442]),
  hospital('RAS01', 'Hillingdon Hospital', 'Hillingdon', 'RAS', 'UB8 3NN', [51.52608, -0.46116]),
  hospital('RAS02', 'Mount Vernon Hospital', 'Mount Vernon', 'RAS', 'HA6 2RN', [51.614, -0.449], ['latitude', 'longitude']),
  hospital('RYJ01', "St Mary's Hospital", "St Mary's", 'RYJ', 'W2 1NY', [51.51697, -0.17356]),
  hospital('RYJ02', 'Charing Cross Hospital', 'Charing Cross', 'RYJ', 'W6 8RF', [51.487, -0.219], ['latitude', 'longitude']),
  hospital('RYJ03', 'Hammersmith Hospital', 'Hammersmith', 'RYJ', 'W12 0HS', [51.51742, -0.23471]),
  // The same campus as Hammersmith Hospital.
  hospital('RYJ04', "Queen Charlotte's and Chelsea Hospital", "Queen Charlotte's", 'RYJ', 'W12 0HS', [51.51742, -0.23471]),
  hospital('RYJ07', 'Western Eye Hospital', 'Western Eye', 'RYJ', 'NW1 5QH', [51.5207, -0.16332]),
  hospital('R1K01', 'Northwick Park Hospital', 'Northwick Park', 'R1K', 'HA1 3UJ', [51.57541, -0.32202]),
  hospital('R1K02', 'Central Middlesex Hospital', 'Central Middlesex', 'R1K', 'NW10 7NS', [51.53094, -0.26915]),
  hospital('R1K04', 'Ealing Hospital', 'Ealing', 'R1K', 'UB1 3HW', [51.50761, -0.34548]),
  {
    ...centre('CDCWEM', 'Wembley', 'RYJ'),
    postcode: 'HA0 4UZ',
    latitude: 51.551,
    longitude: -0.305,
    openedOn: '2024-02-01',
    assumed: ['landlord', 'funder', 'latitude', 'longitude'],
  },
  {
    ...centre('CDCWIL', 'Willesden', 'RYJ'),
    postcode: 'NW10 3RY',
    latitude: 51.547,
    longitude: -0.239,
    openedOn: '2023-07-01',
    assumed: ['landlord', 'funder', 'latitude', 'longitude', 'openedOn'],
  },
  {
    ...centre('CDCEAL', 'Ealing', 'R1K'),
    // Taken to stand beside Ealing Hospital until its address is confirmed.
    latitude: 51.50761,
    longitude: -0.34548,
    openedOn: '2024-04-01',
    assumed: ['landlord', 'funder', 'latitude', 'longitude', 'openedOn'],
  },
]

function hospital(
  siteCode: string,
  name: string,
  shortName: string,
  trust: string,
  postcode: string,
  [latitude, longitude]: readonly [number, number],
  assumed: readonly string[] = [],
): Site {
  return {
    siteCode,
    codeIsPlaceholder: false,
    name,
    shortName,
    kind: 'hospital',
    trust,
    operator: trust,
    landlord: trust,
    funder: 'Trust capital',
    catchment: trust,
    postcode,
    latitude,
    longitude,
    assumed: ['funder', ...assumed],
  }
}

function centre(siteCode: string, place: string, operator: string): Omit<Site, 'assumed'> {
  return {
    siteCode,
    codeIsPlaceholder: true,
    name: `${place} Community Diagnostic Centre`,
    shortName: `${place} CDC`,
    kind: 'community-diagnostic-centre',
    trust: operator,
    operator,
    landlord: 'R1K',
    funder: 'NHS North West London Integrated Care Board',
    catchment: 'R1K',
  }
}
