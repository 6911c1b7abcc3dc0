import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe } from 'vitest';

/** `.ci/run` installs them and sets this: what is missing fails there, and is skipped by name elsewhere. */
const areRequired = process.env['ARMATURE_PUBLIC_TOOLS'] === 'required';

/** What a suite runs that is not part of the project. */
export interface PublicTools {
  /** Commands on the PATH. */
  programs?: readonly string[];
  /** Packages of npm. */
  packages?: readonly string[];
}

const isOnPath = (program: string): boolean =>
  spawnSync('sh', ['-c', 'command -v "$0"', program]).status === 0;

const isInstalled = (name: string): boolean =>
  existsSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url));

const missingOf = ({ programs = [], packages = [] }: PublicTools): string[] => [
  ...programs.filter((program) => !isOnPath(program)),
  ...packages.filter((name) => !isInstalled(name)),
];

/** A suite that needs public tools: skipped with the names of those that are missing. Throws where they are required. */
export function describeWith(tools: PublicTools, suite: string, body: () => void): void {
  const missing = missingOf(tools);
  const reason = `not installed: ${missing.join(', ')}`;
  if (missing.length > 0 && areRequired) throw new Error(`${suite}: ${reason}`);
  const title = missing.length > 0 ? `${suite}: skipped: ${reason}` : suite;
  describe.skipIf(missing.length > 0)(title, () => {
    body();
  });
}
