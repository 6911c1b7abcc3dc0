import { describe, expect, it } from 'vitest';
import { settingOf } from '../../test/support/two-settings.js';
import { expectedSettings } from '../resources/settings/adopted-settings.rules.js';
import { compareSettings } from '../resources/settings/compare-settings.rules.js';
import { driftOf } from '../resources/settings/drift-of.js';
import { changeableOf } from '../resources/settings/fixed-settings.rules.js';
import { isTold } from '../resources/settings/setting.rules.js';
import { observeSettings, withSettings } from '../resources/settings/settings-body.js';
import { isAbout } from '../resources/fields/ignored-field.rules.js';
import { kinds } from './kinds.js';

/** What updates can change, and of what Azure tells what is no drift: reviewed by hand. */
const reviewed = {
  ARC_EXTENSION: { changeable: 'all', noDrift: 'all' },
  AZURE_SUBSCRIPTION: { changeable: [], noDrift: [] },
  COMPUTE_CLUSTER: { changeable: ['scale', 'description', 'identity'], noDrift: [] },
  COMPUTE_INSTANCE: { changeable: ['idleTimeBeforeShutdown', 'schedules'], noDrift: [] },
  CONNECTED_CLUSTER: { changeable: [], noDrift: [] },
  KUBERNETES_COMPUTE: { changeable: 'all', noDrift: [] },
  RESOURCE_GROUP: { changeable: [], noDrift: 'all' },
  WORKSPACE: { changeable: [], noDrift: 'all' },
} as const;
const names = Object.keys(reviewed) as (keyof typeof reviewed)[];

const tableOf = (kind: string) => kinds.of(kind).settings;
const told = (kind: string) =>
  Object.entries(tableOf(kind)).flatMap(([name, one]) => (isTold(one) ? [{ name, one }] : []));
/** What is sent in the body of its kind, not from the table. */
const sentApart = ['COMPUTE_CLUSTER location', 'KUBERNETES_COMPUTE defaultInstanceType'];

describe.each(names)('the settings of a %s', (kind) => {
  const [one, two] = [settingOf(kind, 'one'), settingOf(kind, 'two')];

  it('have a row each, for everything that is asked for', () => {
    expect(Object.keys(tableOf(kind)).toSorted()).toEqual(Object.keys(one.desired).toSorted());
  });

  it('can be changed, and count as drift, as was reviewed', () => {
    const { changeable, noDrift } = reviewed[kind];
    const [all, counted] = [Object.keys(tableOf(kind)), Object.keys(driftOf(tableOf(kind)))];
    expect(changeableOf(tableOf(kind))).toEqual(changeable === 'all' ? all : changeable);
    const rest = told(kind).filter(({ name }) => !counted.includes(name));
    expect(rest.map(({ name }) => name)).toEqual(
      noDrift === 'all' ? told(kind).map(({ name }) => name) : noDrift,
    );
  });

  it('differ by their names where Azure has another value, and not where it has the same', () => {
    const table = tableOf(kind);
    const expected = { ...one.observed, ...expectedSettings(table, one.desired) };
    expect(compareSettings(table, one.desired, [], expected)).toEqual([]);
    for (const { name } of told(kind)) {
      const found = { ...one.observed, [name]: two.observed[name] };
      // Where nothing has to be as it was not asked for, the other way round.
      const differing = [
        ...compareSettings(table, one.desired, [], found),
        ...compareSettings(table, two.desired, [], { ...two.observed, [name]: one.observed[name] }),
      ];
      const fields = differing.map(({ field }) => field);
      expect(
        fields.some((field) => isAbout(field, [name])),
        `${name}: ${fields.join()}`,
      ).toBe(true);
    }
  });

  it('are read from where they are sent to', () => {
    for (const { desired } of [one, two]) {
      const read = observeSettings(tableOf(kind), withSettings({}, tableOf(kind), desired));
      const sent = told(kind).filter(
        ({ name, one: { sent } }) => sent && !sentApart.includes(`${kind} ${name}`),
      );
      for (const { name, one: setting } of sent)
        expect(setting.differences(name, desired[name], read[name]), name).toEqual([]);
    }
  });
});

it('are reviewed of every kind', () => {
  expect(names).toEqual(kinds.all.map(({ kind }) => kind));
});
