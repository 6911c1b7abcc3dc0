import { fileURLToPath } from 'node:url';
import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.js';

/** What these do to their process, others would notice: each gets one of its own. */
const alone = [
  'apps/azure-simulator/test/identity.spec.ts', // the library keeps the first managed identity's endpoint
  'test/contract/connect-arm.spec.ts', // likewise
  'libs/log/log.module.spec.ts', // sets the log of all Nest applications
  'test/integration/api/scope-statements.spec.ts', // counts what every connection asks
  'test/integration/pages/planned-once.spec.ts', // a process names only so many statements
];
const every = '{apps,libs,test,bench,prisma}/**/*.spec.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  // Not .swcrc: that one leaves specs out of the build.
  plugins: [
    swc.vite({
      swcrc: false,
      module: { type: 'es6' },
      jsc: {
        target: 'es2024',
        parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        keepClassNames: true,
      },
    }),
  ],
  resolve: {
    alias: [
      // The build of graphql that Node itself picks, so that Nest and the specs share one.
      { find: /^graphql$/, replacement: `${root}node_modules/graphql/index.js` },
      { find: /^#libs\/(.+)$/, replacement: `${root}libs/$1/index.ts` },
    ],
  },
  // What is imported by a name that is made at run time is found at run time, as by Node itself: sources end in .ts.
  build: { dynamicImportVarsOptions: { exclude: [/./] } },
  test: {
    // Specs take turns in the same few processes, so that modules are loaded once in each.
    projects: [
      {
        extends: true,
        test: { name: 'together', isolate: false, include: [every], exclude: alone },
      },
      { extends: true, test: { name: 'alone', include: alone } },
    ],
    pool: 'forks',
    // Most of what a test makes is soon forgotten: with little room for what is new, to collect it is a tenth of all work.
    execArgv: ['--min-semi-space-size=16', '--max-semi-space-size=64'],
    // Most of them wait most of the time: for clocks, time-outs and processes. Four left two cores idle for a third of it.
    maxWorkers: 6,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', './test/support/summary-reporter.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A condition that is waited for may take as long as a busy machine needs, and not vitest's one second.
    expect: { poll: { timeout: 20_000 } },
  },
});
