export { apiKeys } from './tenants/list-api-keys.verb.js';
export { approvals } from './approvals/list-approvals.verb.js';
export { auditEvents } from './audit/list-audit-events.verb.js';
export { azureSubscriptions } from './resources/list-azure-subscriptions.verb.js';
export { computes } from './resources/list-computes.verb.js';
export { computeUsages } from './quotas/list-compute-usages.verb.js';
export { connectedClusters } from './resources/list-connected-clusters.verb.js';
export { events } from './events/list-events.verb.js';
export { node, nodes } from './find-nodes.verb.js';
export { operation } from './operations/find-operation.verb.js';
export { operations } from './operations/list-operations.verb.js';
export { plan } from './plans/find-plan.verb.js';
export { plans } from './plans/list-plans.verb.js';
export { policies } from './policies/list-policies.verb.js';
export { policy } from './policies/find-policy.verb.js';
export { principal, principals } from './tenants/list-principals.verb.js';
export { quotaCheck } from './quotas/check-quota.verb.js';
export { resourceGroups } from './resources/list-resource-groups.verb.js';
export { roleGrants } from './tenants/list-role-grants.verb.js';
export { team, teams } from './tenants/list-teams.verb.js';
export { unclaimed } from './unclaimed/list-unclaimed.verb.js';
export { viewer, viewerRoles } from './tenants/show-viewer.verb.js';
export { vmPrices } from './prices/list-vm-prices.verb.js';
export { vmSizes } from './vm-sizes/list-vm-sizes.verb.js';
export {
  compute,
  connectedCluster,
  resourceGroup,
  workspace,
} from './resources/find-resource.verb.js';
export { workspaces } from './resources/list-workspaces.verb.js';
