import type { Role, WorkOrder, WorkOrderAction } from '@imaging/schemas'
import { describe, expect, it } from 'vitest'
import { fixtureNow, openOrdersFixture } from '../../../preview/board-fixture.ts'
import { checkedOrderFixture, workOrderFixture } from '../../../preview/register-fixture.ts'
import { jobsView } from '../jobs/jobs-view.ts'
import { nextAction } from './action-forms.ts'
import { workOrderView } from './work-order-view.ts'
import { filteredOrders, workOrdersFilter, workOrdersQuestion } from './work-orders-view.ts'

const nowMs = fixtureNow.getTime()
const seenBy = (role: Role, order: WorkOrder, done?: string) =>
  workOrderView({ order, capabilities: [], suppliers: [], tried: undefined, role, done, nowMs })

describe('workOrderView', () => {
  it('puts one thing next, then what takes one press, then what must be filled in', () => {
    const actions: WorkOrderAction[] = ['decline', 'change-promise', 'arrive', 'start-travel']
    const view = seenBy('supplier-engineer', workOrderFixture({ actions }))
    expect(view.next?.action).toBe('start-travel')
    expect(view.others.map(({ action }) => action)).toEqual(['arrive', 'decline', 'change-promise'])
  })

  it('offers a supplier neither release nor checks, whatever the answer allows', () => {
    const view = seenBy('supplier-engineer', checkedOrderFixture({ actions: ['release', 'record-check'] }))
    expect([view.next, view.others, view.blockedBy]).toEqual([undefined, [], []])
    expect(view.checks.some(({ mayRecord }) => mayRecord)).toBe(false)
    expect(view.waiting).toBe('The site checks the scanner and decides on its use. There is nothing for you to do.')
  })

  it('lets each role record its own checks only', () => {
    const order = checkedOrderFixture({ actions: ['record-check'] })
    const recordable = (role: Role): readonly string[] =>
      seenBy(role, order).checks.flatMap(({ check, mayRecord }) => (mayRecord ? [check] : []))
    expect(recordable('radiology-lead')).toEqual(['critical-examination', 'local-checks', 'oxygen-monitor'])
    expect(recordable('medical-physicist')).toEqual(['acceptance'])
    expect(recordable('radiology-manager')).toEqual([])
  })

  it('says why a scanner cannot return to use yet, and whose turn it is', () => {
    const view = seenBy('radiology-manager', checkedOrderFixture({}))
    expect(view.blockedBy).toEqual(['Acceptance tests are to be done.', 'Local checks are to be done.'])
    expect(view.waiting).toBe('Acceptance tests are to be done. There is nothing for you to do now.')
  })

  it('tells what happened newest first, with who did it', () => {
    const [latest] = seenBy('radiology-manager', workOrderFixture({})).steps
    expect(latest).toEqual({
      title: 'Arrival changed from 7:15am to 1pm: traffic on the M4',
      time: '6:45am',
      by: 'Tom Barker, supplier engineer',
    })
  })

  it('confirms what was just done, and nothing it does not know', () => {
    expect(seenBy('supplier-engineer', workOrderFixture({}), 'accept').done).toContain('You have accepted')
    expect(seenBy('supplier-engineer', workOrderFixture({}), 'nonsense').done).toBeUndefined()
  })
})

describe('nextAction', () => {
  it('is undefined where others must act first', () => {
    expect(nextAction(['change-promise', 'decline'])).toBeUndefined()
    expect(nextAction(['decline', 'accept'])).toBe('accept')
  })
})

describe('lists of work orders', () => {
  it('show what is open, the one due first at the top', () => {
    expect(filteredOrders(openOrdersFixture, workOrdersFilter({}), nowMs).map(({ workOrderId }) => workOrderId)).toEqual([
      'WO-1038',
      'WO-1044',
      'WO-1041',
      'WO-1040',
    ])
  })

  it('ask only for what their status needs', () => {
    expect(workOrdersQuestion(workOrdersFilter({}))).toEqual({ status: undefined, open: true })
    expect(workOrdersQuestion(workOrdersFilter({ status: 'CLOSED' }))).toEqual({ status: 'CLOSED', open: undefined })
    expect(workOrdersQuestion(workOrdersFilter({ status: 'all' }))).toEqual({ status: undefined, open: undefined })
  })

  it('narrow to what is late', () => {
    expect(filteredOrders(openOrdersFixture, workOrdersFilter({ due: 'late' }), nowMs).map(({ workOrderId }) => workOrderId)).toEqual([
      'WO-1038',
    ])
  })

  it('show a supplier its jobs with only the clocks that still run', () => {
    const { jobs, counted } = jobsView(openOrdersFixture, undefined, 1, nowMs)
    expect(counted).toBe('4 jobs')
    expect(jobs.find(({ id }) => id === 'WO-1041')?.clocks.map(({ words }) => words)).toEqual(['2 hours 30 minutes left'])
    expect(jobsView([], 'CLOSED', 1, nowMs).empty).toBe('There are no closed jobs.')
  })
})
