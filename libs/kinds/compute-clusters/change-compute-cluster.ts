import { identityAsked, shownSettings, type DesiredIdentity, type Findings } from '#libs/resources';
import {
  type Request,
  planOnStanding,
  type Target,
  type ChangePlan,
  type ChangeRequest,
} from '#libs/operations';
import { readComputeClusterRow } from './read-compute-cluster-row.js';
import type { ComputeClusterDesired } from './compute-cluster.schema.js';
import { computeClusterSettings } from './compute-cluster.settings.js';

interface ClusterChange {
  computeId: string;
  request: Request;
  ifMatch?: string | null;
}

/** The identity that Azure reports. One that was asked for and never reached Azure does not count. */
export const standingIdentity = (
  standing: ComputeClusterDesired,
  target: Target,
): DesiredIdentity =>
  identityAsked(
    shownSettings(computeClusterSettings, standing, readComputeClusterRow(target).observed)
      .identity,
  );

/** A change in place of a cluster: read, modified and written again by the worker. */
export const changeComputeCluster = (
  { computeId, request, ifMatch }: ClusterChange,
  plan: (
    standing: ComputeClusterDesired,
    target: Target,
  ) => { desired: ComputeClusterDesired; findings: Findings } & Partial<
    Pick<ChangePlan, 'costTags' | 'asked'>
  >,
): ChangeRequest => ({
  kindFor: ({ kind }) => (kind === 'COMPUTE_CLUSTER' ? 'COMPUTE_CLUSTER_UPDATE' : undefined),
  targetId: computeId,
  field: 'computeId',
  what: 'compute cluster',
  request,
  ifMatch: ifMatch ?? null,
  mustStand: true,
  plan: (target) =>
    planOnStanding(readComputeClusterRow, target, 'computeId', (standing) => ({
      costTags: null,
      input: {},
      ...plan(standing, target),
    })),
});
