import type { Sent } from './asking.ts'
import type { Who } from './callers.ts'
import type { Mark } from './marks.ts'
import { SEES, type Organisation, type Share } from './organisations.ts'
import type { ServiceName, World } from './world.ts'

/** What an answer must be. */
export interface Expected {
  readonly status: number | readonly number[]
  /** The marks it holds, every one; none when left out. */
  readonly shows?: readonly Mark[]
  /** What it may hold besides. */
  readonly mayShow?: (mark: Mark) => boolean
}

/** One request of a route, with what each of those who may make it must be answered. */
export interface Question extends Sent {
  readonly expected: (who: Who) => Expected
}

/** A route: who may call it at all, and what it must answer them. Everybody else gets 403, and those who are not believed 401. */
export interface ExpectedRoute {
  readonly service: ServiceName
  /** As the API's document writes it: `GET /api/v1/assets/{assetId}`. */
  readonly route: string
  /** The letters of the roles, or which service of the platform, or anyone at all. */
  readonly for: string
  /** Not in the document of the API. */
  readonly isHidden?: true
  readonly questions: (world: World) => readonly Question[]
}

/** Whether somebody's organisation sees a share of another's. */
export const seesOf = ({ organisation }: Who, share: Share, of: Organisation): boolean =>
  (SEES[organisation][share] as readonly Organisation[]).includes(of)

/** A mark of each organisation in a list. */
export const marks = (organisations: readonly string[], ...kinds: readonly string[]): readonly Mark[] =>
  organisations.flatMap((organisation) => kinds.map((kind) => `${organisation} ${kind}`))

/** 200 with these marks where it is theirs to see, 404 where it is not: whether it exists is a secret. */
export const foundOr404 = (isTheirs: boolean, shows: readonly Mark[] = []): Expected =>
  isTheirs ? { status: 200, shows } : { status: 404 }
