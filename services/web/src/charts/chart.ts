import { html, type Printable, type SafeHtml } from '../html/safe-html.ts'

/** The name and the description of a chart, for those who do not see it. */
export interface ChartWords {
  readonly title: string
  readonly description: string
}

export interface ChartFrame extends ChartWords {
  readonly width: number
  readonly height: number
  readonly className?: string
}

/** An SVG of fixed size, so that patterns never stretch, named and described by its first two children. */
export const chart = ({ title, description, width, height, className = '' }: ChartFrame, content: Printable): SafeHtml =>
  html`<svg
    class="app-chart ${className}"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
    role="img"
    focusable="false"
  >
    <title>${title}</title>
    <desc>${description}</desc>
    ${content}
  </svg>`

/** A number of pixels with at most two decimals: smaller pages, same picture. */
export const pixels = (value: number): number => Math.round(value * 100) / 100

/**
 * The patterns of the states, once on every page that has a chart. Kept out of sight by size, not by display, as
 * patterns of hidden drawings are not painted. Colours and shapes: yellow alone fails 3:1 on white, hence the hatch.
 */
export const chartPatterns = html`<svg class="app-patterns" aria-hidden="true" focusable="false">
  <defs>
    <pattern id="app-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" fill="#ffb81c" />
      <rect width="2" height="6" fill="#5a3d00" />
    </pattern>
    <pattern id="app-dots" width="6" height="6" patternUnits="userSpaceOnUse">
      <rect width="6" height="6" fill="#005eb8" />
      <circle cx="3" cy="3" r="1.2" fill="#fff" />
    </pattern>
    <pattern id="app-bricks" width="8" height="6" patternUnits="userSpaceOnUse">
      <rect width="8" height="6" fill="#8a3c00" />
      <path d="M0 5.5h8M4 0v5.5" stroke="#fff" fill="none" />
    </pattern>
    <pattern id="app-stripes" width="5" height="5" patternUnits="userSpaceOnUse">
      <rect width="5" height="5" fill="#5a2d8c" />
      <rect width="1.5" height="5" fill="#fff" />
    </pattern>
  </defs>
</svg>`
