import { isDeepStrictEqual } from 'node:util';
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
  const others = [
    ...payer,
    ...fieldsMoved(then, now),
    ...contentsMoved(then, now),
    ...warningsMoved(then, now),
  ];
  return [...version, ...others];
}

function fieldsMoved(then: Decided, now: Decided): string[] {
  const names = new Set([...then.changes, ...now.changes].map(nameOf));
  return [...names]
    .filter((name) => !isDeepStrictEqual(changeOf(then, name), changeOf(now, name)))
    .map((name) => `${name || 'what is deleted'} is otherwise`);
}

const nameOf = ({ path }: { path: readonly string[] }): string => path.join('.');

/** As it comes back from the database: without what is undefined. */
const changeOf = ({ changes }: Decided, name: string): unknown =>
  JSON.parse(JSON.stringify(changes.filter((change) => nameOf(change) === name)));

function contentsMoved(then: Decided, now: Decided): string[] {
  const [before, after] = [armIdsOf(then), armIdsOf(now)];
  return [
    ...after.filter((id) => !before.includes(id)).map((id) => `${id} has come to stand in it`),
    ...before.filter((id) => !after.includes(id)).map((id) => `${id} is gone`),
  ];
}

const armIdsOf = ({ consequences: { deleted, stillBilled } }: Decided): string[] =>
  [...deleted, ...stillBilled].map(({ armId }) => armId.toLowerCase());

const warningsMoved = (then: Decided, now: Decided): string[] =>
  now.warnings
    .filter(({ message }) => !then.warnings.some((known) => known.message === message))
    .map(({ code }) => `there is another warning (${code})`);
