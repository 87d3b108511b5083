import { encode } from 'uqr'
import { html, type SafeHtml } from '../../html/safe-html.ts'

/** White around a code, in its own dots, without which readers do not find it. @source ISO/IEC 18004, 6.3.8 */
const QUIET_DOTS = 4

/** A QR code as one SVG path. A quarter of it may be scratched or covered (level Q): labels stay on scanners for years. */
export const qrCode = (text: string, title: string): SafeHtml => {
  const { data: dots, size } = encode(text, { ecc: 'Q', border: QUIET_DOTS })
  const path = dots.flatMap((row, y) => runs(row).map(({ from, length }) => `M${from} ${y}h${length}v1h-${length}z`)).join('')
  return html`<svg class="app-qr" role="img" aria-label="${title}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
    <path fill="#fff" d="M0 0h${size}v${size}h-${size}z"></path>
    <path d="${path}"></path>
  </svg>`
}

/** The dark stretches of a row. */
const runs = (row: readonly boolean[]): readonly { readonly from: number; readonly length: number }[] => {
  const found: { from: number; length: number }[] = []
  for (const [x, isDark] of row.entries()) {
    const last = found.at(-1)
    if (!isDark) continue
    if (last !== undefined && last.from + last.length === x) last.length += 1
    else found.push({ from: x, length: 1 })
  }
  return found
}
