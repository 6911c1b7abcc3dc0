import { kinds } from '#libs/kinds';
import type { AnyVerb } from '#libs/verbs';
import { estimateFacts, workspaceFacts } from '../facts/facts-of-proposal.js';
import { changesBetween, type RequestFacts } from '../facts/facts.js';
import { inputFacts } from '../facts/input-facts.js';
import { normalised } from '../facts/normalised.rules.js';
import { plainTeam } from '../facts/team-facts.js';
import type { KeptRequest } from './kept-request.repository.js';

/** The facts of a request of before. What its team came to then is not known any more, and is not there. */
export function factsOfKept(verb: AnyVerb, kept: KeptRequest): RequestFacts {
  const before = standingOf(kept, 'before');
  const after = standingOf(kept, 'after');
  const { displayName: name, kind, roles, channel } = kept.actor;
  return normalised({
    verb: kept.verb,
    input: inputFacts(verb, kept.input),
    before,
    after,
    changes: changesBetween(before, after),
    team: plainTeam(kept.team),
    actor: { name, kind, roles, channel },
    workspace: workspaceFacts(armIdOf(kept)),
    estimate: estimateFacts(kept.cost),
    quota: { fits: kept.fits },
    now: kept.createdAt,
  }) as RequestFacts;
}

/** What stood or should stand: the target as it is now, under what the plan showed of it. Nothing, where it was to be made or deleted. */
function standingOf(
  { target, changes, targetName: name }: KeptRequest,
  when: 'before' | 'after',
): Record<string, unknown> {
  const isDeletion = changes.some(({ path }) => path.length === 0);
  if (when === 'before' ? target === null : isDeletion) return {};
  const standing: Record<string, unknown> = target
    ? { ...kinds.of(target.kind).read(target).desired, location: target.location, name }
    : { name };
  for (const { path, ...values } of changes) if (path.length > 0) lay(standing, path, values[when]);
  return standing;
}

function lay(
  under: Record<string, unknown>,
  [name = '', ...rest]: readonly string[],
  value: unknown,
): void {
  if (rest.length === 0) {
    under[name] = value;
    return;
  }
  const known = under[name];
  const inner = typeof known === 'object' && known !== null ? { ...known } : {};
  lay(inner, rest, value);
  under[name] = inner;
}

const armIdOf = ({ target, changes }: KeptRequest): string => {
  const made = changes.find(({ path }) => path.join() === 'armId')?.after;
  return target?.armId ?? (typeof made === 'string' ? made : '');
};
