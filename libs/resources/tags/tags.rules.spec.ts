import { describe, expect, it } from 'vitest';
import { said } from '../../../test/support/said.js';
import { checkTags } from './tags.rules.js';

describe('tags, as ARM takes them', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ key: `k${i}`, value: 'v' }));

  it.each([
    ['plain ones', [{ key: 'team name', value: 'ML & more' }], []],
    ['49, and our own', many(49), []],
    ['50 beside our own', many(50), ['INVALID_INPUT input.costTags']],
    ['the longest key', [{ key: 'k'.repeat(512), value: '' }], []],
    ['a longer key', [{ key: 'k'.repeat(513), value: '' }], ['INVALID_INPUT input.costTags.0.key']],
    ['the longest value', [{ key: 'k', value: 'v'.repeat(256) }], []],
    [
      'a longer value',
      [{ key: 'k', value: 'v'.repeat(257) }],
      ['INVALID_INPUT input.costTags.0.value'],
    ],
    ['no key', [{ key: ' ', value: 'v' }], ['INVALID_INPUT input.costTags.0.key']],
    [
      'twins',
      [
        { key: 'Owner', value: 'a' },
        { key: 'owner', value: 'b' },
      ],
      ['INVALID_INPUT input.costTags.1.key'],
    ],
    [
      'our own',
      [{ key: 'Armature-Operation', value: 'v' }],
      ['INVALID_INPUT input.costTags.0.key'],
    ],
  ])('%s', (_what, tags, expected) => {
    expect(said(checkTags(tags))).toEqual(expected);
  });

  it.each(['<', '>', '%', '&', '\\', '?', '/'])('no %s in a name', (character) => {
    expect(said(checkTags([{ key: `a${character}b`, value: 'v' }]))).toEqual([
      'INVALID_INPUT input.costTags.0.key',
    ]);
  });
});
