import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const path = 'dist/libs/policies/threads/evaluate-conditions.main.js';

/** What threads run, found from this file upwards: it is built, also where sources are run. */
export function findThread(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, path))) return join(folder, path);
  }
  throw new Error(`looking for ${path} above ${import.meta.dirname}: not there; \`npm run build\``);
}
