export type {
  AgeRules,
  Asset,
  Choice,
  ClassLimit,
  CoverageFloor,
  CurrentPlan,
  Decision,
  EquipmentClass,
  Framework,
  Horizon,
  MoneyTerms,
  Placement,
  Problem,
  Sector,
  Site,
  Trust,
} from './problem.ts'
export { generateProblem, type GenerateOptions } from './generate-problem.ts'
export { problemFaults, type ProblemFault } from './problem-faults.ts'
export { evaluatePlan, type PlanAccount } from './evaluate-plan.ts'
export { greedyPlan } from './greedy-plan.ts'
export { periodCount, yearOf } from './periods.ts'
