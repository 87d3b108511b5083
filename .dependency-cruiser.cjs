/** Rules that hold between folders. Each says why, because the reason is what a reader needs when it bites. */
const TESTS = '[.]test[.]ts$|/fixtures/|/testing/'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one file, or miss a third that both need.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that is not found fails at run time, on the machine of whoever starts it.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'domain-is-pure',
      comment:
        'Rules are functions without effects, so that services, workflows and tests can all run them; they know the calendar and nothing else.',
      severity: 'error',
      from: { path: '^services/([^/]+)/domain/', pathNot: TESTS },
      to: { pathNot: ['^services/$1/domain/', '^packages/calendar/'] },
    },
    {
      name: 'services-talk-by-events-and-http',
      comment: 'A service never reaches into another. Pages may use the words and rules of any domain.',
      severity: 'error',
      from: { path: '^services/(?!web/)([^/]+)/', pathNot: TESTS },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'pages-know-domains-only',
      comment: 'Pages get facts through APIs; from other services they import pure rules alone.',
      severity: 'error',
      from: { path: '^services/web/', pathNot: TESTS },
      to: { path: '^services/(?!web/)', pathNot: '^services/[^/]+/domain/' },
    },
    {
      name: 'workflows-are-deterministic',
      comment: 'Workflow code is replayed: it may use domains, contracts, the calendar and the Temporal SDK, and activities as types only.',
      severity: 'error',
      from: { path: '^workflows/src/', pathNot: [TESTS, '/activities[.]ts$'] },
      to: {
        path: '^(packages/(?!calendar/)|services/[^/]+/(?!domain/)|infra/|workflows/worker/)|^(fs|net|http|https|child_process|worker_threads|timers)(/|$)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'activities-as-types',
      comment: 'An activity imported by a workflow as a value would run inside the sandbox instead of in the worker.',
      severity: 'error',
      from: { path: '^workflows/src/.*workflow[.]ts$' },
      to: { path: '/activities[.]ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'packages-know-no-domain',
      comment: 'Technical ports serve any platform: they import neither services nor what runs them.',
      severity: 'error',
      from: { path: '^packages/', pathNot: TESTS },
      to: { path: '^(services|workflows|infra|bench|tests)/' },
    },
    {
      name: 'contracts-stand-alone',
      comment: 'Producers and consumers agree on schemas; schemas agree with nobody.',
      severity: 'error',
      from: { path: '^schemas/' },
      to: { path: '^(services|packages|workflows|infra|bench|tests)/' },
    },
  ],
  options: {
    // With TypeScript 7 the default parser sees no module and reports success; the check counts modules for that reason.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|[.]data|public)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
}
