import { describe, expect, it } from 'vitest';
import type { Resource } from '../../../resources/resource.js';
import { diagnoseKubernetes } from './diagnose-kubernetes-compute.rules.js';

const now = new Date('2026-03-01T10:00:00Z');
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

const resource = (more: Partial<Resource>): Resource => ({
  id: 'id',
  kind: 'KUBERNETES_COMPUTE',
  teamId: 't',
  parentId: null,
  name: 'one',
  armId: '/subscriptions/s/x',
  subscriptionId: 's',
  location: 'eastus',
  version: 1,
  provisioningState: 'SUCCEEDED',
  rawProvisioningState: 'Succeeded',
  provisioningErrors: [],
  desired: {},
  observed: null,
  createdById: null,
  createdAt: minutesAgo(60),
  observedAt: minutesAgo(1),
  goneAt: null,
  ...more,
});
const compute = (more: Partial<Resource> = {}) => resource(more);
const cluster = (connectivityStatus = 'CONNECTED', more: Partial<Resource> = {}) =>
  resource({ observed: { connectivityStatus, lastConnectivityTime: null }, ...more });
const extension = (
  state: Resource['provisioningState'] = 'SUCCEEDED',
  more: Partial<Resource> = {},
) =>
  resource({
    name: 'ml',
    provisioningState: state,
    rawProvisioningState: state,
    observed: { extensionType: 'microsoft.azureml.kubernetes' },
    ...more,
  });
const error = { code: 'E40001', message: 'no load balancer', retry: 'LATER' } as const;

const codes = (...[of, on, extensions]: [Resource, Resource | null, Resource[]]) =>
  diagnoseKubernetes(of, on, extensions, now).map(({ code }) => code);

describe('what is wrong with an attachment', () => {
  it.each<[string, Resource, Resource | null, Resource[], string[]]>([
    ['nothing', compute(), cluster(), [extension()], []],
    [
      'its cluster is gone',
      compute(),
      cluster('CONNECTED', { goneAt: minutesAgo(5) }),
      [],
      ['CLUSTER_GONE'],
    ],
    ['no row of its cluster is left', compute(), null, [], ['CLUSTER_GONE']],
    [
      'its cluster is offline',
      compute(),
      cluster('OFFLINE'),
      [extension()],
      ['CLUSTER_NOT_CONNECTED'],
    ],
    [
      'its cluster was never looked at',
      compute(),
      cluster('x', { observed: null }),
      [extension()],
      [],
    ],
    ['its extension failed', compute(), cluster(), [extension('FAILED')], ['EXTENSION_FAILED']],
    [
      'its extension is being updated',
      compute(),
      cluster(),
      [extension('UPDATING')],
      ['EXTENSION_NOT_READY'],
    ],
    [
      'its extension is being installed for it',
      compute({ provisioningState: 'CREATING' }),
      cluster(),
      [extension('CREATING')],
      [],
    ],
    [
      'another extension failed',
      compute(),
      cluster(),
      [extension(), extension('FAILED', { observed: { extensionType: 'flux' } })],
      [],
    ],
    ['there is no extension', compute(), cluster(), [], ['EXTENSION_NOT_INSTALLED']],
    [
      'extensions may not have been read',
      compute(),
      cluster('CONNECTED', { createdAt: minutesAgo(9) }),
      [],
      [],
    ],
    [
      'it failed',
      compute({ provisioningState: 'FAILED', provisioningErrors: [error] }),
      cluster(),
      [extension()],
      ['PROVISIONING_FAILED'],
    ],
    [
      'it failed without a word',
      compute({ provisioningState: 'FAILED' }),
      cluster(),
      [extension()],
      ['PROVISIONING_FAILED'],
    ],
  ])('%s', (_what, of, on, extensions, expected) => {
    expect(codes(of, on, extensions)).toEqual(expected);
  });

  it('tells what the extension says, and when it did', () => {
    const failed = extension('FAILED', {
      provisioningErrors: [{ ...error, remedy: 'take a node port' }],
    });
    expect(diagnoseKubernetes(compute(), cluster(), [failed], now)).toEqual([
      {
        code: 'EXTENSION_FAILED',
        message: "The Azure Machine Learning extension 'ml' is FAILED: no load balancer",
        remedy: 'take a node port',
        evidence: {
          extension: failed.armId,
          provisioningState: 'FAILED',
          rawProvisioningState: 'FAILED',
          errors: [
            {
              code: 'E40001',
              message: 'no load balancer',
            },
          ],
        },
        observedAt: failed.observedAt,
      },
    ]);
  });

  it.each([
    [29, []],
    [31, ['DELETION_TOO_LONG']],
  ])('a detach that has lasted %i minutes', (minutes, expected) => {
    const around = { since: minutesAgo(minutes), locks: [], usages: null, vmSizes: null };
    const of = compute({ provisioningState: 'DELETING' });
    const found = diagnoseKubernetes(of, cluster(), [extension()], now, around);
    expect(found.map(({ code }) => code)).toEqual(expected);
  });
});
