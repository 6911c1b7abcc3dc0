import { armIdKey, type ArmId } from '#libs/kernel';
import type { ResourceFacts } from '#libs/resources';
import type { ArmBody } from '../../operations/arm.port.js';
import { desiredFromObserved } from '../arc-extensions/found-extension.rules.js';
import { observeResource } from '../observe-resource.js';
import type { ArcExtensionObserved } from '../arc-extensions/arc-extension.schema.js';
import type { FoundResource } from './observe-connected-clusters.repository.js';

export const clusterFrom = (body: ArmBody): FoundResource => ({
  ...found('CONNECTED_CLUSTER', idOf(body), observeResource('CONNECTED_CLUSTER', body)),
  location: typeof body['location'] === 'string' ? body['location'] : '',
});

export const extensionFrom = (body: ArmBody): FoundResource =>
  extensionOf(idOf(body), observeResource('ARC_EXTENSION', body));

/** An extension as its row shall be; it has its cluster's location. */
export const extensionOf = (armId: ArmId, facts: ResourceFacts): FoundResource => ({
  ...found('ARC_EXTENSION', armId, facts),
  desired: desiredFromObserved(facts.observed as ArcExtensionObserved),
});

const idOf = (body: ArmBody): ArmId => String(body['id']);

const found = (kind: FoundResource['kind'], armId: ArmId, facts: ResourceFacts): FoundResource => ({
  kind,
  armId,
  armIdKey: armIdKey(armId),
  name: armId.split('/').at(-1) ?? '',
  parentKey: armIdKey(armId).split('/providers/').slice(0, -1).join('/providers/'),
  location: '',
  state: facts.provisioningState ?? 'UNKNOWN',
  raw: facts.rawProvisioningState ?? '',
  errors: facts.provisioningErrors ?? [],
  observed: facts.observed,
  desired: {},
});
