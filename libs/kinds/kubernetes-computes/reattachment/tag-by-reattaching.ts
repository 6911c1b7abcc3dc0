import { caution, refusal, together, type CostTag, type Findings, type Tag } from '#libs/resources';
import { planOnStanding, type Target, type ChangePlan } from '#libs/operations';
import { readKubernetesRow } from '../read-kubernetes-compute-row.js';
import { standingKubernetes } from './standing-kubernetes-compute.rules.js';

/**
 * A PUT replaces the whole attachment, and GET leaves out the two connection strings that it would have to repeat
 * (docs/azure-facts.md#computes): tags too change only by attaching anew.
 */
export const tagByReattaching = (
  target: Target,
  costTags: readonly CostTag[],
  findings: Findings,
): ChangePlan =>
  planOnStanding(readKubernetesRow, target, 'resourceId', (standing) => ({
    desired: standingKubernetes(standing, readKubernetesRow(target).observed),
    costTags: [...costTags],
    asked: ['costTags'],
    input: {},
    findings: together(findings, checkReattach(target, costTags)),
  }));

/** Attaching anew interrupts jobs: not for nothing, and not unsaid. */
function checkReattach(target: Target, wanted: readonly CostTag[]): Findings {
  const field = ['input', 'costTags'];
  if (target.provisioningState === 'SUCCEEDED' && sameTags(target.costTags, wanted))
    return refusal('INVALID_STATE', field, 'It has these cost tags already: nothing was changed.');
  const message =
    'Azure changes tags of an attachment only by attaching it anew: it is detached first, and jobs that run on it are interrupted.';
  return caution('REATTACHED', field, message);
}

const sameTags = (standing: readonly Tag[], wanted: readonly Tag[]): boolean =>
  standing.length === wanted.length &&
  wanted.every(({ key, value }) => standing.some((tag) => tag.key === key && tag.value === value));
