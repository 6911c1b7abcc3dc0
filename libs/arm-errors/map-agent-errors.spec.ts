import { expect, it } from 'vitest';
import { mapAgentErrors } from './map-agent-errors.js';

const cluster = (agentErrors: unknown) => ({ properties: { arcAgentProfile: { agentErrors } } });

it('says which agent reports what, and what is known to do', () => {
  const errors = mapAgentErrors(
    cluster([
      {
        message:
          'Get "https://eastus.dp.kubernetesconfiguration.azure.com": x509: certificate signed by unknown authority',
        severity: 'Error',
        component: 'config-agent',
        time: '2026-11-27T10:00:00Z',
      },
      { message: 'something else', severity: 'Error', component: null },
      { message: 'all is well', severity: 'Informational', component: 'metrics-agent' },
    ]),
  );
  expect(errors).toMatchObject([
    { code: 'CERTIFICATE_NOT_TRUSTED', target: 'config-agent', retry: 'LATER' },
    { code: 'ARC_AGENT_ERROR', message: 'something else' },
  ]);
  expect(errors[0]?.message).toMatch(/^config-agent: Get .*x509.*\(2026-11-27T10:00:00Z\)$/);
  expect(errors[1]?.remedy).toContain('azure-arc');
});

it('keeps at most ten, and no secrets', () => {
  const many = Array.from({ length: 50 }, () => ({ message: 'Bearer abc.def and more' }));
  const errors = mapAgentErrors(cluster(many));
  expect(errors).toHaveLength(10);
  expect(JSON.stringify(errors)).not.toContain('abc.def');
});

it.each([undefined, null, {}, cluster(null), cluster('no'), cluster([null, 7, {}])])(
  'is empty for %j',
  (body) => {
    expect(mapAgentErrors(body)).toEqual([]);
  },
);
