import type { FastifyInstance } from 'fastify'
import type { PageDeps } from '../shell/page.ts'
import { requirePersona, requireRole } from '../shell/require-persona.ts'
import { aboutPages } from './about/about-pages.ts'
import { downtimePages, type DowntimePorts } from './downtime-report/downtime-pages.ts'
import { startPage, type StartPorts } from './start/start-page.ts'
import { importPages, type ImportPorts } from './imports/import-pages.ts'
import { labelPages, type LabelPorts } from './label/label-pages.ts'
import { heldReportPages, type HeldReportPorts } from './report/held-page.ts'
import { labelReportPage, type LabelReportPorts } from './report/label-report-page.ts'
import { photoPages, type PhotoPorts } from './report/photo-page.ts'
import { reportPage, type ReportPorts } from './report/report-page.ts'
import { scannerPages, type ScannerPorts } from './scanners/scanner-pages.ts'
import { statusPage, type StatusPorts } from './status/status-page.ts'
import { systemStatusPage, type SystemStatusPorts } from './system-status/system-status-page.ts'
import { workOrderPages, type WorkOrderPorts } from './work-orders/work-order-pages.ts'

/** Everything the pages read and write, by role; the adapters call the other services. */
export type Ports = StartPorts &
  StatusPorts &
  ScannerPorts &
  LabelPorts &
  ReportPorts &
  LabelReportPorts &
  HeldReportPorts &
  PhotoPorts &
  WorkOrderPorts &
  DowntimePorts &
  ImportPorts &
  SystemStatusPorts

/** Everyone but suppliers, who see their own work orders and nothing of each other. */
const staffRoles = ['radiology-manager', 'radiology-lead', 'medical-physicist', 'estates-planner', 'administrator'] as const

/** Every page: those anyone may read, those that need a persona, and those of the trusts' own staff. */
export const pages =
  (deps: PageDeps, ports: Ports) =>
  async (app: FastifyInstance): Promise<void> => {
    aboutPages(app, deps)
    labelReportPage(app, deps, ports)
    await app.register(async (signedIn) => {
      signedIn.addHook('preHandler', requirePersona(deps.exampleRun))
      startPage(signedIn, deps, ports)
      workOrderPages(signedIn, deps, ports)
      photoPages(signedIn, deps, ports)
      systemStatusPage(signedIn, deps, ports)
      await signedIn.register(async (staff) => {
        staff.addHook('preHandler', requireRole(...staffRoles))
        statusPage(staff, deps, ports)
        scannerPages(staff, deps, ports)
        labelPages(staff, deps, ports)
        reportPage(staff, deps, ports)
        heldReportPages(staff, deps, ports)
        downtimePages(staff, deps, ports)
        importPages(staff, deps, ports)
      })
    })
  }
