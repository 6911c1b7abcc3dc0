import { defineConfig } from 'vitest/config';
import root from '../../vitest.config.js';

/** What takes too long for every run of the tests. */
export default defineConfig({
  ...root,
  test: { ...root.test, maxWorkers: 1, include: ['test/chaos/*.chaos.ts'] },
});
