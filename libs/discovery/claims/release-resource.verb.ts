import { z } from 'zod';
import { transaction, type Sql } from '#libs/database';
import { err, ok, type DomainError, type Result, type Warning } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import {
  answerSecond,
  inProgress,
  lockTarget,
  readTarget,
  refuseActor,
  replay,
  requestOf,
  uuidOf,
  type Request,
  type SubmitDeps,
  type Target,
} from '#libs/operations';
import { auditOf, isPermitted } from '#libs/tenants';
import { exampleId, gql, idempotencyKeyField, idOf, verb, type VerbContext } from '#libs/verbs';
import { costTagsOfFound } from '../found-compute.js';
import { rememberClaim } from './claim-compute.repository.js';
import { lockInside, writeReleased, writeReleasedCompute } from './release-resource.repository.js';

const releasable = kinds.all.filter(
  ({ kind, compute }) => compute ?? ['RESOURCE_GROUP', 'WORKSPACE'].includes(kind),
);

const inputSchema = z
  .strictObject({
    resourceId: idOf(...releasable.map(({ node }) => node)).describe(
      'A resource group or workspace, with all in it, or a compute.',
    ),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'What a team lets go of.' });

/** What a release answers. */
interface Released {
  operationId: string | null;
  resourceId: string;
  warnings: Warning[];
}
type ReleaseResult = Result<Released, readonly DomainError[]>;

/** Lets go of something without a call to Azure: it stands there as it is, and can be claimed anew (ADR 0059). */
export const releaseResource = verb({
  name: 'releaseResource',
  noun: 'resource',
  summary:
    "Lets go of a resource group or workspace, with all in it, or of a compute: out of Armature's care. It stays in Azure as it is, and can be claimed anew.",
  input: inputSchema,
  example: { resourceId: exampleId('Workspace') },
  target: 'resourceId',
  permission: 'operate',
  effect: 'change',
  destructive: true,
  answer: {
    resource: {
      node: 'Node',
      by: 'resourceId',
      description:
        'A compute that was let go of, which is shown as unmanaged; null for a group or a workspace, which is shown no more, and when refused.',
    },
  },
  run: async (deps: SubmitDeps, context, input) => {
    const { resourceId } = input;
    const request = requestOf(inputSchema, context, input);
    try {
      return await transaction(deps.pool, async (sql): Promise<ReleaseResult> => {
        await lockTarget(sql, resourceId);
        const teams = uuidOf(resourceId) === null ? [] : await lockInside(sql, resourceId);
        const { principalId } = context.actor;
        const along = { inside: true };
        const { found, record } = await readTarget(
          sql,
          deps.kinds,
          resourceId,
          principalId,
          request.key,
          along,
        );
        if (record) return replay(record, request);
        const target = releasable.some(({ kind }) => kind === found?.kind) ? found : null;
        const refused = await refuseActor(sql, context, target?.payer ?? null, {
          kind: 'RESOURCE_RELEASE',
          field: 'resourceId',
          what: 'resource',
          ...(target && { targetName: target.name }),
        });
        if (refused || !target) return err(refused ? [refused] : []);
        const obstacle = obstacleTo(target) ?? foreign(context, teams);
        return obstacle ? err([obstacle]) : release(sql, context, request, target);
      });
    } catch (error) {
      return answerSecond(deps.pool, context, request, '', { target: 'resourceId' }, error);
    }
  },
});

async function release(
  sql: Sql,
  context: VerbContext,
  request: Request,
  { id, kind, payer, observed }: Target,
): Promise<ReleaseResult> {
  const audit = auditOf(context, payer.id);
  if (kinds.of(kind).compute)
    await writeReleasedCompute(sql, id, audit, costTagsOfFound(observed ?? {}));
  else await writeReleased(sql, id, audit);
  const released = { operationId: null, resourceId: id, warnings: [] };
  await rememberClaim(sql, context.actor.principalId, request, released);
  return ok(released);
}

function obstacleTo(target: Target): DomainError | undefined {
  const unfinished = target.unfinishedId ?? target.ancestorDeleteId ?? target.insideId;
  if (unfinished !== null) return inProgress(unfinished, 'resourceId');
  if (!target.managed) return notHeld('Nobody manages it: there is nothing to let go of.');
  if (target.observed !== null && target.observed !== undefined) return undefined;
  return notHeld('It never came to be in Azure: delete it, or retry its creation.');
}

const notHeld = (message: string): DomainError => ({
  code: 'INVALID_STATE',
  message,
  field: ['input', 'resourceId'],
});

/** What lies in it may be another team's. */
const foreign = (context: VerbContext, teams: readonly string[]): DomainError | undefined =>
  teams.every((team) => isPermitted(context, team))
    ? undefined
    : notHeld('Computes in it are another team’s: that team lets go of them first.');
