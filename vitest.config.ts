import { fileURLToPath } from 'node:url';
import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.js';

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
  test: {
    include: ['{apps,libs,test,bench,prisma}/**/*.spec.ts'],
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', './test/support/summary-reporter.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A condition that is waited for may take as long as a busy machine needs, and not vitest's one second.
    expect: { poll: { timeout: 20_000 } },
  },
});
