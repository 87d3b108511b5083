/** Every workflow there is: what the bundle is made of. */
export { correctiveMaintenance } from './corrective-maintenance/workflow.ts'
