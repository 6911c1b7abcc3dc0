import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { fragment, prepared, raw, statement, type Fragment } from './statement.js';

interface Asked {
  name: string;
  least: number;
}

const bigEnough = fragment`size >= ${'least'}::integer`;
const found = statement<Asked, { name: string; asked: string }>`
  SELECT name, ${'name'}::text AS asked FROM (VALUES ('small', 1), ('large', 9)) AS things (name, size)
  WHERE ${bigEnough} AND name <> ${'name'}::text LIMIT ${3}`;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('a statement with named values', () => {
  it('takes each value by its name, as often as it stands in the text', async () => {
    const { rows } = await database.pool.query(found({ name: 'small', least: 1 }));
    expect(rows).toEqual([{ name: 'large', asked: 'small' }]);
  });

  it('gives a name that is used twice, also in a fragment, one place', () => {
    const { text, values } = found({ least: 2, name: 'x' });
    expect([...text.matchAll(/\$\d+/g)].map(String)).toEqual(['$1', '$2', '$1']);
    expect(values).toEqual(['x', 2]);
  });

  it.each(Object.entries({ statement, prepared }))('makes its text once: %s', (_name, tag) => {
    let reads = 0;
    const counted: Fragment = {
      get parts() {
        reads += 1;
        return ['size'];
      },
    };
    const made = tag<Asked>`SELECT ${counted} WHERE ${bigEnough}`;
    const texts = [1, 2, 3].map((least) => made({ name: 'a', least }).text);
    expect(new Set(texts)).toEqual(new Set(['SELECT size WHERE size >= $1::integer']));
    expect(reads).toBe(1);
  });

  it('is prepared under a name that follows from its text', () => {
    const one = prepared<Asked>`SELECT ${'name'}::text`({ name: 'a', least: 1 });
    const same = prepared<Asked>`SELECT ${'name'}::text`({ name: 'b', least: 1 });
    const other = prepared<Asked>`SELECT ${'least'}::integer`({ name: 'a', least: 1 });
    expect(one.name).toMatch(/^armature_/);
    expect(same.name).toBe(one.name);
    expect(other.name).not.toBe(one.name);
    expect(found({ name: 'a', least: 1 })).not.toHaveProperty('name');
  });

  it('takes text of our own as it stands, and never a value', () => {
    const { text, values } = statement<{ id: string }>`SELECT ${raw('o.id')} = ${'id'}`({
      id: `'; --`,
    });
    expect({ text, values }).toEqual({ text: 'SELECT o.id = $1', values: [`'; --`] });
  });
});

/** Compiled and never run: each line must be an error of the compiler, or `npm run typecheck` fails. */
export function whatTheCompilerRefuses(): void {
  // @ts-expect-error a name that the values do not have
  void statement<Asked>`SELECT ${'nmae'}::text`;
  // @ts-expect-error a fragment with a name that the values do not have
  void statement<{ name: string }>`SELECT FROM things WHERE ${bigEnough}`;
  // @ts-expect-error a missing value
  found({ name: 'a' });
  // @ts-expect-error an unknown value
  found({ name: 'a', least: 1, most: 2 });
  // @ts-expect-error a value of another type
  found({ name: 'a', least: '1' });
  // @ts-expect-error text that nobody has called raw
  void statement<Asked>`SELECT ${'o.id' as string}`;
  // @ts-expect-error the names that go into a fragment cannot be left out of its type
  const nameless: Fragment = bigEnough;
  void nameless;
}
