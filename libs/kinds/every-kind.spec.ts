import { describe, expect, it } from 'vitest';
import { kinds } from './kinds.js';

describe('every kind of operation', () => {
  it.each(kinds.operations)('$kind has steps of different names', ({ steps, compensation }) => {
    const names = [...steps, ...(compensation ?? [])].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('that makes something can be undone, and no other', () => {
    const undone = kinds.operations.filter(({ compensation }) => compensation);
    const making = kinds.operations.filter(({ kind }) =>
      /_(CREATE|INSTALL|ATTACH|PROVISION)$/.test(kind),
    );
    expect(undone).toEqual(making);
    expect(making.length).toBeGreaterThanOrEqual(6);
  });
});
