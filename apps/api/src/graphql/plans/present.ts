import { globalId } from '#libs/verbs';
import type { PlanRow } from '../../reads/plans/read-plans.repository.js';
import { refusalOf } from '../payload/answer.js';
import { presentRequirement } from '../operation/present-requirement.js';
import { presentFinding } from '../policies/present.js';
import { presentPrincipal, presentTeam } from '../present.js';

/** A plan as clients see it. */
export const presentPlan = (row: PlanRow) => ({
  ...row,
  __typename: 'Plan',
  rowId: row.id,
  id: globalId('Plan', row.id),
  team: presentTeam(row.team),
  createdBy: presentPrincipal(row.createdBy),
  applicable: row.refusals.length === 0 && !row.stale && row.operationId === null,
  refusals: row.refusals.map(refusalOf),
  policyFindings: row.policyFindings.map(presentFinding),
  approval: row.approval && presentRequirement(row.approval, row.policyFindings),
});
