import { defineConfig } from 'vitest/config';
import root from '../../vitest.config.js';

const { projects: _specs, ...test } = root.test ?? {};

/** What `measure-claim.ts` runs: processes, PostgreSQL and simulator as the tests have them. */
export default defineConfig({
  ...root,
  test: { ...test, maxWorkers: 1, reporters: ['default'], include: ['bench/claim/*.run.ts'] },
});
