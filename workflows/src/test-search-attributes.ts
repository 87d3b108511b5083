import type { Client } from '@temporalio/client'

/** Temporal's number for an attribute that holds one code, compared whole. */
const KEYWORD = 2

/** Makes known in a namespace of a test by what operators look for processes; naming them again is harmless. */
export async function nameSearchAttributes({ connection }: Pick<Client, 'connection'>, namespace: string): Promise<void> {
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: { ImagingTrust: KEYWORD, ImagingAsset: KEYWORD, ImagingSupplier: KEYWORD },
  })
}
