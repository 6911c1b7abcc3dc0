import canonicalize from 'canonicalize';
import { armIdKey } from '#libs/kernel';
import { costMoved } from './cost-moved.rules.js';
import { quotaMoved } from './quota-moved.rules.js';
import { policiesMoved } from './policies-moved.rules.js';
import type { Decided } from './proposed-plan.js';

/** What is otherwise than when the plan was made, each in a clause; empty: it can be carried out as it is. */
export function movedSince(then: Decided, now: Decided): string[] {
  const version =
    then.targetVersion === now.targetVersion
      ? []
      : [
          `'${then.targetName}' was changed (its version was ${then.targetVersion}, and is ${now.targetVersion})`,
        ];
  const payer = then.teamId === now.teamId ? [] : ['another team would pay'];
  return [
    ...version,
    ...payer,
    ...fieldsMoved(then, now),
    ...contentsMoved(then, now),
    ...warningsMoved(then, now),
    ...costMoved(then, now),
    ...quotaMoved(then, now),
    ...policiesMoved(then, now),
  ];
}

function fieldsMoved(then: Decided, now: Decided): string[] {
  const [before, after] = [byName(then), byName(now)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `${name || 'what is deleted'} is otherwise`);
}

/** As text: what comes back from the database has its fields in another order. */
const byName = ({ changes }: Decided): ReadonlyMap<string, string | undefined> =>
  new Map(changes.map((change) => [change.path.join('.'), canonicalize(change)]));

function contentsMoved(then: Decided, now: Decided): string[] {
  const [before, after] = [armIdsOf(then), armIdsOf(now)];
  return [
    ...[...after].filter((id) => !before.has(id)).map((id) => `${id} has come to stand in it`),
    ...[...before].filter((id) => !after.has(id)).map((id) => `${id} is gone`),
  ];
}

const armIdsOf = ({ consequences: { deleted, stillBilled } }: Decided): Set<string> =>
  new Set([...deleted, ...stillBilled].map(({ armId }) => armIdKey(armId)));

const warningsMoved = (then: Decided, now: Decided): string[] =>
  now.warnings
    .filter(({ message }) => !then.warnings.some((known) => known.message === message))
    .map(({ code }) => `there is another warning (${code})`);
