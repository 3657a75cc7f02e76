// Who may import whom: the picture in docs/architecture.md as rules that `npm run check` holds to.

/** @type {import('dependency-cruiser').DependencyType[]} */
const TYPE_ONLY = ['type-only'];
const FACES = '^src/lib/(chat|gate|sales|monitor|office)/';
/** What a device must offer, whoever is behind it. */
const PORTS = ['card-reader', 'gate-board', 'byte-line', 'device-fault', 'listeners'];
/** Made up by SvelteKit when it compiles; no such files exist. */
const VIRTUAL = '^(\\$app/|\\$env/|\\$service-worker$|\\./\\$types)';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'imports-resolve',
      comment: 'Every import, aliases included, names a file or an installed package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: VIRTUAL },
    },
    {
      name: 'domain-imports-nothing',
      comment: 'The rules of transit and chat are pure: no clock, no I/O, no library.',
      severity: 'error',
      from: { path: '^src/lib/domain/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^src/lib/domain/' },
    },
    {
      name: 'contract-knows-the-domain-alone',
      severity: 'error',
      from: { path: '^src/lib/contract/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^src/lib/(contract|domain)/', '^node_modules/valibot/'] },
    },
    {
      name: 'pages-borrow-server-types-only',
      comment: 'Two copies of a service would mean two connections and two truths.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^server/', dependencyTypesNot: TYPE_ONLY },
    },
    {
      name: 'server-knows-no-pages',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^src/', pathNot: '^src/lib/(contract|domain)/' },
    },
    {
      name: 'hardware-stands-alone',
      severity: 'error',
      from: { path: '^hardware/', pathNot: '^hardware/bridge/' },
      to: { path: '^(src|server)/' },
    },
    {
      name: 'bridge-speaks-the-contract',
      severity: 'error',
      from: { path: '^hardware/bridge/' },
      to: { path: '^(src|server)/', pathNot: '^src/lib/(contract|domain)/' },
    },
    {
      name: 'protocol-is-pure',
      severity: 'error',
      from: { path: '^hardware/protocol/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^hardware/protocol/' },
    },
    {
      name: 'simulator-knows-only-ports',
      comment: 'It stands in for the hardware: it shares the ports of the drivers, not their work.',
      severity: 'error',
      from: { path: '^hardware/simulator/', pathNot: '\\.test\\.ts$' },
      to: { path: '^hardware/drivers/', pathNot: `^hardware/drivers/(${PORTS.join('|')})\\.ts$` },
    },
    {
      name: 'one-user-of-the-socket',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/lib/socket/' },
      to: { path: '^node_modules/socket\\.io-client/' },
    },
    {
      name: 'socket-serves-every-face',
      severity: 'error',
      from: { path: '^src/lib/(socket|device|ui|i18n|pwa)/' },
      to: { path: [FACES, '^src/routes/'] },
    },
    {
      name: 'faces-do-not-know-each-other',
      severity: 'error',
      from: { path: FACES },
      to: { path: FACES, pathNot: '^src/lib/$1/' },
    },
    {
      name: 'routes-are-the-edge',
      severity: 'error',
      from: { path: '^src/lib/' },
      to: { path: '^src/routes/' },
    },
    {
      name: 'features-do-not-know-their-edges',
      comment: 'HTTP and sockets call the services, never the other way round.',
      severity: 'error',
      from: { path: '^server/(accounts|chat|transit|devices|events|jobs|redis)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/(http|socket)/|^server/(app|main|admin|start|stop|dev)\\.ts$' },
    },
    {
      name: 'redis-knows-no-feature',
      severity: 'error',
      from: { path: '^server/redis/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/(accounts|chat|transit|devices|events|jobs)/' },
    },
    {
      name: 'product-knows-no-tests',
      severity: 'error',
      from: { path: '^(src|server|hardware)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(tests|scripts|bench)/|\\.test\\.ts$' },
    },
    {
      name: 'bench-measures-from-outside',
      comment: 'It drives the server and its services, and speaks the contract; pages it opens in a browser.',
      severity: 'error',
      from: { path: '^bench/' },
      to: { path: '^(src|tests|scripts|hardware)/', pathNot: '^src/lib/(contract|domain)/' },
    },
    {
      name: 'ships-what-it-uses',
      comment: 'The server runs from node_modules without the development dependencies.',
      severity: 'error',
      from: { path: '^server/', pathNot: ['\\.test\\.ts$', '^server/dev\\.ts$'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^\\.svelte-kit/', '^build/', '^src/lib/i18n/paraglide/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'browser', 'node', 'types', 'default'],
      extensions: ['.ts', '.js', '.svelte', '.json', '.svelte.ts'],
    },
  },
};
