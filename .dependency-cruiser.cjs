const adapters = '(?:database|content|storage|catalog|runs|files|state|notify)';
const databaseDrivers = '^node_modules/(?:drizzle-orm|postgres|pg|pg-copy-streams|@electric-sql/pglite-tools)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or miss a third. A type alone is gone at run time.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'A file nobody imports and nobody runs.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['^[^/]+$', '\\.d\\.m?ts$', '^app/', '^scripts/[^/]+$', '^tests/', '^public/'],
      },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-packages-in-the-product',
      severity: 'error',
      from: { path: '^(?:app|components|i18n|lib)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'kernel-is-pure',
      comment: 'The kernel knows nothing but itself and Node.',
      severity: 'error',
      from: { path: '^lib/backup/kernel/' },
      to: { pathNot: '^lib/backup/kernel/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'policy-is-pure',
      comment:
        'A decision takes plain data and gives plain data: no file, no database, no clock of its own. A type may come along, and zod, which says what plain data looks like.',
      severity: 'error',
      from: { path: '^lib/backup/policy/' },
      to: {
        pathNot: ['^lib/backup/(?:policy|kernel)/', '^lib/backup/views(?:\\.ts|/)', '^node_modules/zod/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'adapters-do-not-meet',
      comment: 'Adapters meet only in use-cases.',
      severity: 'error',
      from: { path: `^lib/backup/(${adapters})/`, pathNot: '^lib/backup/catalog/' },
      to: { path: `^lib/backup/${adapters}/`, pathNot: '^lib/backup/$1/' },
    },
    {
      name: 'catalog-knows-storage-alone',
      comment: 'The catalogue lives with the backups, so it is the one adapter that uses another.',
      severity: 'error',
      from: { path: '^lib/backup/catalog/' },
      to: { path: `^lib/backup/${adapters}/`, pathNot: '^lib/backup/(?:catalog|storage)/' },
    },
    {
      name: 'adapters-know-no-use-case',
      severity: 'error',
      from: { path: `^lib/backup/(?:${adapters}|kernel|policy)/` },
      to: { path: '^lib/backup/(?:use-cases/|index\\.ts|server\\.ts|host\\.ts|context\\.ts)' },
    },
    {
      name: 'module-knows-no-host',
      comment: 'Only host.ts knows the application around the module.',
      severity: 'error',
      from: { path: '^lib/backup/', pathNot: '^lib/backup/host\\.ts$' },
      to: {
        path: [
          '^(?:app|components|i18n|scripts|tests)/',
          '^lib/(?!backup/)',
          '^node_modules/(?:next|next-auth|next-intl|react|react-dom)/',
        ],
      },
    },
    {
      name: 'host-adapter-knows-no-pages',
      severity: 'error',
      from: { path: '^lib/backup/host\\.ts$' },
      to: { path: '^(?:app|components|scripts|tests)/' },
    },
    {
      name: 'one-door',
      comment: 'From outside, the module is lib/backup/index.ts or, in app/, lib/backup/server.ts.',
      severity: 'error',
      from: { pathNot: ['^lib/backup/', '^tests/'] },
      to: { path: '^lib/backup/', pathNot: '^lib/backup/(?:index|server)\\.ts$' },
    },
    {
      name: 'components-take-views',
      comment: 'A component gets plain data as props: it may know the types of the module, never its code.',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^lib/backup/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'components-know-no-database',
      severity: 'error',
      from: { path: '^components/' },
      to: {
        path: ['^lib/(?:db|auth)/', databaseDrivers, '^node_modules/simple-git/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'module-interface-is-self-contained',
      comment: 'components/admin/backups moves into another host unchanged.',
      severity: 'error',
      from: { path: '^components/admin/backups/' },
      to: {
        path: '^(?:app|components|hooks|i18n|lib|scripts|tests)/',
        pathNot: ['^components/admin/backups/', '^lib/backup/(?:index|server)\\.ts$', '^i18n/navigation\\.ts$'],
      },
    },
    {
      name: 'git-in-one-file',
      severity: 'error',
      from: { pathNot: '^lib/backup/content/git-cli\\.ts$' },
      to: { path: '^node_modules/simple-git/' },
    },
    {
      name: 'database-drivers-in-their-rooms',
      comment: 'The type of a handle may pass through; only these rooms run statements.',
      severity: 'error',
      from: {
        path: ['^lib/backup/', '^app/.*/backups?/', '^(?:components|i18n)/'],
        pathNot: '^lib/backup/(?:host\\.ts$|(?:catalog|runs|state|database)/)',
      },
      to: { path: databaseDrivers, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-imports-no-test',
      severity: 'error',
      from: { pathNot: '^(?:tests/|[^/]+$)' },
      to: { path: '^tests/' },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules' },
    exclude: { path: '^(?:\\.next|\\.tmp|\\.demo)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
    skipAnalysisNotInRules: true,
  },
};
