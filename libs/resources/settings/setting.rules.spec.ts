import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { adoptedSettings } from './adopted-settings.rules.js';
import { compareSettings } from './compare-settings.rules.js';
import { isSent } from './fixed-settings.rules.js';
import { flagAt } from './plain-values.js';
import { settingsReader } from './read-settings-row.js';
import { desiredSchema, observedSchema } from './settings-schema.js';
import { setting, type Settings } from './setting.rules.js';
import { armIdAt, caselessAt, optionalName, regionAt, saidText, textAt } from './text-values.js';

const table = {
  owner: optionalName('owner'),
  image: setting(optionalName('image'), { nullIsAny: true, fixed: 'in place' }),
  script: setting(optionalName('script'), { resent: true, fixed: 'in place' }),
  isOpen: {
    ...flagAt('isOpen', true),
    foundIn: (observed: object) => !('privateAddress' in observed),
  },
} satisfies Settings;

const asked = { owner: null, image: null, script: null, isOpen: true };
const found = { owner: null, image: null, script: null, isOpen: true };
const differing = (desired: object, observed: object) =>
  compareSettings(table, { ...asked, ...desired }, [], { ...found, ...observed }).map(
    ({ field }) => field,
  );

describe('a setting that was asked for as null', () => {
  it('is otherwise in Azure where that has one', () => {
    expect(differing({}, { owner: 'ann' })).toEqual(['owner']);
  });

  it('is as asked whatever Azure has, where null leaves it to Azure', () => {
    expect(differing({}, { image: 'base' })).toEqual([]);
    expect(differing({ image: 'mine' }, { image: 'base' })).toEqual(['image']);
  });
});

it('a setting that another field of an answer tells is compared with that one', () => {
  expect(differing({}, { isOpen: false })).toEqual([]);
  expect(differing({}, { privateAddress: '10.0.0.4' })).toEqual(['isOpen']);
});

describe('a change says in its PUT', () => {
  const sent = (asked?: readonly string[]) =>
    Object.keys(table).filter((name) => isSent(table, name, asked));

  it('what it is about, and what is sent with every change', () => {
    expect(sent(['owner'])).toEqual(['owner', 'script']);
  });

  it('all that can change, where it is about everything', () => {
    expect(sent()).toEqual(['owner', 'script', 'isOpen']);
  });
});

describe('where Azure says none of a text', () => {
  it.each([
    ['a name that it always has is shown as asked', caselessAt('x').shown('Mine', ''), 'Mine'],
    ['a text that it need not tell is too', saidText('x', 'usual').shown('Mine', ''), 'Mine'],
    ['a text that it may lack is shown as lacking', textAt('x', 'usual').shown('Mine', ''), ''],
    ['an id is shown as asked', armIdAt('x').shown('/a', null), '/a'],
  ])('%s', (_what, shown, expected) => {
    expect(shown).toBe(expected);
  });

  it('an id that has to be said was asked for as nothing, and nothing is expected of it', () => {
    expect(armIdAt('x').adopted(null)).toBe('');
    expect(armIdAt('x').expected('')).toBeNull();
  });

  it('a setting with a default is taken over with that, and any other with what stands in', () => {
    const settings = {
      tier: setting(textAt('tier', 'unsaid'), { default: 'usual' }),
      plan: setting(textAt('plan', 'unsaid'), {}),
    };
    expect(adoptedSettings(settings, {})).toEqual({ tier: 'usual', plan: 'unsaid' });
    expect(adoptedSettings(settings, { tier: 'a', plan: 'b' })).toEqual({ tier: 'a', plan: 'b' });
  });
});

it('what an older row does not say has its default', () => {
  const schema = desiredSchema({ tier: setting(textAt('tier', 'unsaid'), { default: 'usual' }) });
  expect(schema.parse({})).toEqual({ tier: 'usual' });
});

describe('a row whose `desired` cannot be read', () => {
  const settings = {
    location: regionAt('location'),
    parts: setting(textAt('parts', ''), { observedAs: 'all' }),
    whole: setting(textAt('whole', ''), { observedAs: null }),
  };
  const read = settingsReader(settings, {
    desired: desiredSchema(settings),
    observed: observedSchema(settings, { all: z.string() }),
    unsaid: () => ({ all: '' }),
  });
  const row = { kind: 'TOY', location: 'eastus', desired: null };

  it('is in the region of its row', () => {
    expect(read({ ...row, observed: null }).desired.location).toBe('eastus');
  });

  it('leaves nobody knowing a setting that Azure does not tell under the name that counts', () => {
    expect(read({ ...row, observed: { all: 'x', whole: 'y' } }).unknown).toEqual(['whole']);
    expect(read({ ...row, observed: { parts: 'x' } }).unknown).toEqual(['parts', 'whole']);
  });
});
