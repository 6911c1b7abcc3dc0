import type { Sql } from '#libs/database';
import { ok, err, type Result, type Warning } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import { acceptChangeOf, newId, type OperationKind, type SubmitDeps } from '#libs/operations';
import type { VerbContext } from '#libs/verbs';
import { mustBeSent } from '../claims/claim-tags.js';
import type { PlannedRow } from './plan-move.js';

/** What sends tags to Azure and leaves the resource at its work; undefined where nothing does. */
const sentBy = ({ row: { kind } }: PlannedRow): OperationKind | undefined => {
  const { compute, tagging } = kinds.of(kind);
  if (compute) return compute.claimBy;
  return tagging.refusal === undefined ? tagging.operation : undefined;
};

/** What is sent, and what is not although Azure has it otherwise. */
export interface SentTags {
  /** By the id of the resource. */
  operationIds: ReadonlyMap<string, string>;
  warnings: Warning[];
}

/** Has the cost tags of what stands written into Azure where it carries others: an operation each, as setCostTags makes them. */
export async function sendTags(
  sql: Sql,
  deps: SubmitDeps,
  context: VerbContext,
  teamId: string,
  planned: readonly PlannedRow[],
  versions: ReadonlyMap<string, number>,
): Promise<SentTags> {
  const operationIds = new Map<string, string>();
  const warnings: Warning[] = [];
  for (const one of planned.filter(carriesOthers)) {
    const sent = await send(sql, deps, context, teamId, one, versions.get(one.row.id));
    if (sent.ok) operationIds.set(one.row.id, sent.value);
    else if (sent.error) warnings.push(sent.error);
  }
  return { operationIds, warnings };
}

const carriesOthers = ({ row, costTags }: PlannedRow): boolean =>
  row.managed && stands(row) && mustBeSent(costTags, row);

const stands = ({ provisioningState, observed }: PlannedRow['row']): boolean =>
  provisioningState === 'SUCCEEDED' || observed !== null;

async function send(
  sql: Sql,
  deps: SubmitDeps,
  context: VerbContext,
  teamId: string,
  planned: PlannedRow,
  version = 0,
): Promise<Result<string, Warning | undefined>> {
  const { row, costTags } = planned;
  const kind = sentBy(planned);
  if (!kind) return err(kinds.of(row.kind).compute && notSent(row.name));
  const accepted = { operationId: newId(), resourceId: row.id, warnings: [] };
  const done = await acceptChangeOf(sql, deps.kinds, context, {
    kind,
    resourceKind: row.kind,
    accepted,
    name: row.name,
    teamId,
    request: { mutation: context.verb, key: null, inputHash: '', armIds: [] },
    version,
    desired: null,
    costTags,
    replacesCostTags: true,
    input: { asked: ['costTags'], before: { costTags: row.costTags } },
    before: { costTags: row.costTags },
    after: { costTags },
  });
  if (!done) throw new Error(`moving ${row.id}: it moved although it was locked`);
  return ok(accepted.operationId);
}

const notSent = (name: string): Warning => ({
  code: 'TAGS_NOT_SENT',
  message: `The cost tags of ${name} count here from now on. Azure changes tags of an attachment only by attaching it anew, which interrupts its jobs: reattachKubernetesCompute does so when it suits you.`,
  field: ['input', 'resourceId'],
});
