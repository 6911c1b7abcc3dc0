import { isDeepStrictEqual } from 'node:util';
import type { DomainError } from '#libs/kernel';
import type { Proposal, ManagedKind, OperationDefinition, Target } from '#libs/operations';
import { sameTagKey, type Settings, shownSettings, type Tag } from '#libs/resources';
import type { ChangeEffect, PlannedChange } from './planned-change.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a proposal does, field by field. `asked` is the input of the verb: a refused field has what it was asked to be there.
 */
export function changesOf(
  kind: ManagedKind,
  definition: OperationDefinition,
  proposal: Proposal,
  asked: Fields,
): PlannedChange[] {
  const { target } = proposal;
  if (target === null) return created(proposal);
  if (definition.during === 'DELETING') return [goes(target)];
  const fixed = proposal.refusals.flatMap((refusal) => replaced(kind, target, asked, refusal));
  const inPlace = inPlaceOf(kind, definition, proposal, target);
  return [...inPlace.filter(({ path }) => !fixed.some((one) => one.path[0] === path[0])), ...fixed];
}

const kept = (path: readonly string[], value: unknown): PlannedChange =>
  change(path, value, value, 'UNCHANGED');

function created({ armId, desired, costTags, input, taken }: Proposal): PlannedChange[] {
  const settings = leaves({ armId, ...desired, ...madeBeside(input) });
  const tags = (costTags ?? []).map(({ key, value }) => [['costTags', key], value] as const);
  return [
    ...settings.map(([path, value]) => (taken ? kept(path, value) : made(path, value))),
    ...tags.map(([path, value]) =>
      taken && !taken.writesTags ? kept(path, value) : made(path, value),
    ),
  ];
}

const made = (path: readonly string[], value: unknown): PlannedChange =>
  change(path, null, value, 'CREATE');

/** What a creation makes along with the resource: what a workspace leans on, the extension of a cluster. */
const madeBeside = ({ make, extension }: Fields): Fields => ({
  ...(Array.isArray(make) && make.length > 0 && { dependencies: make }),
  ...(isPlain(extension) &&
    isPlain(extension['desired']) && {
      extension: { name: extension['name'], ...extension['desired'] },
    }),
});

const goes = ({ desired }: Target): PlannedChange => change([], desired, null, 'DELETE');

/** Azure takes no change of it: the resource would have to be deleted and made anew, which nobody does by this request. */
function replaced(
  kind: ManagedKind,
  target: Target,
  asked: Fields,
  { code, field, message }: DomainError,
): PlannedChange[] {
  const name = field?.[1];
  if (code !== 'IMMUTABLE_FIELD' || name === undefined) return [];
  return [change([name], standing(kind, target)[name] ?? null, asked[name], 'REPLACE', message)];
}

function inPlaceOf(
  kind: ManagedKind,
  definition: OperationDefinition,
  { desired, costTags, asked, noop }: Proposal,
  target: Target,
): PlannedChange[] {
  const changed = definition.makesAnew ? 'REPLACE' : 'UPDATE_IN_PLACE';
  const settings = desired ? settingsChanged(kind, target, desired, asked, changed) : [];
  const tags = costTags ? tagsChanged(target.costTags, costTags, changed) : [];
  const brought = definition.brings ? broughtBy(definition.brings, target, noop) : [];
  return [...settings, ...tags, ...brought];
}

function settingsChanged(
  kind: ManagedKind,
  target: Target,
  desired: Fields,
  asked: readonly string[] | undefined,
  changed: ChangeEffect,
): PlannedChange[] {
  const before = standing(kind, target);
  const wished = kind.read(target).desired as Fields;
  return Object.entries(kind.settings).flatMap(([name, one]) => {
    const same = (value: unknown) => isSame(one, value, desired[name]);
    if (same(before[name]))
      return asked?.includes(name)
        ? [change([name], before[name], desired[name], 'UNCHANGED')]
        : [];
    if (!same(wished[name])) return differing(name, before[name], desired[name], changed);
    // It was asked for before, and Azure has it otherwise all the same.
    return asked === undefined || asked.includes(name)
      ? differing(name, before[name], desired[name], 'IGNORED_BY_AZURE', askedBefore)
      : [];
  });
}

/** Null is the same as nothing else; what kinds compare is no null. */
const isSame = ({ form }: Settings[string], one: unknown, other: unknown): boolean =>
  isNone(one) || isNone(other)
    ? isNone(one) && isNone(other)
    : isDeepStrictEqual(form(one), form(other));

const isNone = (value: unknown): boolean => value === null || value === undefined;

const askedBefore = 'It was asked for before, and Azure has it otherwise.';

/** As it is shown now. */
const standing = (kind: ManagedKind, target: Target): Fields => {
  const { desired, observed } = kind.read(target);
  return shownSettings(kind.settings, desired as never, observed) as Fields;
};

const differing = (
  name: string,
  before: unknown,
  after: unknown,
  effect: ChangeEffect,
  reason: string | null = null,
): PlannedChange[] => {
  if (before === undefined) return [change([name], null, after, 'UNKNOWN', unread)];
  const parts = bothObjects(before, after);
  if (!parts) return [change([name], before, after, effect, reason)];
  return parts
    .filter(([, was, is]) => !isDeepStrictEqual(was, is))
    .map(([part, was, is]) => change([name, part], was ?? null, is ?? null, effect, reason));
};

const unread = 'What stands there is not known.';

/** The entries of two objects side by side; undefined where one of them is something else. */
function bothObjects(
  before: unknown,
  after: unknown,
): [name: string, was: unknown, is: unknown][] | undefined {
  if (!isPlain(before) || !isPlain(after)) return undefined;
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return names.map((name) => [name, before[name], after[name]]);
}

const isPlain = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function tagsChanged(
  before: readonly Tag[],
  after: readonly Tag[],
  changed: ChangeEffect,
): PlannedChange[] {
  const kept = after.map(({ key, value }) => {
    const was = before.find((tag) => sameTagKey(tag.key, key));
    const effect = was === undefined ? 'CREATE' : was.value === value ? 'UNCHANGED' : changed;
    return change(['costTags', key], was?.value ?? null, value, effect);
  });
  const gone = before
    .filter(({ key }) => !after.some((tag) => sameTagKey(tag.key, key)))
    .map(({ key, value }) => change(['costTags', key], value, null, 'DELETE'));
  return [...kept, ...gone];
}

const broughtBy = (brings: Fields, { observed }: Target, noop: boolean): PlannedChange[] =>
  Object.entries(brings).map(([name, after]) => {
    const before = (observed as Fields | null)?.[name];
    if (before === undefined) return change([name], null, after, 'UNKNOWN', unread);
    const stands = noop || isDeepStrictEqual(before, after);
    return change([name], before, after, stands ? 'UNCHANGED' : 'UPDATE_IN_PLACE');
  });

/** Fields of a new thing that say something, each by its path. */
function leaves(value: Fields, under: readonly string[] = []): [string[], unknown][] {
  return Object.entries(value).flatMap(([name, inner]): [string[], unknown][] => {
    if (inner === null || inner === undefined) return [];
    const path = [...under, name];
    return isPlain(inner) ? leaves(inner, path) : [[path, inner]];
  });
}

const change = (
  path: readonly string[],
  before: unknown,
  after: unknown,
  effect: ChangeEffect,
  reason: string | null = null,
): PlannedChange => ({ path: [...path], before, after: after ?? null, effect, reason });
