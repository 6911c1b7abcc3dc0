import type { Missing } from './find-missing.rules.js';

/** What the migrations need and the owner has not got. Nothing was written. */
export class MigrationsRefused extends Error {
  override readonly name = 'MigrationsRefused';

  constructor(readonly missing: readonly Missing[]) {
    const lines = missing.map(({ what, mend }) => `  ${what}\n    ${mend}`);
    super(
      `The database cannot be migrated yet, and nothing was written. Missing:\n${lines.join('\n')}\nThen run the command again.`,
    );
  }
}
