import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const sources = globSync(['libs/**/*.ts', 'apps/{api,worker}/**/*.ts'], {
  exclude: ['**/*.spec.ts', 'libs/database/**'],
});

/** What `replace` puts in has such numbers too: it stands right after the pattern. */
const replacements = /\/[gimsuy]*,\s*(['"`])(?:(?!\1).)*\1/g;

const isNumbered = (text: string): boolean =>
  /\$[2-9]|\$1\d/.test(text.replaceAll(replacements, ''));

it('no statement outside libs/database gives its values numbers instead of names (ADR 0042)', () => {
  expect(sources.filter((file) => isNumbered(readFileSync(file, 'utf8')))).toEqual([]);
});
