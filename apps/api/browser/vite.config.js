import { defineConfig } from 'vite';

/** GraphiQL as files of our own: the page asks nobody else for anything. */
export default defineConfig({
  root: `${import.meta.dirname}/graphiql`,
  base: '/graphiql/',
  // GraphiQL's packages hold directives that bundlers warn about by the dozen.
  logLevel: 'error',
  build: {
    outDir: '../../../../dist/apps/api/graphiql',
    emptyOutDir: true,
    chunkSizeWarningLimit: 10_000,
    // An inlined module would need data: in the content security policy.
    assetsInlineLimit: 0,
  },
  worker: { format: 'es' },
});
