import { describe, expect, it } from 'vitest';
import { observeConnectedCluster } from './connected-cluster.observe.js';
import { neverObserved, whyNotConnected } from './connected-cluster.rules.js';

const id =
  '/subscriptions/s/resourcegroups/g/providers/Microsoft.ContainerService/managedClusters/one';
const observe = (properties: object) => observeConnectedCluster({ id, properties });

describe('an AKS cluster', () => {
  it('is shown in the words of a connected one', () => {
    const found = observe({
      provisioningState: 'Succeeded',
      powerState: { code: 'Running' },
      kubernetesVersion: '1.30',
      currentKubernetesVersion: '1.30.7',
      agentPoolProfiles: [
        {
          name: 'system',
          count: 3,
        },
        {
          name: 'gpu',
          count: 2,
        },
        { name: 'odd' },
      ],
    });
    expect(found).toEqual({
      connectivityStatus: 'CONNECTED',
      rawConnectivityStatus: 'Running',
      lastConnectivityTime: null,
      kubernetesVersion: '1.30.7',
      totalNodeCount: 5,
      totalCoreCount: null,
      agentVersion: null,
      distribution: 'aks',
    });
    expect(whyNotConnected(found)).toBeUndefined();
  });

  it.each([
    [{}, 'CONNECTED'],
    [{ powerState: null, agentPoolProfiles: null }, 'CONNECTED'],
    [{ powerState: { code: 'Stopped' } }, 'OFFLINE'],
    [{ powerState: { code: 'Hibernated' } }, 'UNKNOWN'],
    [{ powerState: { code: 7 }, agentPoolProfiles: ['x'] }, 'CONNECTED'],
  ])('reads %o leniently', (properties, status) => {
    expect(observe(properties).connectivityStatus).toBe(status);
  });

  it('says that it is stopped and what to do', () => {
    expect(whyNotConnected(observe({ powerState: { code: 'Stopped' } }))).toEqual({
      message: 'The cluster is stopped.',
      remedy: 'Start it in Azure.',
    });
  });
});

describe('a cluster that is away', () => {
  it('says since when, and what to do', () => {
    const lastConnectivityTime = '2026-11-21T05:00:00Z';
    const why = (connectivityStatus: 'OFFLINE' | 'EXPIRED') =>
      whyNotConnected({ connectivityStatus, rawConnectivityStatus: '', lastConnectivityTime });
    expect(why('OFFLINE')?.message).toContain(lastConnectivityTime);
    expect(why('EXPIRED')?.remedy).toContain('connect it anew');
    expect(whyNotConnected(neverObserved)?.message).toContain('never heard');
  });
});
