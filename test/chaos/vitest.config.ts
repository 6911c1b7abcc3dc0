import { defineConfig } from 'vitest/config';
import root from '../../vitest.config.js';

const { projects: _specs, ...test } = root.test ?? {};

/** What takes too long for every run of the tests. */
export default defineConfig({
  ...root,
  test: { ...test, maxWorkers: 1, include: ['test/chaos/*.chaos.ts'] },
});
