import type { Pool, PoolClient, QueryResultRow } from 'pg'

/** A statement; named, it is planned once per connection and reused. */
export type Statement = string | { readonly name: string; readonly text: string }

/** What repository functions need: something that runs SQL. A pool and a transaction both are. */
export interface Sql {
  query<Row extends QueryResultRow = QueryResultRow>(
    statement: Statement,
    values?: unknown[],
  ): Promise<{ rows: Row[]; rowCount: number | null }>
}

/** One connection inside `begin … commit`; `copyInto` needs the connection itself. */
export type Transaction = Sql & Pick<PoolClient, 'query' | 'escapeIdentifier' | 'escapeLiteral'>

export type { Pool }
