import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A compiled file, by its path under `dist/`. The launcher may itself run from `dist/` or, in tests, from its
 * sources: both start what was built.
 */
export function findBuilt(path: string): string {
  const file = join(findProjectFolder(), 'dist', path);
  if (!existsSync(file)) throw new Error(`${file} is missing: run \`npm run build\` first.`);
  return file;
}

/** The folder of this project's package.json. */
export function findProjectFolder(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  throw new Error(`looking for package.json above ${import.meta.dirname}: not there`);
}
