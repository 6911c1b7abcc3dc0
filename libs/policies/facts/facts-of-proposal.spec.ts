import { expect, it } from 'vitest';
import type { Proposal } from '#libs/operations';
import type { VerbContext } from '#libs/verbs';
import { factsOfProposal } from './facts-of-proposal.js';

const context = {
  verb: 'attachKubernetesCompute',
  channel: 'graphql',
  actor: { displayName: 'jo', kind: 'USER', grants: [] },
} as unknown as VerbContext;

it('knows where what is attached will be, though its settings do not say', () => {
  const proposal = {
    kind: 'KUBERNETES_COMPUTE_ATTACH',
    payer: { id: 'ours' },
    name: 'k8s',
    armId: '',
    location: 'West Europe',
    target: null,
    desired: { namespace: 'ml' },
    costTags: [],
  } as unknown as Proposal;
  const { after } = factsOfProposal({
    context,
    input: {},
    proposal,
    cost: null,
    fits: null,
    team: {},
    now: new Date(),
  });
  expect(after).toMatchObject({ name: 'k8s', location: 'westeurope', namespace: 'ml' });
});
