import { enqueue, inTransaction, type Pool } from '@imaging/postgres'
import { assetClasses, lifePolicies, makerAliases, organisations, siteNicknames, sites } from '../domain/index.ts'
import { classChanged, siteChanged, type Publishing } from './published.ts'
import { addClasses, addLifePolicies, addNames, addOrganisations, addSites } from './reference-repository.ts'

/**
 * Enters what the platform starts with, and publishes each site and class that was not there.
 *
 * Safe to repeat, and to run from two instances at once; what people changed stays.
 */
export async function loadReference(pool: Pool, publishing: Publishing): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await addOrganisations(tx, organisations)
    const newSites = await addSites(tx, sites)
    const newClasses = await addClasses(tx, assetClasses)
    await addLifePolicies(tx, lifePolicies)
    await addNames(tx, makerAliases, siteNicknames)
    await enqueue(tx, [
      ...newSites.map((site) => siteChanged(site, organisations, publishing)),
      ...newClasses.map((assetClass) => classChanged(assetClass, lifePolicies, publishing)),
    ])
  })
}
