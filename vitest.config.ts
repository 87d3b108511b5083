import { defineConfig } from 'vitest/config'

const everywhere = ['schemas', 'packages', 'services', 'workflows', 'infra', 'tests', 'bench']
const named = (suffix: string): string[] => everywhere.map((folder) => `${folder}/**/*${suffix}`)

/**
 * A file's suffix says what it needs: nothing, a workflow bundle, the three servers, or a browser as well.
 *
 * Timeouts end what hangs, on a busy machine too; no test says by them how quick something is.
 */
export default defineConfig({
  test: {
    reporters: ['default', './infra/local/closing-line.ts'],
    pool: 'forks',
    projects: [
      {
        test: {
          name: 'unit',
          include: named('.test.ts'),
          exclude: ['**/node_modules/**', '**/*.int.test.ts', '**/*.workflow.test.ts', '**/*.e2e.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'workflow',
          include: named('.workflow.test.ts'),
          globalSetup: './infra/local/with-workflow-bundle.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: named('.int.test.ts'),
          globalSetup: './infra/local/with-stack.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: named('.e2e.test.ts'),
          globalSetup: './infra/local/with-platform.ts',
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})
