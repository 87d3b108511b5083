import type { RegisterAsset } from '@imaging/schemas'
import type { SafeHtml } from '../../html/safe-html.ts'
import { countWords } from '../../words/number-words.ts'
import { qrCode } from './qr-code.ts'

/** One label: a code to scan, the same in text, and which scanner it belongs on. */
export interface LabelView {
  readonly code: string
  readonly name: string
  readonly siteName: string
  readonly qr: SafeHtml
  /** The address without the scheme, to be typed where nothing can scan. */
  readonly typed: string
}

/** A sheet of labels to print. */
export interface LabelsView {
  readonly heading: string
  readonly counted: string
  readonly labels: readonly LabelView[]
  readonly back: { readonly href: string; readonly text: string }
  /** Leads to the labels of the whole site, from the label of one scanner. */
  readonly siteHref: string | undefined
}

/** Several times the scanners of the largest site; a sheet beyond that is a mistake in the register. */
const LABELS_MAX = 200

/** The label of a scanner that leads to `/s/…` of our own origin. */
export const labelView = ({ asset, siteName }: RegisterAsset, publicOrigin: string): LabelView => {
  const address = `${publicOrigin}/s/${asset.assetId}`
  return {
    code: asset.assetId,
    name: asset.name,
    siteName,
    qr: qrCode(address, `QR code that leads to ${address}`),
    typed: address.replace(/^https?:\/\//, ''),
  }
}

/** The label of one scanner. */
export const oneLabelView = (each: RegisterAsset, publicOrigin: string): LabelsView => ({
  heading: `Label of ${each.asset.name}, ${each.siteName}`,
  counted: 'One label. Put it on the scanner, not on a list beside it.',
  labels: [labelView(each, publicOrigin)],
  back: { href: `/scanners/${each.asset.assetId}`, text: 'Back to this scanner' },
  siteHref: `/labels?site=${each.asset.siteCode}`,
})

/** The labels of all scanners in use at a site, by name. */
export const siteLabelsView = (assets: readonly RegisterAsset[], siteCode: string, publicOrigin: string): LabelsView => {
  const here = assets
    .filter(({ asset }) => asset.siteCode === siteCode && asset.status === 'IN_USE')
    .toSorted((a, b) => a.asset.name.localeCompare(b.asset.name, 'en-GB', { numeric: true }))
    .slice(0, LABELS_MAX)
  return {
    heading: `Labels of ${here[0]?.siteName ?? siteCode}`,
    counted:
      here.length === 0
        ? 'There are no scanners in use at this site.'
        : `${countWords(here.length, 'label')}. Put each on its own scanner.`,
    labels: here.map((each) => labelView(each, publicOrigin)),
    back: { href: `/scanners?site=${siteCode}`, text: 'Back to the scanners' },
    siteHref: undefined,
  }
}
