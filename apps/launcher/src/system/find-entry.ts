import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The compiled main file of an app. The launcher may itself run from `dist/` or, in tests, from its sources: both
 * start what was built.
 */
export function findEntry(app: 'api' | 'worker' | 'azure-simulator'): string {
  const entry = join(findProjectFolder(), 'dist/apps', app, 'src/main.js');
  if (!existsSync(entry)) throw new Error(`${entry} is missing: run \`npm run build\` first.`);
  return entry;
}

/** The folder of this project's package.json. */
export function findProjectFolder(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  throw new Error(`looking for package.json above ${import.meta.dirname}: not there`);
}
