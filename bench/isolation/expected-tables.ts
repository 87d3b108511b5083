import { JOINT, SEES, SUPPLIERS, TRUSTS, type Organisation, type Share } from './organisations.ts'

/** Whose rows somebody of an organisation sees: by a share, all of them, or as written. */
export type Seen = Share | 'all' | ((organisation: Organisation) => readonly string[])

/** A table of a service's schema, as it must be. */
export type ExpectedTable = {
  /**
   * What each role of the service may do at all, roles without rights left out: S, I, U, D for selecting, inserting, updating and
   * deleting, T for truncating; in small letters where it holds for some columns alone.
   */
  readonly rights: string
} & (
  | {
      /** Whose a row is, as SQL: one organisation, or several joined by +; `nobody` for what is of none. */
      readonly owner: string
      /** Role, command (A for all of them), which rows it reaches, and after + which it may write: all, some by a rule, or none. */
      readonly policies: readonly string[]
      /** By role: whose rows it sees. */
      readonly seen: Readonly<Record<string, Seen>>
    }
  | {
      /** Why no organisation's data is in it. */
      readonly nobodys: string
    }
)

/** A role that a service takes for requests is named so here. */
export const LOGIN = 'login'

const isSupplier = (organisation: Organisation): boolean => SUPPLIERS.some((supplier) => supplier === organisation)

const LOOKED_AFTER: Seen = (organisation) => {
  if (organisation === JOINT) return [JOINT, ...SUPPLIERS]
  return isSupplier(organisation) ? [] : [organisation]
}
const ITSELF: Seen = (organisation) => [organisation]
/** A grant is known to both sides, and all of them to the joint body. */
const GRANTED: Seen = (organisation) => (organisation === JOINT ? TRUSTS : [organisation])
/** Whose they are nobody knows: every organisation that looks after accounts sees them. */
const ASKED: Seen = (organisation) => (isSupplier(organisation) ? [] : ['nobody'])
const CONTRACT: Seen = (organisation) => (isSupplier(organisation) ? [organisation] : SEES[organisation].commercial)
/** Both a trust's and that of the supplier who has it, and shared with nobody. */
const OWN_OR_SUPPLIED: Seen = (organisation) => [organisation]
const OWN_OR_SUPPLIED_AND_NOBODYS: Seen = (organisation) => [organisation, 'nobody']
const NOTHING: Seen = () => []

const OFFSETS = 'How far a consumer has read.'
const ANSWERS = 'Answers kept for whoever sends a command again; asked for by caller and key alone.'
const MIGRATIONS = 'Which migrations have been run.'
const LETTERS_OUT = 'Messages on their way out; requests add to them and cannot read them.'
const EMPTY = 'This service follows no topic: it stays empty.'
const DIRECTORY = 'Who there is: a directory.'
const REFERENCE = 'What things are called and how long they last, for everybody.'
const HOURS = 'Hours to be worked out again.'
const EXAMPLE = 'What the example has played; it is not there where scanners are real.'

/** Every table of every service, by hand: a table that is not here fails, and so does one that is not as it is here. */
export const expectedTables: Readonly<Record<string, ExpectedTable>> = {
  'access.access_request': {
    owner: "'nobody'",
    rights: 'login:SD gateway:SIUD ingest:SD',
    policies: ['gateway A all+all', 'ingest A all', 'login A some'],
    seen: { login: ASKED, gateway: 'all', ingest: 'all' },
  },
  'access.account': {
    owner: 'home',
    rights: 'login:SIU gateway:S ingest:SI',
    policies: ['gateway S all', 'ingest A all+all', 'login I+some', 'login S some', 'login U some'],
    seen: { login: LOOKED_AFTER, gateway: 'all', ingest: 'all' },
  },
  'access.consumer_offset': { nobodys: OFFSETS, rights: 'login:SIUD ingest:SIUD' },
  'access.idempotency_key': { nobodys: ANSWERS, rights: 'login:SIUD ingest:SIUD' },
  'access.machine_client': {
    owner: 'organisation',
    rights: 'login:SIU gateway:S ingest:SI',
    policies: ['gateway S all', 'ingest A all+all', 'login A some'],
    seen: { login: LOOKED_AFTER, gateway: 'all', ingest: 'all' },
  },
  'access.membership': {
    owner: 'organisation',
    rights: 'login:SIU gateway:S ingest:SI',
    policies: ['gateway S all', 'ingest A all+all', 'login A some'],
    seen: { login: LOOKED_AFTER, gateway: 'all', ingest: 'all' },
  },
  'access.migration': { nobodys: MIGRATIONS, rights: '' },
  'access.migration_of_every_service': { nobodys: MIGRATIONS, rights: '' },
  'access.organisation': { nobodys: DIRECTORY, rights: 'login:S gateway:S ingest:SIU' },
  'access.outbox': { nobodys: LETTERS_OUT, rights: 'login:I ingest:SI relay:SIUD' },
  'access.outbox_set_aside': { nobodys: LETTERS_OUT, rights: 'login:I relay:SIUD' },
  'access.session': {
    owner: '(select organisation from access.membership where membership.membership_id = session.membership_id)',
    rights: 'login:su gateway:SIU ingest:SD',
    policies: ['gateway A all+all', 'ingest A all', 'login S some', 'login U some'],
    seen: { login: LOOKED_AFTER, gateway: 'all', ingest: 'all' },
  },
  'access.share_grant': {
    owner: `concat_ws('+', from_organisation, to_organisation)`,
    rights: 'login:SIU gateway:S ingest:SI',
    policies: ['gateway S all', 'ingest A all+all', 'login I+some', 'login S some', 'login U some'],
    seen: { login: GRANTED, gateway: 'all', ingest: 'all' },
  },
  'access.snapshot': { nobodys: EMPTY, rights: 'login:SIUD ingest:SIUD' },
  'assets.asset': {
    owner: 'operator',
    rights: 'login:SIUD',
    policies: ['login D some', 'login I+some', 'login S some', 'login U some', 'owner S all'],
    seen: { login: 'ages' },
  },
  'assets.asset_class': { nobodys: REFERENCE, rights: 'login:S ingest:SI' },
  'assets.asset_commercial': {
    owner: 'operator',
    rights: 'login:SI',
    policies: ['login I+some', 'login S some'],
    seen: { login: 'commercial' },
  },
  'assets.asset_version': {
    owner: 'operator',
    rights: 'login:SI',
    policies: ['login I+some', 'login S some', 'owner S all'],
    seen: { login: 'ages' },
  },
  'assets.building': {
    owner: 'operator',
    rights: 'login:SIUD',
    policies: ['login D some', 'login I+some', 'login S some', 'login U some'],
    seen: { login: 'ages' },
  },
  'assets.building_version': {
    owner: 'operator',
    rights: 'login:SI',
    policies: ['login I+some', 'login S some'],
    seen: { login: 'ages' },
  },
  'assets.consumer_offset': { nobodys: OFFSETS, rights: 'login:SIUD ingest:SIUD' },
  'assets.contract': {
    owner: `concat_ws('+', trust, supplier_id)`,
    rights: 'login:SIU',
    policies: ['login I+some', 'login S some', 'login U some', 'owner S all'],
    seen: { login: CONTRACT },
  },
  'assets.contract_version': {
    owner: 'trust',
    rights: 'login:SI',
    policies: ['login I+some', 'login S some'],
    seen: { login: 'commercial' },
  },
  'assets.idempotency_key': { nobodys: ANSWERS, rights: 'login:SIUD ingest:SIUD' },
  'assets.import_write': {
    owner: "'nobody'",
    rights: 'login:SI',
    policies: ['login A some'],
    seen: { login: NOTHING },
  },
  'assets.learned_mapping': {
    owner: 'organisation',
    rights: 'login:SIU',
    policies: ['login A some'],
    seen: { login: 'own' },
  },
  'assets.life_policy': { nobodys: REFERENCE, rights: 'login:S ingest:SI' },
  'assets.maker_alias': { nobodys: REFERENCE, rights: 'login:S ingest:SI' },
  'assets.migration': { nobodys: MIGRATIONS, rights: '' },
  'assets.migration_of_every_service': { nobodys: MIGRATIONS, rights: '' },
  'assets.organisation': { nobodys: DIRECTORY, rights: 'login:S ingest:SI' },
  'assets.outbox': { nobodys: LETTERS_OUT, rights: 'login:I ingest:SI relay:SIUD' },
  'assets.outbox_set_aside': { nobodys: LETTERS_OUT, rights: 'login:I relay:SIUD' },
  'assets.register_import': {
    owner: 'organisation',
    rights: 'login:SIU ingest:su',
    policies: ['ingest S all', 'ingest U some+some', 'login A some'],
    seen: { login: 'own', ingest: 'all' },
  },
  'assets.room': {
    owner: 'operator',
    rights: 'login:SIUD',
    policies: ['login D some', 'login I+some', 'login S some', 'login U some', 'owner S all'],
    seen: { login: 'ages' },
  },
  'assets.room_version': {
    owner: 'operator',
    rights: 'login:SI',
    policies: ['login I+some', 'login S some'],
    seen: { login: 'ages' },
  },
  'assets.site': { nobodys: REFERENCE, rights: 'login:S ingest:SI' },
  'assets.site_nickname': { nobodys: REFERENCE, rights: 'login:S ingest:SI' },
  'assets.snapshot': { nobodys: EMPTY, rights: 'login:SIUD ingest:SIUD' },
  'availability.asset_now': {
    owner: "split_part(asset_id, '-', 1)",
    rights: 'login:SIU ingest:SIU',
    policies: ['ingest A all+all', 'login I+some', 'login S some', 'login U some+none'],
    seen: { login: 'status', ingest: 'all' },
  },
  'availability.asset_party': {
    owner: "split_part(asset_id, '-', 1)",
    rights: 'login:S ingest:SIUD',
    policies: ['ingest A all+all', 'login S some'],
    seen: { login: 'status', ingest: 'all' },
  },
  'availability.board_change': {
    owner: "split_part(asset_id, '-', 1)",
    rights: 'login:SI ingest:SID',
    policies: ['ingest A all+all', 'login I+some', 'login S some'],
    seen: { login: 'status', ingest: 'all' },
  },
  'availability.consumer_offset': { nobodys: OFFSETS, rights: 'login:SIUD ingest:SIUD' },
  'availability.held_report': {
    owner: "split_part(asset_id, '-', 1)",
    rights: 'login:SIu ingest:Su',
    policies: ['ingest A all+all', 'login A some+some'],
    seen: { login: 'own', ingest: 'all' },
  },
  'availability.idempotency_key': { nobodys: ANSWERS, rights: 'login:SIUD ingest:SIUD' },
  'availability.ledger_event': {
    owner: "split_part(asset_id, '-', 1)",
    rights: 'login:S ingest:SI',
    policies: ['ingest I+all', 'ingest S all', 'login S some'],
    seen: { login: 'status', ingest: 'all' },
  },
  'availability.migration': { nobodys: MIGRATIONS, rights: '' },
  'availability.migration_of_every_service': { nobodys: MIGRATIONS, rights: '' },
  'availability.outbox': { nobodys: LETTERS_OUT, rights: 'login:I ingest:SI relay:SIUD' },
  'availability.outbox_set_aside': { nobodys: LETTERS_OUT, rights: 'login:I relay:SIUD' },
  'availability.snapshot': {
    owner: "coalesce(body->'data'->>'operator', body->'data'->>'trust', 'nobody')",
    rights: 'ingest:SIUD',
    policies: ['ingest A all+all'],
    seen: { ingest: 'all' },
  },
  'maintenance.consumer_offset': { nobodys: OFFSETS, rights: 'login:SIUD ingest:SIUD' },
  'maintenance.downtime': {
    owner: `concat_ws('+', split_part(asset_id, '-', 1), (select supplier_id from maintenance.work_order where id = work_order_id))`,
    rights: 'login:S dispatch:SU ingest:SIU',
    policies: ['dispatch A all+all', 'ingest A all+all', 'login S some'],
    seen: { login: OWN_OR_SUPPLIED, ingest: 'all', dispatch: 'all' },
  },
  'maintenance.idempotency_key': { nobodys: ANSWERS, rights: 'login:SIUD ingest:SIUD' },
  'maintenance.migration': { nobodys: MIGRATIONS, rights: '' },
  'maintenance.migration_of_every_service': { nobodys: MIGRATIONS, rights: '' },
  'maintenance.outbox': { nobodys: LETTERS_OUT, rights: 'login:I dispatch:I ingest:SI relay:SIUD' },
  'maintenance.outbox_set_aside': { nobodys: LETTERS_OUT, rights: 'login:I relay:SIUD' },
  'maintenance.snapshot': {
    owner: `case topic
      when 'imaging.assets' then concat_ws('+', body->'data'->>'operator', (select string_agg(supplier_id, '+') from maintenance.work_order where asset_id = key))
      when 'imaging.contracts' then concat_ws('+', body->'data'->>'trust', body->'data'->>'supplierId')
      else 'nobody' end`,
    rights: 'login:S dispatch:S ingest:SIUD',
    policies: ['dispatch S all', 'ingest A all+all', 'login S some', 'login S some', 'login S some'],
    seen: { login: OWN_OR_SUPPLIED_AND_NOBODYS, ingest: 'all', dispatch: 'all' },
  },
  'maintenance.work_order': {
    owner: `concat_ws('+', trust, supplier_id)`,
    rights: 'login:SIU dispatch:SIU ingest:SIU',
    policies: ['dispatch A all+all', 'ingest A all+all', 'login I+some', 'login S some', 'login U some+none'],
    seen: { login: OWN_OR_SUPPLIED, ingest: 'all', dispatch: 'all' },
  },
  'maintenance.work_order_fact': {
    owner: `concat_ws('+', trust, supplier_id)`,
    rights: 'login:SI dispatch:I ingest:I',
    policies: ['dispatch I+all', 'ingest I+all', 'login I+some', 'login S some'],
    seen: { login: OWN_OR_SUPPLIED },
  },
  'record.consumer_offset': { nobodys: OFFSETS, rights: 'login:SIUD ingest:SIUD' },
  'record.entry': {
    owner: 'organisation',
    rights: 'login:S audit:S ingest:SI',
    policies: ['audit S all', 'ingest I+all', 'ingest S all', 'login S some'],
    seen: { login: ITSELF, audit: 'all', ingest: 'all' },
  },
  'record.idempotency_key': { nobodys: ANSWERS, rights: 'login:SIUD ingest:SIUD' },
  'record.migration': { nobodys: MIGRATIONS, rights: '' },
  'record.migration_of_every_service': { nobodys: MIGRATIONS, rights: '' },
  'record.outbox': { nobodys: LETTERS_OUT, rights: 'login:I ingest:SI relay:SIUD' },
  'record.outbox_set_aside': { nobodys: LETTERS_OUT, rights: 'login:I relay:SIUD' },
  'record.root': {
    owner: 'organisation',
    rights: 'login:S audit:S ingest:SI',
    policies: ['audit S all', 'ingest I+all', 'ingest S all', 'login S some'],
    seen: { login: ITSELF, audit: 'all', ingest: 'all' },
  },
  'record.snapshot': { nobodys: EMPTY, rights: 'login:SIUD ingest:SIUD' },
  'simulator.back_fill_step': { nobodys: EXAMPLE, rights: 'login:SIUD' },
  'simulator.consumer_offset': { nobodys: OFFSETS, rights: 'login:SIUD ingest:SIUD' },
  'simulator.example_run': { nobodys: EXAMPLE, rights: 'login:SIUD' },
  'simulator.held_back': { nobodys: EXAMPLE, rights: 'login:SIUD' },
  'simulator.idempotency_key': { nobodys: ANSWERS, rights: 'login:SIUD ingest:SIUD' },
  'simulator.made_downtime': { nobodys: EXAMPLE, rights: 'login:SIUD' },
  'simulator.migration': { nobodys: MIGRATIONS, rights: '' },
  'simulator.migration_of_every_service': { nobodys: MIGRATIONS, rights: '' },
  'simulator.outbox': { nobodys: LETTERS_OUT, rights: 'login:I ingest:SI relay:SIUD' },
  'simulator.outbox_set_aside': { nobodys: LETTERS_OUT, rights: 'login:I relay:SIUD' },
  'simulator.snapshot': { nobodys: EXAMPLE, rights: 'login:SIUD ingest:SIUD' },
  'telemetry.asset_party': {
    owner: "split_part(asset_id, '-', 1)",
    rights: 'login:S ingest:SIUD',
    policies: ['ingest A all+all', 'login S some'],
    seen: { login: 'own', ingest: 'all' },
  },
  'telemetry.asset_watch': {
    owner: "split_part(asset_id, '-', 1)",
    rights: 'ingest:SIU',
    policies: ['ingest A all+all'],
    seen: { ingest: 'all' },
  },
  'telemetry.channel_set': { nobodys: REFERENCE, rights: 'login:S ingest:SI rollup:S' },
  'telemetry.condition': {
    owner: "split_part(asset_id, '-', 1)",
    rights: 'login:S ingest:SIU',
    policies: ['ingest A all+all', 'login S some'],
    seen: { login: 'own', ingest: 'all' },
  },
  'telemetry.consumer_offset': { nobodys: OFFSETS, rights: 'login:SIUD ingest:SIUD' },
  'telemetry.data_health': {
    owner: "split_part(asset_id, '-', 1)",
    rights: 'ingest:SIU',
    policies: ['ingest A all+all'],
    seen: { ingest: 'all' },
  },
  'telemetry.dirty_hour': { nobodys: HOURS, rights: 'ingest:I rollup:SD' },
  'telemetry.exam_count': {
    owner: "split_part(asset_id, '-', 1)",
    rights: 'login:S ingest:SIU',
    policies: ['ingest A all+all', 'login S some'],
    seen: { login: 'own', ingest: 'all' },
  },
  'telemetry.exam_watch': {
    owner: "split_part(asset_id, '-', 1)",
    rights: 'ingest:SIU',
    policies: ['ingest A all+all'],
    seen: { ingest: 'all' },
  },
  'telemetry.flood_watch': {
    owner: "'nobody'",
    rights: 'ingest:SIU',
    policies: ['ingest A all+all'],
    seen: { ingest: 'all' },
  },
  'telemetry.idempotency_key': { nobodys: ANSWERS, rights: 'login:SIUD ingest:SIUD' },
  'telemetry.marked': {
    owner: "split_part(asset_id, '-', 1)",
    rights: 'ingest:SIU',
    policies: ['ingest A all+all'],
    seen: { ingest: 'all' },
  },
  'telemetry.migration': { nobodys: MIGRATIONS, rights: '' },
  'telemetry.migration_of_every_service': { nobodys: MIGRATIONS, rights: '' },
  'telemetry.outbox': { nobodys: LETTERS_OUT, rights: 'login:I ingest:SI relay:SIUD' },
  'telemetry.outbox_set_aside': { nobodys: LETTERS_OUT, rights: 'login:I relay:SIUD' },
  'telemetry.reading': {
    owner: "split_part(asset_id, '-', 1)",
    rights: 'login:S ingest:I rollup:S',
    policies: ['ingest I+all', 'login S some', 'rollup S all'],
    seen: { login: 'own', rollup: 'all' },
  },
  'telemetry.reading_hour': {
    owner: "split_part(asset_id, '-', 1)",
    rights: 'login:S rollup:SIU',
    policies: ['login S some', 'rollup A all+all'],
    seen: { login: 'own', rollup: 'all' },
  },
  'telemetry.snapshot': { nobodys: EMPTY, rights: 'ingest:SIUD' },
}
