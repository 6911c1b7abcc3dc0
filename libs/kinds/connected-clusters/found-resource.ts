import { armIdKey, type ArmId } from '#libs/kernel';
import { mapAgentErrors, mapFailedExtension } from '#libs/arm-errors';
import { factsOf, type ResourceFacts } from '#libs/resources';
import type { ArmBody } from '#libs/operations';
import { observeExtension } from '../arc-extensions/arc-extension.body.js';
import { desiredFromObserved } from '../arc-extensions/found-extension.rules.js';
import type { ArcExtensionObserved } from '../arc-extensions/arc-extension.schema.js';
import { observeConnectedCluster } from './connected-cluster.observe.js';
import type { FoundResource } from './observe-connected-clusters.repository.js';

export const connectedClusterFrom = (body: ArmBody): FoundResource => ({
  ...found(
    'CONNECTED_CLUSTER',
    idOf(body),
    factsOf(body, observeConnectedCluster(body), mapAgentErrors),
  ),
  location: typeof body['location'] === 'string' ? body['location'] : '',
});

export const extensionFrom = (body: ArmBody): FoundResource =>
  extensionOf(idOf(body), factsOf(body, observeExtension(body), mapFailedExtension));

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
