import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { beyond, withKept } from '../src/arm/kept-fields.js';

const schema = z.object({
  name: z.string(),
  secret: z.string().nullish(),
  loose: z.looseObject({ known: z.string() }).nullish(),
  inner: z
    .object({ list: z.array(z.object({ id: z.string() })).nullish() })
    .nullish()
    .transform((value) => value ?? {}),
  types: z.record(z.string(), z.object({ cpu: z.string() })).nullish(),
});

describe('what a request says beyond what is played', () => {
  it('is kept at every level, without what is known and without what keeps itself', () => {
    const body = {
      name: 'x',
      secret: 'never kept',
      later: { any: 1 },
      loose: { known: 'a', later: 'kept by itself' },
      inner: { later: 1, list: [{ id: '1' }, { id: '2', later: true }] },
      types: { one: { cpu: '1' }, two: { cpu: '2', later: 'x' } },
    };
    expect(beyond(schema, body)).toEqual({
      later: { any: 1 },
      inner: { later: 1, list: [null, { later: true }] },
      types: { two: { later: 'x' } },
    });
    expect(beyond(schema, { name: 'x', inner: { list: [{ id: '1' }] } })).toBeUndefined();
  });

  it('is answered beside what is known, which goes before it', () => {
    const kept = { name: 'old', later: 1, inner: { list: [null, { later: true }] } };
    expect(
      withKept({ name: 'new', none: null, inner: { list: [{ id: '1' }, { id: '2' }] } }, kept),
    ).toEqual({
      name: 'new',
      none: null,
      later: 1,
      inner: { list: [{ id: '1' }, { id: '2', later: true }] },
    });
  });
});
