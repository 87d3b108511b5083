import type { Sql } from '@imaging/postgres'
import type { MachineClient, NewMachineClient } from '@imaging/schemas'

interface Row {
  readonly machineId: string
  readonly issuer: string
  readonly clientId: string
  readonly name: string
  readonly role: MachineClient['role']
  readonly organisation: MachineClient['organisation']
  readonly disabledAt: Date | null
}

const COLUMNS = `
  machine_id as "machineId", issuer, client_id as "clientId", name, role, disabled_at as "disabledAt",
  (select jsonb_build_object('code', code, 'kind', kind, 'name', organisation.name) from organisation
    where code = machine_client.organisation) as organisation`

const shown = ({ disabledAt, ...rest }: Row): MachineClient => ({
  ...rest,
  ...(disabledAt !== null && { disabledAt: disabledAt.toISOString() }),
})

/** Where a page of systems goes on. */
export interface MachinePlace {
  readonly name: string
  readonly machineId: string
}

/** The systems that whoever asks looks after, by name. */
export async function machineClients(sql: Sql, after: MachinePlace | undefined, limit: number): Promise<MachineClient[]> {
  const { rows } = await sql.query<Row>(
    `select ${COLUMNS} from machine_client where $1::text is null or (name, machine_id) > ($1, $2::uuid) order by name, machine_id limit $3`,
    [after?.name, after?.machineId, limit],
  )
  return rows.map(shown)
}

/** One system; nothing when there is none, or it is not for whoever asks. */
export async function machineClient(sql: Sql, machineId: string): Promise<MachineClient | undefined> {
  const { rows } = await sql.query<Row>(`select ${COLUMNS} from machine_client where machine_id = $1`, [machineId])
  return rows.map(shown)[0]
}

/** Writes a system; false when its client has been let in before, by whomever. */
export async function createMachineClient(
  tx: Sql,
  machineId: string,
  { issuer, clientId, name, role, organisation }: Omit<NewMachineClient, 'why'>,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into machine_client (machine_id, issuer, client_id, name, role, organisation) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [machineId, issuer, clientId, name, role, organisation],
  )
  return rowCount === 1
}

/** Shuts a system out from an instant on, or lets it in again. */
export async function setMachineDisabled(tx: Sql, machineId: string, disabledAt: Date | null): Promise<void> {
  await tx.query('update machine_client set disabled_at = $2 where machine_id = $1', [machineId, disabledAt])
}
