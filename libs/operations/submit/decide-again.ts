import type { Sql } from '#libs/database';
import type { Actor, VerbContext } from '#libs/verbs';
import { askedAgain } from '../decisions/take-back.rules.js';
import type { OperationContext } from '../leases/lease-operation.js';
import { readAsked, type AskedBefore } from './decide-again.repository.js';
import type { Decide, Decision } from './decision.js';
import type { RememberedRequest } from './remembered-request.js';
import type { Proposal } from './proposal.js';
import type { Target } from './scope.repository.js';

interface Deciding {
  decide?: Decide;
}

/**
 * What is said by now of what was accepted before and has not begun, or begins anew: as if whoever asked did so now, with the roles that
 * they had. Undefined where nobody decides, or where what was asked is not known any more.
 */
export async function decideAgain(
  sql: Sql,
  { decide }: Deciding,
  context: VerbContext,
  found: OperationContext,
): Promise<Decision | undefined> {
  if (!decide) return undefined;
  const before = await readAsked(sql, found.operation.id);
  const { asked, usage } = before;
  // What nobody decided on when it was accepted, nobody does now.
  if (!asked || !before.isDecided) return undefined;
  const proposal = proposedAgain(found, before, asked);
  return decide({
    sql,
    context: asAsked(context, found, before, asked),
    proposal,
    usage,
    fresh: true,
  });
}

function asAsked(
  context: VerbContext,
  { operation: { teamId, channel } }: OperationContext,
  { actor }: AskedBefore,
  { verb, roles }: RememberedRequest,
): VerbContext {
  const grants: Actor['grants'] = roles.map((role) => ({ teamId, role }));
  const asker = { ...actor, grants };
  return { ...context, verb, channel: channel as VerbContext['channel'], actor: asker };
}

function proposedAgain(
  found: OperationContext,
  { payer }: AskedBefore,
  { input: requested, set }: RememberedRequest,
): Proposal {
  const { operation, resource, costTags } = found;
  const { kind, input } = operation;
  const again = askedAgain(found)?.set;
  const wish = { ...(resource.desired as object), ...again?.desired };
  const askedFields = input['asked'] as readonly string[] | undefined;
  return {
    kind,
    resourceKind: resource.kind,
    payer,
    name: resource.name,
    armId: resource.armId,
    location: resource.location,
    target: set.isNew ? null : standing(found, payer),
    row: { id: resource.id, observed: resource.observed },
    desired: set.desired ? wish : null,
    costTags: set.costTags ? [...(again?.costTags ?? costTags)] : null,
    ...(askedFields && { asked: askedFields }),
    requested,
    input,
    noop: false,
    warnings: [],
    refusals: [],
  };
}

/** The resource as it stood before the change. */
function standing(
  { operation, resource, ancestors, costTags }: OperationContext,
  payer: AskedBefore['payer'],
): Target {
  const before = operation.input['before'] as
    Partial<Pick<Target, 'desired' | 'costTags'>> | undefined;
  const [parent = null] = ancestors;
  return {
    ...resource,
    desired: before?.desired ?? resource.desired,
    costTags: before?.costTags ?? costTags,
    payer,
    managed: true,
    parent,
    unfinishedId: null,
    ancestorDeleteId: null,
    insideId: null,
  };
}
