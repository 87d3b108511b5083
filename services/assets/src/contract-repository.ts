import type { Sql } from '@imaging/postgres'
import type { ContractSnapshot } from '@imaging/schemas'
import type { Change } from './change.ts'

/** A contract as the register holds it now. */
export interface HeldContract {
  readonly contract: ContractSnapshot
  readonly version: number
}

interface Row {
  readonly body: ContractSnapshot
  readonly version: number
}

const held = ({ body, version }: Row): HeldContract => ({ contract: body, version })

export async function heldContract(sql: Sql, contractId: string): Promise<HeldContract | undefined> {
  const { rows } = await sql.query<Row>('select body, version from contract where contract_id = $1', [contractId])
  return rows.map(held)[0]
}

/** A contract that may be changed, locked until the transaction ends. */
export async function lockContract(tx: Sql, contractId: string): Promise<HeldContract | undefined> {
  const { rows } = await tx.query<Row>('select body, version from contract where contract_id = $1 for update', [contractId])
  return rows.map(held)[0]
}

/** Whether another trust has a contract of this id; nothing else is said of it. */
export async function isContractOfAnother(sql: Sql, contractId: string): Promise<boolean> {
  const { rows } = await sql.query<{ is: boolean }>('select is_contract_of_another($1) as is', [contractId])
  return rows[0]?.is === true
}

/** Contracts by their ids. */
export async function contractsOf(sql: Sql, contractIds: readonly string[]): Promise<ReadonlyMap<string, ContractSnapshot>> {
  const { rows } = await sql.query<Row>('select body, version from contract where contract_id = any($1)', [contractIds])
  return new Map(rows.map(({ body }) => [body.contractId, body]))
}

/** Contracts after one id, in the order of their ids. */
export async function contractsAfter(
  sql: Sql,
  { trust, supplier }: { readonly trust?: string; readonly supplier?: string },
  after: string,
  limit: number,
): Promise<readonly HeldContract[]> {
  const { rows } = await sql.query<Row>(
    `select body, version from contract
      where contract_id > $1 and ($2::text is null or trust = $2) and ($3::text is null or supplier_id = $3)
      order by contract_id limit $4`,
    [after, trust, supplier, limit],
  )
  return rows.map(held)
}

/** Writes a contract as its next version, with its history. */
export async function saveContract(tx: Sql, contract: ContractSnapshot, version: number, { at, by, why }: Change): Promise<void> {
  const body = JSON.stringify(contract)
  await tx.query(
    'insert into contract_version (contract_id, version, recorded_at, recorded_by, why, body) values ($1, $2, $3, $4, $5, $6)',
    [contract.contractId, version, at, JSON.stringify(by), why, body],
  )
  await tx.query(
    `insert into contract (contract_id, version, body, changed_at) values ($1, $2, $3, $4)
     on conflict (contract_id) do update set version = excluded.version, body = excluded.body, changed_at = excluded.changed_at`,
    [contract.contractId, version, body, at],
  )
}
