import type { AssetState } from '@imaging/schemas'
import { html, type SafeHtml } from '../html/safe-html.ts'
import { stateWords, type TagColour } from '../words/state-words.ts'

/** The NHS tag: an adjective in a coloured box. Never a link. */
export const tag = (text: string, colour: TagColour): SafeHtml => html`<strong class="nhsuk-tag nhsuk-tag--${colour}">${text}</strong>`

/** The tag of a scanner's state. */
export const stateTag = (state: AssetState): SafeHtml => tag(stateWords[state].word, stateWords[state].tag)
