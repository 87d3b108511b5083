import { Type, type Static } from 'typebox'
import { LocalDate, Note } from '../identifiers.ts'

/** Names within one problem: registers' own ids or made-up ones. */
const Name = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$' })
const Pence = Type.Integer({ minimum: 0, maximum: 1e14, description: 'Integer pence at the problem’s price base' })
const YearlyPence = Type.Array(Pence, { minItems: 1, maxItems: 60, description: 'One amount for each financial year' })
const Share = Type.Number({ minimum: 0, maximum: 1 })
const Years = Type.Number({ minimum: 0, maximum: 60 })
const Amount = Type.Number({ minimum: 0, maximum: 1e9 })
const Period = Type.Integer({ minimum: 0, maximum: 240, description: 'Periods from the horizon’s start, the first is 0' })
const Action = Type.Union([Type.Literal('replace'), Type.Literal('upgrade')])

const closedObject = { additionalProperties: false } as const

const EquipmentClass = Type.Object(
  {
    classId: Name,
    pricePence: Type.Integer({ minimum: 1, maximum: 1e14, description: 'List price of a unit, without enabling works' }),
    upgradePence: Pence,
    life: Type.Object(
      {
        replaceFromYears: Years,
        newUntilYears: Years,
        existingUntilYears: Years,
        upgradeNewAtYears: Type.Array(Years, { maxItems: 60 }),
        upgradeExistingFromYears: Years,
        upgradeExistingBeforeYears: Years,
        keptAfterUpgradeYears: Years,
        upgradeRenewsYears: Years,
      },
      { ...closedObject, description: 'Ages at which a unit can and must be replaced or upgraded' },
    ),
    failures: Type.Object(
      {
        scale: Amount,
        shape: Type.Number({ minimum: 0.1, maximum: 10 }),
        repairHours: Amount,
        repairPence: Pence,
        downtimePencePerHour: Pence,
        openHoursPerYear: Type.Number({ exclusiveMinimum: 0, maximum: 8784 }),
      },
      { ...closedObject, description: 'Failures up to an age in years are scale × age^shape' },
    ),
    maintenance: Type.Object(
      {
        shareOfPrice: Share,
        growthPerYear: Type.Number({ minimum: -0.5, maximum: 1 }),
        warrantyYears: Years,
        warrantyShare: Share,
        energyShareOfPrice: Share,
        energyGrowthPerYear: Type.Number({ minimum: -0.5, maximum: 1 }),
        surcharges: Type.Array(Type.Object({ fromYears: Years, pencePerYear: Pence }, closedObject), { maxItems: 20 }),
      },
      closedObject,
    ),
    values: Type.Object(
      {
        tradeInShare: Share,
        tradeInDecayPerYear: Type.Number({ minimum: 0, maximum: 5 }),
        endShare: Share,
        endAfterYears: Type.Number({ exclusiveMinimum: 0, maximum: 60 }),
        upgradeCreditYears: Years,
      },
      closedObject,
    ),
    embodiedCarbonPence: Pence,
    installWeeks: Type.Number({ minimum: 0, maximum: 520 }),
    upgradeWeeks: Type.Number({ minimum: 0, maximum: 520 }),
    rentalPencePerWeek: Pence,
  },
  closedObject,
)

const Framework = Type.Union([
  Type.Object(
    {
      form: Type.Literal('commitment'),
      termYears: Type.Integer({ minimum: 1, maximum: 60 }),
      classes: Type.Array(
        Type.Object(
          {
            classId: Name,
            levels: Type.Array(Type.Object({ pencePerYear: Pence, discount: Share }, closedObject), { minItems: 1, maxItems: 6 }),
            clawback: Type.Number({ minimum: 0, maximum: 2, description: 'Share of what is short of the committed volume' }),
            signed: Type.Optional(Type.Array(Type.Integer({ minimum: 0, maximum: 5 }), { maxItems: 60 })),
          },
          closedObject,
        ),
        { maxItems: 200 },
      ),
    },
    closedObject,
  ),
  Type.Object(
    {
      form: Type.Literal('annual'),
      classes: Type.Array(
        Type.Object(
          {
            classId: Name,
            bands: Type.Array(Type.Object({ fromPence: Pence, discount: Share }, closedObject), { minItems: 1, maxItems: 6 }),
          },
          closedObject,
        ),
        { maxItems: 200 },
      ),
    },
    closedObject,
  ),
])

const Decision = Type.Object({ assetId: Name, period: Period, action: Action }, closedObject)

/** Everything a replacement plan is made from. Unknown fields are refused: a misspelt one would silently change the plan. */
export const PlanProblemFile = Type.Object(
  {
    version: Type.Literal(1),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    isExample: Type.Boolean({ description: 'True for made-up figures' }),
    horizon: Type.Object(
      {
        start: LocalDate,
        years: Type.Integer({ minimum: 1, maximum: 60 }),
        periodsPerYear: Type.Union([Type.Literal(1), Type.Literal(4)]),
      },
      closedObject,
    ),
    money: Type.Object(
      {
        priceBase: Type.String({ pattern: '^\\d{4}-\\d{2}$', description: 'Financial year of the prices' }),
        discountRatePerYear: Type.Number({ minimum: 0, maximum: 0.5 }),
        nationalReservePence: Type.Optional(YearlyPence),
        overspendPremium: Type.Optional(
          Type.Number({ minimum: 0, maximum: 100, description: 'Cost of a pound beyond all budgets; without it there is none to be had' }),
        ),
      },
      closedObject,
    ),
    sectors: Type.Array(Type.Object({ sectorId: Name, reservePence: YearlyPence }, closedObject), { minItems: 1, maxItems: 500 }),
    trusts: Type.Array(
      Type.Object(
        {
          trustId: Name,
          sectorId: Name,
          budgetPence: YearlyPence,
          lendableShare: Share,
          requestPremium: Type.Number({ minimum: 0, maximum: 100 }),
        },
        closedObject,
      ),
      { minItems: 1, maxItems: 2000 },
    ),
    sites: Type.Array(
      Type.Object(
        {
          siteId: Name,
          trustId: Name,
          enablingShare: Type.Number({ minimum: 0, maximum: 10 }),
          installsPerPeriodMax: Type.Integer({ minimum: 0, maximum: 10_000 }),
        },
        closedObject,
      ),
      { minItems: 1, maxItems: 20_000 },
    ),
    classes: Type.Array(EquipmentClass, { minItems: 1, maxItems: 200 }),
    placements: Type.Array(
      Type.Object(
        {
          siteId: Name,
          classId: Name,
          workload: Type.Number({ exclusiveMinimum: 0, maximum: 100, description: 'Scanner-equivalents of a unit' }),
        },
        closedObject,
      ),
      { minItems: 1, maxItems: 50_000 },
    ),
    assets: Type.Array(
      Type.Object(
        {
          assetId: Name,
          siteId: Name,
          classId: Name,
          ageMonths: Type.Integer({ minimum: 0, maximum: 720 }),
          downtimeFactor: Type.Number({ minimum: 0, maximum: 100 }),
        },
        closedObject,
      ),
      { minItems: 1, maxItems: 50_000 },
    ),
    classLimits: Type.Array(
      Type.Object({ sectorId: Name, classId: Name, installsPerPeriodMax: Type.Integer({ minimum: 0, maximum: 10_000 }) }, closedObject),
      { maxItems: 50_000 },
    ),
    coverage: Type.Array(
      Type.Object(
        { sectorId: Name, classId: Name, scannerEquivalents: Amount, growthPerYear: Type.Number({ minimum: -0.5, maximum: 1 }) },
        closedObject,
      ),
      { maxItems: 50_000 },
    ),
    ageRules: Type.Optional(
      Type.Object(
        {
          firstAfterYears: Years,
          young: Type.Object({ belowYears: Years, shareMin: Share, pencePerUnit: Pence }, closedObject),
          old: Type.Object({ fromYears: Years, shareMax: Share, pencePerUnit: Pence }, closedObject),
        },
        closedObject,
      ),
    ),
    framework: Type.Optional(Framework),
    choices: Type.Array(
      Type.Object(
        {
          assetId: Name,
          kind: Type.Union([Type.Literal('committed'), Type.Literal('forced'), Type.Literal('forbidden')]),
          action: Action,
          fromPeriod: Period,
          toPeriod: Period,
          author: Type.String({ minLength: 1, maxLength: 200 }),
          reason: Note,
          decidedOn: LocalDate,
        },
        closedObject,
      ),
      { maxItems: 50_000 },
    ),
    current: Type.Optional(Type.Object({ decisions: Type.Array(Decision, { maxItems: 500_000 }), changePence: Pence }, closedObject)),
  },
  { $id: 'plan-problem-file', ...closedObject },
)
export type PlanProblemFile = Static<typeof PlanProblemFile>
