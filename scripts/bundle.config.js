import { globSync } from 'node:fs';
import { defineConfig } from 'vite';

const root = `${import.meta.dirname}/..`;
const dist = `${root}/dist`;
const packages = `${root}/node_modules`;

/** What processes run, by their paths under dist/ without the ending. */
const entries = globSync('{apps/*/src,libs}/**/{main,*.main}.js', { cwd: dist }).map((file) =>
  file.replace(/\.js$/, ''),
);

/**
 * Packages that others could use and that are not installed stay absent.
 *
 * @type {import('vite').Plugin}
 */
const absentPackages = {
  name: 'absent-packages',
  enforce: 'pre',
  async resolveId(id, importer, options) {
    const found = await this.resolve(id, importer, { ...options, skipSelf: true });
    return found ?? { id, external: true };
  },
};

/**
 * Each process in a few files instead of thousands, in the place of its main file: most of the time until one answered
 * went into finding and reading modules (docs/adr/0061).
 */
export default defineConfig({
  root,
  // Its warnings tell of modules that could have stayed in files of their own.
  logLevel: 'error',
  plugins: [absentPackages],
  ssr: { noExternal: true, external: ['@prisma/client', 'msgpackr-extract'] },
  resolve: {
    alias: [
      // Nest requires graphql's other build, and a schema of one is none to the other.
      { find: /^graphql$/, replacement: `${packages}/graphql/index.mjs` },
      { find: /^graphql\/(.+?)(\.m?js)?$/, replacement: `${packages}/graphql/$1.mjs` },
    ],
  },
  build: {
    ssr: true,
    target: 'node24',
    outDir: dist,
    emptyOutDir: false,
    copyPublicDir: false,
    rolldownOptions: {
      input: Object.fromEntries(entries.map((entry) => [entry, `${dist}/${entry}.js`])),
      output: {
        chunkFileNames: 'chunks/[name]-[hash].js',
        keepNames: true,
        strictExecutionOrder: true,
      },
    },
  },
});
