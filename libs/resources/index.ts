export { armTime } from './arm-time.js';
export { identityAsked, identityFound } from './asked-identity.rules.js';
export { changedFields } from './changed-fields.js';
export { checkCostTags, resolveCostTags } from './cost-tags.rules.js';
export { etagOf } from './etag.js';
export {
  type FieldPath,
  type Findings,
  caution,
  cautionShown,
  nothing,
  refusal,
  together,
} from './findings.rules.js';
export { identityBody, observeIdentity } from './identity.body.js';
export { checkIdentity } from './identity.rules.js';
export {
  type DesiredIdentity,
  type ObservedIdentity,
  desiredIdentitySchema,
  identityTypes,
  noIdentity,
  observedIdentitySchema,
  systemIdentity,
} from './identity.schema.js';
export {
  type IgnoredField,
  differing,
  differingIdentity,
  differingTags,
  durationForm,
  idForm,
  isAbout,
  onlyOf,
  userForm,
  withoutCase,
} from './ignored-field.rules.js';
export {
  type AskedFields,
  type ImmutableForms,
  checkImmutableFields,
} from './immutable-field.rules.js';
export { isLabel, noLabelMessage } from './label.rules.js';
export { observeLocations } from './location.observe.js';
export { cautionOtherRegion, checkLocation } from './location.rules.js';
export { checkName, type NameRule } from './names.rules.js';
export { cautionNoPublicIp, checkSubnet, hasPublicIp } from './network.rules.js';
export { observedTagsSchema } from './observed-tags.schema.js';
export {
  type KnownOffers,
  type SupportedLocations,
  type WantedOffer,
  checkOffered,
} from './offered.rules.js';
export { factsOf, provisioningStateOf, rawStateOf } from './provisioning-state.js';
export { readError, readErrors } from './read-errors.js';
export { readFields } from './read-fields.js';
export {
  type ResourceBody,
  isObject,
  objectAt,
  readOnlyEnvelope,
  writable,
} from './resource-body.js';
export type {
  CostTag,
  ProvisioningState,
  Resource,
  ResourceFacts,
  ResourceKind,
} from './resource.js';
export { isSettled } from './settled.rules.js';
export { shownIdentity, shownText, shownValue, textForm } from './shown-value.rules.js';
export { checkPublicKey, checkSsh } from './ssh.rules.js';
export { type SshAccess, type SshSettings, sshAccesses, sshSettingsSchema } from './ssh.schema.js';
export { type ReadRow, type RowReader, type StoredRow, readRow } from './stored-row.js';
export { storedTimeSchema } from './stored-time.schema.js';
export { type AzureTags, mergeTags, observeTags, operationTagOf, tagsFor } from './tags.body.js';
export { type Tag, operationTag, sameTagKey } from './tags.rules.js';
export { type Usage, type VmSizeFacts, observeUsages, observeVmSizes } from './usage.observe.js';
export { familyKey } from './vm-family.rules.js';
export { type VmPriority, vmPriorities } from './vm-priority.schema.js';
export { checkVmSize, vmSizeKey } from './vm-size.rules.js';
