import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isStoredAsRead } from './stored-as-read.js';

const schema = z.object({
  name: z.string(),
  state: z.enum(['ON', 'OFF']),
  count: z.int32(),
  note: z.string().nullable().default(null),
  scale: z.object({ nodes: z.array(z.object({ id: z.string().max(3) })) }),
  since: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
  trimmed: z.string().trim(),
  tags: z.record(z.string(), z.string()).nullable(),
  chosen: z.union([z.boolean(), z.string().toLowerCase()]),
});

const stored = {
  name: 'one',
  state: 'ON',
  count: 3,
  note: null,
  scale: { nodes: [{ id: 'a' }, { id: 'b' }] },
  since: '2026-01-01T00:00:00Z',
  trimmed: 'x',
  tags: { owner: 'me' },
  chosen: true,
};

/** What the schema itself makes of it. */
const readSame = (value: unknown): boolean => {
  const { data } = schema.safeParse(value);
  return JSON.stringify(data) === JSON.stringify(value);
};

describe('a stored object', () => {
  it('that is whole is read as it is, again and again', () => {
    for (const again of [stored, structuredClone(stored)])
      expect(isStoredAsRead(schema, again)).toBe(true);
    expect(readSame(stored)).toBe(true);
  });

  it.each([
    ['no object', 'text'],
    ['null', null],
    ['a list', [stored]],
    ['a field of another type', { ...stored, name: 1 }],
    ['a word that nobody knows', { ...stored, state: 'HALF' }],
    ['a fraction', { ...stored, count: 1.5 }],
    ['a number that is too large', { ...stored, count: 2 ** 31 }],
    ['a number as text', { ...stored, count: '3' }],
    ['a field too many', { ...stored, more: 1 }],
    ['a field too many below', { ...stored, scale: { nodes: [{ id: 'a', more: 1 }] } }],
    ['no default yet', { ...stored, note: undefined }],
    ['a text that is too long below', { ...stored, scale: { nodes: [{ id: 'abcd' }] } }],
    ['an object in place of a list', { ...stored, scale: { nodes: {} } }],
    ['what is refused', { ...stored, since: 'soon' }],
    ['what is changed by reading', { ...stored, trimmed: ' x ' }],
    ['a tag of another type', { ...stored, tags: { owner: 1 } }],
    ['what one of several forms changes', { ...stored, chosen: 'YES' }],
  ])('with %s is not', (_what, value) => {
    expect(isStoredAsRead(schema, value)).toBe(false);
    expect(readSame(value)).toBe(false);
  });
});
