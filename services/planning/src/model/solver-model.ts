import { createModelBuilder, type Model } from '@imaging/solver'
import { existingLife, newLives, type LifeGraph, type LifeStep } from '../../domain/life-graph.ts'
import { lifeLimits, type LifeLimits } from '../../domain/life.ts'
import { ageAtStart, periodCount } from '../../domain/periods.ts'
import type { Asset, Problem, Site, Trust } from '../../domain/problem.ts'
import { ACTIONS, createArcWriter } from './arcs.ts'
import { moneyOf, type Money } from './money.ts'
import { classTerms, placeOf, type ClassTerms, type Place } from './place.ts'
import { addRows } from './rows.ts'

/** A problem in the solver's terms, and how to read its answers. Assets are the units, in the problem's order. */
export interface SolverModel {
  readonly model: Model
  readonly money: Money
  /** What an arc does, and in which period. */
  readonly stepOf: (arc: number) => { readonly action: LifeStep['action']; readonly period: number }
}

export function solverModel(problem: Problem): SolverModel {
  const money = moneyOf(problem)
  const builder = createModelBuilder()
  const rows = addRows(problem, money, builder)
  const lives = createLives(problem)
  const existing = problem.assets.map((asset) => lives.existing(asset))
  const places = standingPlaces(problem, money)
  const firstNodes = nodeNumbers(existing, lives, [...places.values()])
  const actions = new Uint16Array(2 * (firstNodes.stepCount + 1))
  const write = createArcWriter(problem, money, rows, builder, actions)

  const changeCost = createChangeCost(problem, money)
  for (const [index, asset] of problem.assets.entries()) {
    const place = places.get(placeKey(asset)) as Place
    builder.block()
    write({
      life: existing[index] as LifeGraph,
      firstNode: firstNodes.ofAsset[index] as number,
      place,
      placeNode: firstNodes.ofPlace.get(place) as number,
      emptyAt: lives.emptyAt(place),
      downtimeFactor: asset.downtimeFactor,
      ...(problem.current === undefined ? {} : { changeCost: changeCost(asset.assetId) }),
    })
  }
  const blocks = new Map<Place, number>()
  for (const place of places.values()) {
    blocks.set(place, builder.block())
    const placeNode = firstNodes.ofPlace.get(place) as number
    write({ life: lives.within(place), firstNode: placeNode, place, placeNode, emptyAt: lives.emptyAt(place), downtimeFactor: 1 })
  }
  const labels = createKinships()
  for (const [index, asset] of problem.assets.entries()) {
    const place = places.get(placeKey(asset)) as Place
    builder.unit(firstNodes.ofAsset[index] as number, [index, blocks.get(place) as number], labels(place))
  }
  return {
    model: builder.model(),
    money,
    stepOf: (arc) => ({ action: ACTIONS[actions[arc * 2] ?? 0] ?? 'keep', period: actions[arc * 2 + 1] ?? 0 }),
  }
}

const placeKey = ({ siteId, classId }: { readonly siteId: string; readonly classId: string }): string => `${siteId} ${classId}`

/** Life graphs, one for all that are alike. */
interface Lives {
  existing(asset: Asset): LifeGraph
  within(place: Place): LifeGraph
  /** Where the empty place of each period stands among the nodes of `within`. */
  emptyAt(place: Place): readonly number[]
}

function createLives({ classes, choices, horizon }: Problem): Lives {
  const periods = periodCount(horizon)
  const limits = new Map(classes.map((one) => [one.classId, lifeLimits(one, horizon)]))
  const limitsOf = (classId: string): LifeLimits => limits.get(classId) as LifeLimits
  const chosen = Map.groupBy(choices, ({ assetId }) => assetId)
  const standing = remembered((classId: string, age: number) => existingLife(limitsOf(classId), periods, age, []))
  const installed = remembered((classId: string) => newLives(limitsOf(classId), periods))
  const empty = remembered((classId: string) =>
    installed(classId, 0).nodes.flatMap(({ state }, node) => (state === undefined ? [node] : [])),
  )
  return {
    existing(asset) {
      const about = chosen.get(asset.assetId)
      const age = ageAtStart(horizon, asset)
      return about === undefined ? standing(asset.classId, age) : existingLife(limitsOf(asset.classId), periods, age, about)
    },
    within: ({ placement }) => installed(placement.classId, 0),
    emptyAt: ({ placement }) => empty(placement.classId, 0),
  }
}

function remembered<T>(make: (classId: string, age: number) => T): (classId: string, age: number) => T {
  const made = new Map<string, T>()
  return (classId, age) => {
    const key = `${classId} ${age}`
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(classId, age)
    made.set(key, value)
    return value
  }
}

function standingPlaces(problem: Problem, money: Money): ReadonlyMap<string, Place> {
  const { assets, classes, placements, sites, trusts } = problem
  const terms = new Map(classes.map((one) => [one.classId, classTerms(problem, one, money.pencePerUnit)]))
  const siteOf = new Map(sites.map((site) => [site.siteId, site]))
  const trustOf = new Map(trusts.map((trust) => [trust.trustId, trust]))
  const used = new Set(assets.map(placeKey))
  return new Map(
    placements
      .filter((placement) => used.has(placeKey(placement)))
      .map((placement): [string, Place] => {
        const site = siteOf.get(placement.siteId) as Site
        const trust = trustOf.get(site.trustId) as Trust
        return [placeKey(placement), placeOf(placement, site, trust, terms.get(placement.classId) as ClassTerms, money)]
      }),
  )
}

/** Units first, then the places they lead into: every arc leads to a higher number. */
function nodeNumbers(existing: readonly LifeGraph[], lives: Lives, places: readonly Place[]) {
  let node = 0
  let stepCount = 0
  const take = ({ nodes, steps }: LifeGraph): number => {
    const first = node
    node += nodes.length
    stepCount += steps.length
    return first
  }
  const ofAsset = existing.map(take)
  const ofPlace = new Map(places.map((place) => [place, take(lives.within(place))]))
  return { ofAsset, ofPlace, stepCount }
}

/** What makes units worth re-deciding together: their sector, their class in it, their trust. */
function createKinships(): (place: Place) => number[] {
  const numbers = new Map<string, number>()
  const numberOf = (label: string): number => {
    const known = numbers.get(label) ?? numbers.size
    numbers.set(label, known)
    return known
  }
  return ({ trust, placement }) => [
    numberOf(`sector ${trust.sectorId}`),
    numberOf(`class ${placement.classId} in ${trust.sectorId}`),
    numberOf(`trust ${trust.trustId}`),
  ]
}

/** Cost of deciding something about a standing unit that the plan in force does not. */
function createChangeCost({ current }: Problem, money: Money): (assetId: string) => (step: LifeStep) => number {
  const planned = new Set(current?.decisions.map(({ assetId, period, action }) => `${assetId} ${action} ${period}`))
  const cost = money.units(current?.changePence ?? 0)
  return (assetId) => (step) => (step.action === 'keep' || planned.has(`${assetId} ${step.action} ${step.period}`) ? 0 : cost)
}
