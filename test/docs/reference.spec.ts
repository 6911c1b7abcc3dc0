import { glob, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { knownErrors } from '#libs/arm-errors';
import { codesOf, provisioningCodes, userErrorCodes, warningCodes } from '#libs/kernel';
import { diagnosticCodes } from '#libs/diagnosis';
import { requestCodes } from '../../apps/api/src/errors/request-codes.js';
import { pages } from '../../apps/api/src/reference/pages.js';

const explained = new Set<string>([
  ...codesOf(userErrorCodes),
  ...codesOf(warningCodes),
  ...codesOf(requestCodes),
  ...codesOf(provisioningCodes),
  ...codesOf(diagnosticCodes),
  ...knownErrors().map(({ code }) => code),
]);

/** Codes that stay inside: of PostgreSQL, of zod, and of what a process says of itself (docs/day-one.md). */
const inside = /^(?:\d|custom$|PGBOUNCER_|DATABASE_(?:NOT|LOOKS)|Graph)/;

async function codesInSources(): Promise<{ file: string; code: string }[]> {
  const found: { file: string; code: string }[] = [];
  for await (const file of glob('{libs,apps/api/src,apps/worker/src}/**/*.ts')) {
    if (/generated|\.spec\.ts$/.test(file)) continue;
    const text = await readFile(file, 'utf8');
    found.push(
      ...[...text.matchAll(/\bcode: '(\w{2,})'/g)].map(([, code = '']) => ({ file, code })),
    );
  }
  return found;
}

describe('docs/reference', () => {
  it.each(Object.entries(pages))('%s is what the code makes', async (name, print) => {
    expect(await readFile(`docs/reference/${name}`, 'utf8')).toBe(print());
  });

  it('explains every code that stands in the sources', async () => {
    const all = await codesInSources();
    expect(all.length).toBeGreaterThan(150);
    expect(all.filter(({ code }) => !inside.test(code) && !explained.has(code))).toEqual([]);
  });
});
