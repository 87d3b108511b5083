import type { Permission } from '@imaging/schemas'
import type { FastifyInstance } from 'fastify'
import type { Machines } from '../gateway/who-calls.ts'
import type { PageDeps } from '../shell/page.ts'
import { requirePermission, requireSession } from '../shell/visitor.ts'
import { aboutPages } from './about/about-pages.ts'
import { accountPages, type AccountPorts } from './account/account-pages.ts'
import { accountsPages } from './admin/accounts-pages.ts'
import { adminPages, type AdminPorts } from './admin/admin-pages.ts'
import { grantsPages } from './admin/grants-pages.ts'
import { recordPages } from './admin/record-pages.ts'
import { downtimePages, type DowntimePorts } from './downtime-report/downtime-pages.ts'
import { importPages, type ImportPorts } from './imports/import-pages.ts'
import { labelPages, type LabelPorts } from './label/label-pages.ts'
import { heldReportPages, type HeldReportPorts } from './report/held-page.ts'
import { labelReportPage, type LabelReportPorts } from './report/label-report-page.ts'
import { photoPages, type PhotoPorts } from './report/photo-page.ts'
import { reportPage, type ReportPorts } from './report/report-page.ts'
import { scannerPages, type ScannerPorts } from './scanners/scanner-pages.ts'
import { signInPages, type SignInPorts } from './sign-in/sign-in-pages.ts'
import { startPage, type StartPorts } from './start/start-page.ts'
import { statusPage, type StatusPorts } from './status/status-page.ts'
import { systemStatusPage, type SystemStatusPorts } from './system-status/system-status-page.ts'
import { workOrderPages, type WorkOrderPorts } from './work-orders/work-order-pages.ts'

/** Everything the pages read and write, by role; the adapters call the other services. */
export type Ports = AccountPorts &
  AdminPorts &
  DowntimePorts &
  HeldReportPorts &
  ImportPorts &
  LabelPorts &
  LabelReportPorts &
  PhotoPorts &
  ReportPorts &
  ScannerPorts &
  SignInPorts &
  StartPorts &
  StatusPorts &
  SystemStatusPorts &
  WorkOrderPorts & { readonly access: Machines }

type AddPages = (app: FastifyInstance, deps: PageDeps, ports: Ports) => void

/** Pages by what they ask of whoever opens them; some of their forms ask for more. */
const guarded: readonly { readonly anyOf: readonly Permission[]; readonly add: AddPages }[] = [
  { anyOf: ['board.read'], add: statusPage },
  { anyOf: ['board.read'], add: heldReportPages },
  { anyOf: ['register.read'], add: scannerPages },
  { anyOf: ['register.read'], add: labelPages },
  { anyOf: ['downtime.report'], add: reportPage },
  { anyOf: ['downtime.read'], add: downtimePages },
  { anyOf: ['register.edit'], add: importPages },
  { anyOf: ['work-orders.read'], add: workOrderPages },
  { anyOf: ['work-orders.read'], add: photoPages },
  { anyOf: ['roles.read'], add: adminPages },
  { anyOf: ['accounts.read'], add: accountsPages },
  { anyOf: ['grants.read'], add: grantsPages },
  { anyOf: ['record.read'], add: recordPages },
]

/** Every page: those anyone may read, those of whoever is signed in, and those that need a permission. */
export const pages =
  (deps: PageDeps, ports: Ports) =>
  async (app: FastifyInstance): Promise<void> => {
    aboutPages(app, deps)
    signInPages(app, deps, ports)
    labelReportPage(app, deps, ports)
    await app.register(async (signedIn) => {
      signedIn.addHook('preHandler', requireSession)
      startPage(signedIn, deps, ports)
      accountPages(signedIn, deps, ports)
      systemStatusPage(signedIn, deps, ports)
      for (const { anyOf, add } of guarded) {
        await signedIn.register(async (part) => {
          part.addHook('preHandler', requirePermission(...anyOf))
          add(part, deps, ports)
        })
      }
    })
  }
