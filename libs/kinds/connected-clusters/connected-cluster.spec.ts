import { describe, expect, it } from 'vitest';
import { factsOf } from '../../resources/answers/provisioning-state.js';
import { observeConnectedCluster } from './connected-cluster.observe.js';
import { whyNotConnected } from './connected-cluster.rules.js';

const facts = (properties: object) => {
  const body = { properties };
  return factsOf(body, observeConnectedCluster(body));
};

describe('a cluster that is being connected', () => {
  it.each(['Accepted', 'Provisioning'])('is on its way while Azure says %s', (word) => {
    expect(facts({ provisioningState: word })).toMatchObject({
      provisioningState: 'CREATING',
      rawProvisioningState: word,
    });
  });

  it('is there when Azure says so, whatever its agents do', () => {
    expect(facts({ provisioningState: 'Succeeded', connectivityStatus: 'Offline' })).toMatchObject({
      provisioningState: 'SUCCEEDED',
      observed: { connectivityStatus: 'OFFLINE' },
    });
  });
});

describe('a cluster whose agents are not installed', () => {
  it.each(['AgentNotInstalled', 'agentnotinstalled'])('is known by %s', (word) => {
    const observed = observeConnectedCluster({ properties: { connectivityStatus: word } });
    expect(observed).toMatchObject({
      connectivityStatus: 'AGENT_NOT_INSTALLED',
      rawConnectivityStatus: word,
    });
    expect(whyNotConnected(observed)).toMatchObject({
      message: "Azure Arc's agents are not installed in the cluster.",
      remedy: expect.stringContaining('az connectedk8s connect') as string,
    });
  });
});
