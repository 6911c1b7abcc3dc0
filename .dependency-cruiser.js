/** Libraries without a noun of the business: what every noun may stand on. */
const ground =
  'kernel|node-version|database|config|queue|audit|arm-errors|arm-versions|time-zones|verbs';
/** Adapters implement ports, and the catalogue lists the verbs of all nouns: they may know the nouns. */
const adapters = 'azure|catalogue';
/** What things cost, what there is room for, the engine, what explains, what can be managed, what it comes to at most, the rules of the house, what is said of a request, what finds it, what is planned, and what is told of it all: each may use tenants, resources and those before it. */
const house =
  'prices|quotas|estimates|operations|diagnosis|kinds|ceilings|policies|decisions|discovery|plans|events';
/** What a noun, or a kind, shows of itself. */
const doors = '^libs/(?:kinds/)?[^/]+/index\\.ts$';
const specs = '\\.spec\\.ts$|^apps/[^/]+/test/';
/** What loads Prisma: its client, and the engine that compares schemas. */
const prisma =
  '^libs/database/(?:generated|prisma)/|^libs/database/migrations/(?:schema-engine|migration-adapter)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two modules that need each other are one module, or need a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-imports-apps',
      severity: 'error',
      comment: 'Imports point down: apps use libs, and no app uses another one.',
      from: { path: '^(libs|apps/([^/]+))/', pathNot: specs },
      to: { path: '^apps/', pathNot: '^apps/$2/' },
    },
    {
      name: 'libs-import-no-apps',
      severity: 'error',
      comment: 'Imports point down: a library does not know who uses it.',
      from: { path: '^libs/', pathNot: specs },
      to: { path: '^apps/' },
    },
    {
      name: 'enter-through-the-index',
      severity: 'error',
      comment: 'A noun says in its index.ts what others may use, and so does a kind.',
      from: { path: '^(?:apps|libs)/([^/]+)/', pathNot: `^libs/catalogue/verbs\\.ts$|${specs}` },
      to: { path: '^libs/([^/]+)/', pathNot: `^libs/$1/|${doors}` },
    },
    {
      name: 'the-catalogue-names-verbs',
      severity: 'error',
      comment: 'One line a verb, from the file that defines it: nothing else is entered there.',
      from: { path: '^libs/catalogue/verbs\\.ts$' },
      to: { pathNot: '\\.verb\\.ts$' },
    },
    {
      name: 'kinds-do-not-know-their-list',
      severity: 'error',
      comment:
        'A kind is what it is, whichever others there are; it is handed what it must know of them.',
      from: { path: '^libs/kinds/[^/]+/', pathNot: specs },
      to: { path: '^libs/kinds/[^/]+\\.ts$', pathNot: '^libs/kinds/kind-definition\\.ts$' },
    },
    {
      name: 'nouns-do-not-know-each-other',
      severity: 'error',
      comment: 'Tenants and resources stand beside each other. All may write audit rows.',
      from: { path: `^libs/(?!(?:${house}|${ground}|${adapters})/)([^/]+)/`, pathNot: specs },
      to: { path: '^libs/', pathNot: `^libs/(?:$1|${ground})/` },
    },
    ...house.split('|').map((noun, at, nouns) => ({
      name: `${noun}-stand-on-those-before`,
      severity: 'error',
      comment: 'The engine knows no kind, no kind knows who finds what stands in Azure.',
      from: { path: `^libs/${noun}/`, pathNot: specs },
      to: {
        path: `^libs/(?:${['none', ...nouns.slice(at + 1), 'azure', 'catalogue'].join('|')})/`,
      },
    })),
    {
      name: 'the-ground-knows-no-nouns',
      severity: 'error',
      comment: 'Database, queue, configuration and audit trail serve every noun and know none.',
      from: { path: `^libs/(${ground})/`, pathNot: specs },
      to: { path: '^libs/', pathNot: `^libs/(${ground})/` },
    },
    {
      name: 'the-kernel-imports-nothing',
      severity: 'error',
      comment: 'Everything stands on it.',
      from: { path: '^libs/kernel/', pathNot: specs },
      to: { pathNot: '^libs/kernel/|node_modules/zod/' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      comment:
        'Rules and machines decide from values: no database, queue, clock or network. Another ' +
        'noun is entered through its index, for its rules.',
      from: { path: '\\.(rules|machine)\\.ts$' },
      to: {
        pathNot:
          '^libs/kernel/|^libs/(?!database|queue|config|audit|azure)(?:kinds/)?[^/]+/index\\.ts$|\\.(rules|machine|schema|settings|value|observe|errors|port)\\.ts$|node_modules/(?:zod|decimal\\.js)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'prisma-stays-in-the-database',
      severity: 'error',
      comment: 'One client: libs/database lends it what it works on.',
      from: { pathNot: '^libs/database/|^prisma\\.config\\.ts$' },
      to: { path: '^libs/database/generated/|node_modules/@prisma/' },
    },
    {
      name: 'prisma-is-loaded-when-it-is-used',
      severity: 'error',
      comment:
        'It takes half a second of a processor and 50 MB, and a worker has no use for it: import() or a type (ADR 0037).',
      from: { path: '^(apps|libs)/', pathNot: `${prisma}|${specs}` },
      to: {
        path: `${prisma}|node_modules/@prisma/`,
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    },
    {
      name: 'only-azure-speaks-to-arm',
      severity: 'error',
      comment: 'Budgets, retries and redaction hold only for what goes through libs/azure.',
      from: { path: '^(apps|libs)/', pathNot: `^libs/azure/|^apps/azure-simulator/|${specs}` },
      to: { path: 'node_modules/@azure/' },
    },
    {
      name: 'clocks-of-zones-come-from-time-zones',
      severity: 'error',
      comment:
        'One pinned release of the zone data; other libraries bring their own or ask the runtime (ADR 0014).',
      from: { path: '^(apps|libs)/', pathNot: `^libs/time-zones/|${specs}` },
      to: {
        path: 'node_modules/(?:moment|luxon|dayjs|date-fns|cron-parser|@js-joda|[^/]*(?:timezone|tzdata|tzdb)[^/]*)',
      },
    },
    {
      name: 'declared-dependencies-only',
      severity: 'error',
      comment:
        'What is not in package.json may be gone after the next install. What runs in a browser is bundled by the build.',
      from: { path: '^(apps|libs)/', pathNot: `^apps/api/browser/|${specs}` },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev', 'undetermined'] },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      comment: 'An import that leads nowhere is a typo or a missing file.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|^libs/database/generated/' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    webpackConfig: { fileName: './.dependency-cruiser.resolve.cjs' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json', '.d.ts'],
    },
  },
};
