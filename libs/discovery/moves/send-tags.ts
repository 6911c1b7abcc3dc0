import type { Sql } from '#libs/database';
import type { Warning } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import { acceptChangesOf, newId, type OperationKind, type SubmitDeps } from '#libs/operations';
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
  const others = planned.filter(carriesOthers);
  const changes = others.flatMap((one) => {
    const kind = sentBy(one);
    return kind ? [changeOf(context, teamId, kind, one, versions.get(one.row.id))] : [];
  });
  const outcomes = await acceptChangesOf(sql, deps.kinds, context, changes);
  if ([...outcomes.values()].some((outcome) => outcome !== 'accepted'))
    throw new Error('moving: something moved although it was locked');
  return {
    operationIds: new Map(
      changes.map(({ accepted: { resourceId, operationId } }) => [resourceId, operationId]),
    ),
    warnings: others.flatMap((one) =>
      !sentBy(one) && kinds.of(one.row.kind).compute ? [notSent(one.row.name)] : [],
    ),
  };
}

const carriesOthers = ({ row, costTags }: PlannedRow): boolean =>
  row.managed && stands(row) && mustBeSent(costTags, row);

const stands = ({ provisioningState, observed }: PlannedRow['row']): boolean =>
  provisioningState === 'SUCCEEDED' || observed !== null;

const changeOf = (
  { verb }: VerbContext,
  teamId: string,
  kind: OperationKind,
  { row, costTags }: PlannedRow,
  version = 0,
) => ({
  kind,
  resourceKind: row.kind,
  accepted: { operationId: newId(), resourceId: row.id, warnings: [] },
  name: row.name,
  teamId,
  request: { mutation: verb, key: null, inputHash: '', armIds: [], input: {} },
  version,
  desired: null,
  costTags,
  replacesCostTags: true,
  input: { asked: ['costTags'], before: { costTags: row.costTags } },
  before: { costTags: row.costTags },
  after: { costTags },
});

const notSent = (name: string): Warning => ({
  code: 'TAGS_NOT_SENT',
  message: `The cost tags of ${name} count here from now on. Azure changes tags of an attachment only by attaching it anew, which interrupts its jobs: reattachKubernetesCompute does so when it suits you.`,
  field: ['input', 'resourceId'],
});
