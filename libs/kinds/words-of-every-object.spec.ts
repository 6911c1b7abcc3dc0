import { describe, expect, it } from 'vitest';
import { observeLocks } from '../diagnosis/management-lock.observe.js';
import { provisioningStateOf } from '../resources/answers/provisioning-state.js';
import { computeKindOf } from '../discovery/found-compute.js';
import { kinds } from './kinds.js';
import { computeInstanceStateOf } from './compute-instances/power/compute-instance-state.rules.js';
import { observeComputeCluster } from './compute-clusters/compute-cluster.observe.js';
import { observeComputeInstance } from './compute-instances/compute-instance.observe.js';
import { observeConnectedCluster } from './connected-clusters/connected-cluster.observe.js';

describe.each(['constructor', '__proto__', 'toString', 'valueOf'])(
  'the word %s of Azure’s',
  (word) => {
    it('is as unknown as any other', () => {
      const lastOperation = {
        operationName: word,
        operationStatus: word,
        operationTrigger: word,
        operationTime: '2026-01-01T00:00:00Z',
      };
      expect(provisioningStateOf(word)).toBe('UNKNOWN');
      expect(computeInstanceStateOf(word)).toBe('UNKNOWN');
      expect(computeKindOf(kinds, { properties: { computeType: word } })).toBeUndefined();
      const cluster = { allocationState: word, remoteLoginPortPublicAccess: word };
      expect(observeComputeCluster({ properties: { properties: cluster } })).toMatchObject({
        allocationState: 'UNKNOWN',
        ssh: { publicAccess: 'NOT_SPECIFIED' },
      });
      expect(
        observeComputeInstance({ properties: { properties: { lastOperation } } }),
      ).toMatchObject({
        lastOperation: { name: 'UNKNOWN', trigger: 'UNKNOWN' },
      });
      expect(
        observeConnectedCluster({ properties: { connectivityStatus: word } }).connectivityStatus,
      ).toBe('UNKNOWN');
      const id = '/subscriptions/s/providers/Microsoft.Authorization/locks/l';
      expect(observeLocks([{ id, name: 'l', properties: { level: word } }])).toEqual([]);
    });
  },
);
