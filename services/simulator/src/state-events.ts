import type { DowntimeStateChangedV1 } from '@imaging/schemas'
import { storyline, type Episode, type FleetAsset, type ToldState } from '../domain/index.ts'
import type { Example } from './example.ts'
import { instant, told } from './told.ts'

/** The id of the release that ended an episode: the same in the event and in its work order. */
export const releaseIdOf = ({ assetId, fromMs }: Pick<Episode, 'assetId' | 'fromMs'>): string =>
  `EXR-${assetId}-${fromMs.toString(36).toUpperCase()}`

/** A told state as its event. */
export function stateEvent(
  seed: number,
  asset: FleetAsset,
  episode: Pick<Episode, 'assetId' | 'fromMs'>,
  state: ToldState,
): DowntimeStateChangedV1 {
  const { atMs, toldMs, by, agreedEndMs, cause, fault, canStill, released, note } = state
  return told({
    seed,
    asset,
    speaker: by.kind === 'device' ? 'gateway' : 'imaging',
    name: 'downtime.state-changed.v1',
    toldMs,
    about: [state.state, atMs],
    data: {
      assetId: asset.assetId,
      state: state.state,
      at: instant(atMs),
      reportedBy: by,
      ...(agreedEndMs !== undefined && { agreedEnd: instant(agreedEndMs) }),
      ...(cause !== undefined && { cause: cause as NonNullable<DowntimeStateChangedV1['data']['cause']> }),
      ...(fault !== undefined && { fault }),
      ...(canStill !== undefined && { canStill: [...canStill] }),
      ...(released === true && { release: releaseIdOf(episode) }),
      ...(note !== undefined && { note }),
    },
  })
}

/** That an asset was working when its history begins. */
export const openingEvent = ({ seed, fromMs }: Pick<Example, 'seed' | 'fromMs'>, asset: FleetAsset): DowntimeStateChangedV1 => {
  const atMs = fromMs(asset)
  const by = { kind: 'person', role: 'radiology-manager' } as const
  return stateEvent(seed, asset, { assetId: asset.assetId, fromMs: atMs }, { state: 'UP', atMs, toldMs: atMs, by })
}

/** Whether an episode had ended when the back-fill ends. */
export const isOver = ({ backMs }: Episode, { filledToMs }: Pick<Example, 'filledToMs'>): boolean => backMs <= filledToMs

/**
 * An episode as it had been told when the back-fill ends: whole when it is over by then, else only how it began, because the
 * rest is still to be lived. Nothing is told after the end of the back-fill.
 */
export function episodeEvents(example: Example, asset: FleetAsset, episode: Episode): readonly DowntimeStateChangedV1[] {
  const { states } = storyline(example.seed, asset, episode)
  const known = isOver(episode, example) ? states : states.slice(0, 1)
  return known.map((state) => stateEvent(example.seed, asset, episode, { ...state, toldMs: Math.min(state.toldMs, example.filledToMs) }))
}

/** The name of an episode's downtime: the id of the event that opened it. */
export function downtimeIdOf(example: Example, asset: FleetAsset, episode: Episode): string {
  const [opening] = episodeEvents(example, asset, episode)
  if (opening === undefined) throw new RangeError(`nothing is told of the episode of ${asset.assetId} at ${instant(episode.fromMs)}`)
  return opening.id
}

/** What happened to one asset at a stretch: told together, so that a kill between two leaves no downtime half told. */
export interface ToldEpisode {
  readonly asset: FleetAsset
  readonly fromMs: number
  /** Missing for the opening state. */
  readonly episode?: Episode
  readonly events: readonly DowntimeStateChangedV1[]
}

/** Everything that is told of the fleet's states in the back-fill, in the order in which it began. */
export function toldEpisodes(example: Example): readonly ToldEpisode[] {
  const all = example.assets.flatMap((asset): ToldEpisode[] => [
    { asset, fromMs: example.fromMs(asset), events: [openingEvent(example, asset)] },
    ...example
      .episodesOf(asset)
      .map((episode) => ({ asset, fromMs: episode.fromMs, episode, events: episodeEvents(example, asset, episode) })),
  ])
  return all.toSorted((one, other) => one.fromMs - other.fromMs)
}
