import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const doors = {
  outbox_event: ['libs/outbox/outbox.repository.ts', 'libs/outbox/tell.repository.ts'],
  resource: ['libs/outbox/write-resources.repository.ts'],
  cost_tag: ['libs/outbox/cost-tags.repository.ts'],
  // Only the owner's functions may write them; see the migrations.
  audit_event: [],
  audit_seal: [],
};

const sources = globSync(['libs/**/*.ts', 'apps/**/*.ts'], {
  exclude: ['**/*.spec.ts', 'libs/database/generated/**', '**/node_modules/**'],
}).map((file) => ({ file, text: readFileSync(file, 'utf8') }));

const writesTo = (table: string): RegExp =>
  new RegExp(
    `(INSERT\\s+INTO|UPDATE|DELETE\\s+FROM|MERGE\\s+INTO)\\s+(ONLY\\s+)?"?${table}\\b`,
    'i',
  );

const writersOf = (table: string): string[] =>
  sources.filter(({ text }) => writesTo(table).test(text)).map(({ file }) => file);

describe('the one door', () => {
  it.each(Object.entries(doors))('no other statement writes %s', (table, door) => {
    expect(writersOf(table)).toEqual(door);
  });

  it('audit rows are appended through the fragments and functions of libs/audit', () => {
    const appending = sources.filter(({ text }) => /append_audit_event\s*\(/i.test(text));
    expect(
      appending.map(({ file }) => file).filter((file) => !file.startsWith('libs/audit/')),
    ).toEqual([]);
  });
});
