export * from './resource.js';
export { etagOf } from './etag.js';
export {
  caution,
  nothing,
  refusal,
  together,
  type FieldPath,
  type Findings,
} from './findings.rules.js';
export * from './compute-cluster.schema.js';
export * from './identity.schema.js';
export * from './resource-group.schema.js';
export * from './kubernetes-compute.schema.js';
export * from './arc-extension.schema.js';
export * from './compute-instance.schema.js';
export * from './setup-scripts.schema.js';
export * from './custom-application.schema.js';
export * from './workspace.schema.js';
export * from './power-schedule.schema.js';
export { checkName } from './names.rules.js';
export { checkLocation } from './location.rules.js';
export { checkVmSize, vmSizeKey } from './vm-size.rules.js';
export { checkScale } from './scale.rules.js';
export { checkIdentity } from './identity.rules.js';
export { checkComputeCluster } from './compute-cluster.rules.js';
export { checkClockwork, checkComputeInstance } from './compute-instance.rules.js';
export {
  changeableOfInstance,
  changedInstanceBody,
  idleTimeBody,
  instanceBody,
  schedulesBody,
  type InstanceChange,
} from './compute-instance.body.js';
export { isMachineMoving, observeInstance } from './compute-instance.observe.js';
export { compareCluster } from './compute-cluster.compare.js';
export { compareIdleTime, compareInstance, compareSchedules } from './compute-instance.compare.js';
export { compareKubernetes } from './kubernetes-compute.compare.js';
export {
  allowedVerbs,
  begins as powerBegins,
  ends as powerEnds,
  isPassing,
  mayAsk,
  standsAlready,
  type PowerVerb,
} from './instance-state.rules.js';
export { factsWhenUnknown } from './unknown-facts.js';
export { checkWorkspace } from './workspace.rules.js';
export { checkImmutableCluster } from './immutable-cluster.rules.js';
export { checkImmutableInstance } from './immutable-instance.rules.js';
export { operationTag, sameTagKey, type Tag } from './tags.rules.js';
export { checkCostTags, resolveCostTags, type TeamTagDefaults } from './cost-tags.rules.js';
export type { ResourceBody } from './resource-body.js';
export { changeableOfCluster, changedClusterBody, clusterBody } from './compute-cluster.body.js';
export { changedWorkspaceBody, workspaceBody } from './workspace.body.js';
export { changedGroupBody, groupBody } from './resource-group.body.js';
export { mergeTags, observeTags, operationTagOf, tagsFor, type AzureTags } from './tags.body.js';
export { provisioningStateOf, rawStateOf } from './provisioning-state.js';
export { isSettled } from './settled.rules.js';
export { observeResource } from './observe-resource.js';
export { findDrift, type Drift, type Standing } from './find-drift.js';
export { isMoving } from './is-moving.js';
export {
  computeKindOf,
  costTagsOfFound,
  desiredOfFound,
  type FoundCluster,
} from './found-compute.js';
export { identityAsked } from './asked-identity.rules.js';
export { brokenAs } from './broken-instance.rules.js';
export { compareResource } from './compare-resource.js';
export { changedFields } from './changed-fields.js';
export { differsInAzure, hasTagsAsAsked } from './differs-in-azure.js';
export { readClusterRow } from './read-cluster-row.js';
export { readExtensionRow } from './read-extension-row.js';
export { readGroupRow, readWorkspaceRow } from './read-holder-row.js';
export { readInstanceRow } from './read-instance-row.js';
export { readKubernetesRow } from './read-kubernetes-row.js';
export { readResourceRow } from './read-resource-row.js';
export { readError, readErrors } from './read-errors.js';
export type { ReadRow, StoredRow } from './stored-row.js';
export { shownCluster } from './shown-cluster.rules.js';
export { shownInstance, type ShownInstance } from './shown-instance.rules.js';
export { shownKubernetes, standingKubernetes } from './shown-kubernetes.rules.js';
export { shownExtension } from './shown-extension.rules.js';
export { shownGroup, shownWorkspace } from './shown-holder.rules.js';
export { onlyOf, type IgnoredField } from './ignored-field.rules.js';
export type { Diagnostic, Reading } from './diagnostic.js';
export { observeLocks, type ManagementLock } from './management-lock.observe.js';
export { observeLocations } from './location.observe.js';
export {
  checkOffered,
  type KnownOffers,
  type SupportedLocations,
  type WantedOffer,
} from './offered.rules.js';
export { observeUsages, observeVmSizes, type Usage, type VmSizeFacts } from './usage.observe.js';
export { isUnsettled, nothingKnown, type Surroundings } from './unsettled.rules.js';
export { diagnoseCluster, type ClusterRow } from './diagnose-cluster.rules.js';
export { diagnoseInstance, type InstanceRow } from './diagnose-instance.rules.js';
export { parseQuantity, sameQuantity, type Quantity } from './quantity.rules.js';
export { checkKubernetesCompute } from './kubernetes-compute.rules.js';
export { kubernetesBody, observeKubernetes, readInstanceTypes } from './kubernetes-compute.body.js';
export { plainKey, plainSetting } from './helm-setting.rules.js';
export { underNewNames } from './old-setting.rules.js';
export { readGivenSettings } from './given-setting.rules.js';
export { checkKeeper, whoseExtension } from './extension-keeper.rules.js';
export { checkArcExtension, secretReference } from './arc-extension.rules.js';
export {
  changedExtensionBody,
  compareExtension,
  extensionBody,
  observeExtension,
} from './arc-extension.body.js';
export { desiredFromObserved } from './found-extension.rules.js';
export { observeConnectedCluster } from './connected-cluster.observe.js';
export {
  connectivityStatuses,
  type ConnectedClusterObserved,
  type ConnectivityStatus,
} from './connected-cluster.schema.js';
export { neverObserved, whyNotConnected } from './connected-cluster.rules.js';
export { configurationSettings } from './extension-settings.rules.js';
export { diagnoseKubernetes } from './diagnose-kubernetes.rules.js';
export { checkPowerSchedules } from './power-schedule.rules.js';
export { nextFireTimes } from './power-schedule.fire-times.rules.js';
export { powerSchedulesBody } from './power-schedule.body.js';
export { observePowerSchedules } from './power-schedule.observe.js';
export { samePowerSchedule } from './power-schedule.compare.js';
export { diagnosticCodes } from './diagnostic-codes.js';
