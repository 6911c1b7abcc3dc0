import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const doors = {
  outbox_event: [
    'libs/outbox/happened.repository.ts',
    'libs/outbox/outbox.repository.ts',
    'libs/outbox/tell.repository.ts',
  ],
  resource: ['libs/outbox/write-resources.repository.ts'],
  cost_tag: ['libs/outbox/cost-tags.repository.ts'],
  event: ['libs/events/event.repository.ts'],
  // Only the owner's functions may write them; see the migrations.
  audit_event: [],
  audit_seal: [],
};

const sources = globSync(['libs/**/*.ts', 'apps/**/*.ts'], {
  exclude: ['**/*.spec.ts', 'libs/database/generated/**', '**/node_modules/**'],
}).map((file) => ({ file, text: readFileSync(file, 'utf8') }));

const filesWith = (pattern: RegExp): string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

const writesTo = (table: string): RegExp =>
  new RegExp(
    `(INSERT\\s+INTO|UPDATE|DELETE\\s+FROM|MERGE\\s+INTO)\\s+(ONLY\\s+)?("?public"?\\s*\\.\\s*)?"?${table}\\b`,
    'i',
  );

/** Prisma calls `outbox_event` outboxEvent. */
const prismaWritesTo = (table: string): RegExp =>
  new RegExp(
    `\\b${table.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}\\s*\\.\\s*(create|update|upsert|delete)`,
  );

describe('the one door', () => {
  it.each(Object.entries(doors))('no other statement writes %s', (table, door) => {
    expect(filesWith(writesTo(table))).toEqual(door);
  });

  it.each(Object.keys(doors))('Prisma does not write %s', (table) => {
    expect(filesWith(prismaWritesTo(table))).toEqual([]);
  });

  it('audit rows are appended through the fragments and functions of libs/audit', () => {
    const appending = filesWith(/append_audit_event\s*\(/i);
    expect(appending.filter((file) => !file.startsWith('libs/audit/'))).toEqual([]);
  });
});
