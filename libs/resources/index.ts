export { armTime } from './answers/arm-time.js';
export { identityAsked, identityFound } from './identity/asked-identity.rules.js';
export { changedFields } from './fields/changed-fields.js';
export { checkCostTags, resolveCostTags } from './tags/cost-tags.rules.js';
export { etagOf } from './answers/etag.js';
export {
  type FieldPath,
  type Findings,
  caution,
  cautionShown,
  nothing,
  refusal,
  together,
} from './findings.rules.js';
export {
  changedIdentity,
  identityBody,
  observeIdentity,
  identityAgain,
} from './identity/identity.body.js';
export { checkIdentity } from './identity/identity.rules.js';
export {
  type DesiredIdentity,
  type ObservedIdentity,
  desiredIdentitySchema,
  identityTypes,
  noIdentity,
  observedIdentitySchema,
  systemIdentity,
} from './identity/identity.schema.js';
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
} from './fields/ignored-field.rules.js';
export { isLabel, noLabelMessage } from './label.rules.js';
export { observeLocations } from './location.observe.js';
export { cautionOtherRegion, checkLocation } from './location.rules.js';
export { checkName, type NameRule } from './names.rules.js';
export { cautionNoPublicIp, checkSubnet, hasPublicIp } from './network.rules.js';
export { observedTagsSchema } from './tags/observed-tags.schema.js';
export {
  type KnownOffers,
  type SupportedLocations,
  type SizedCompute,
  type WantedOffer,
  checkOffered,
  isSuited,
} from './vm-sizes/offered.rules.js';
export { factsOf, provisioningStateOf, rawStateOf } from './answers/provisioning-state.js';
export { readError, readErrors } from './answers/read-errors.js';
export { readFields } from './fields/read-fields.js';
export {
  type ResourceBody,
  laidOver,
  objectAt,
  readOnlyEnvelope,
  readOnlyOfComputes,
  writable,
} from './answers/resource-body.js';
export type {
  CostTag,
  ProvisioningState,
  Resource,
  ResourceFacts,
  ResourceKind,
} from './resource.js';
export { adoptedSettings, expectedSettings } from './settings/adopted-settings.rules.js';
export { compareSettings, differingSettings } from './settings/compare-settings.rules.js';
export { type DriftField, driftOf, tagsDrift } from './settings/drift-of.js';
export { changeableOf, checkFixedSettings, isSent } from './settings/fixed-settings.rules.js';
export { groupOf } from './settings/group-of.js';
export { settingsReader } from './settings/read-settings-row.js';
export {
  type AskedOf,
  type Settings,
  type ShownOf,
  type Value,
  askedAlone,
  setting,
} from './settings/setting.rules.js';
export { observeSettings, withSettings } from './settings/settings-body.js';
export { desiredSchema, observedSchema } from './settings/settings-schema.js';
export { shownSetting, shownSettings } from './settings/shown-settings.rules.js';
export { identityValue } from './settings/identity-value.js';
export { countAt, durationAt, flagAt, plainFlag, wordAt } from './settings/plain-values.js';
export {
  armIdAt,
  caselessAt,
  optionalArmId,
  optionalName,
  optionalText,
  plainName,
  textAt,
  regionAt,
  saidText,
} from './settings/text-values.js';
export { isSettled } from './settled.rules.js';
export { shownIdentity, shownText, shownValue, textForm } from './fields/shown-value.rules.js';
export { checkPublicKey, checkSsh } from './ssh.rules.js';
export { type SshAccess, type SshSettings, sshAccesses, sshSettingsSchema } from './ssh.schema.js';
export { type ReadRow, type RowReader, type StoredRow, readRow } from './stored-row.js';
export { storedTimeSchema } from './stored-time.schema.js';
export {
  type AzureTags,
  mergeTags,
  observeTags,
  operationTagOf,
  tagsFor,
} from './tags/tags.body.js';
export { type Tag, operationTag, sameTagKey } from './tags/tags.rules.js';
export { type Usage, observeUsages } from './vm-sizes/usage.observe.js';
export { type VmSizeFacts, observeVmSizes } from './vm-sizes/vm-size.observe.js';
export { observePrices, type EstimatedPrices } from './vm-sizes/vm-price.observe.js';
export { familyKey } from './vm-sizes/vm-family.rules.js';
export { type VmPriority, vmPriorities } from './vm-sizes/vm-priority.schema.js';
export { checkVmSize, vmSizeKey } from './vm-sizes/vm-size.rules.js';
