import { decodeQR } from 'qr/decode.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { registerFixture } from '../../../preview/register-fixture.ts'
import { labelView, oneLabelView, siteLabelsView } from './label-view.ts'
import { qrCode } from './qr-code.ts'

const ORIGIN = 'https://imaging.example.nhs.uk'
const [first] = registerFixture as [(typeof registerFixture)[0]]
const DOT = 4

/** Reads an SVG of ours as a camera would: its rectangles as dark points, four by four to each dot. */
const scanned = (svg: string): string => {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1])
  const width = size * DOT
  const points = new Uint8Array(width * width * 4).fill(255)
  const dark = /<path d="([^"]+)"/.exec(svg)?.[1] ?? ''
  for (const [, x, y, length] of dark.matchAll(/M(\d+) (\d+)h(\d+)v1/g))
    for (let row = Number(y) * DOT; row < (Number(y) + 1) * DOT; row += 1)
      for (let column = Number(x) * DOT; column < (Number(x) + Number(length)) * DOT; column += 1)
        points.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3)
  return decodeQR({ width, height: width, data: points })
}

describe('a label', () => {
  it('leads to the report of its scanner, and says the same in text', () => {
    const label = labelView(first, ORIGIN)
    expect(scanned(label.qr.toString())).toBe(`${ORIGIN}/s/${first.asset.assetId}`)
    expect(label).toMatchObject({
      code: first.asset.assetId,
      name: first.asset.name,
      typed: `imaging.example.nhs.uk/s/${first.asset.assetId}`,
    })
  })

  it('is read by another’s reader, whatever the code', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{0,29}$/), (code) => {
        expect(scanned(qrCode(`${ORIGIN}/s/${code}`, 'A label').toString())).toBe(`${ORIGIN}/s/${code}`)
      }),
      { numRuns: 30 },
    )
  })

  it('has a name that tells it from others', () => {
    expect(qrCode('x', 'Leads <there>').toString()).toContain('aria-label="Leads &lt;there&gt;"')
    expect(oneLabelView(first, ORIGIN)).toMatchObject({ heading: `Label of ${first.asset.name}, ${first.siteName}`, labels: [{}] })
  })
})

describe('the labels of a site', () => {
  it('are those of its scanners in use, by name', () => {
    const { asset } = first
    const here = ['CT 10', 'CT 9'].map((name) => ({ ...first, asset: { ...asset, name } }))
    const elsewhere = { ...first, asset: { ...asset, siteCode: 'ELSEWHERE' } }
    const retired = { ...first, asset: { ...asset, status: 'DECOMMISSIONED' as const } }
    const sheet = siteLabelsView([...here, elsewhere, retired], asset.siteCode, ORIGIN)
    expect(sheet.labels.map(({ name }) => name)).toEqual(['CT 9', 'CT 10'])
    expect(siteLabelsView([], 'RYJ99', ORIGIN)).toMatchObject({ labels: [], counted: 'There are no scanners in use at this site.' })
  })
})
