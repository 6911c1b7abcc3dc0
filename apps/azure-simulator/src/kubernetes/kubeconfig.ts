import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { armIdKey } from '#libs/kernel';
import type { Simulation } from '../simulation.js';

export const kubernetesPath = '/__kubernetes';

/** The segment of a cluster in its server's URL. */
export const segmentOf = (clusterId: string): string =>
  createHash('sha256').update(armIdKey(clusterId)).digest('hex').slice(0, 16);

/** The bearer token of a cluster's administrator; the same after a restart. */
export function tokenOf({ store }: Simulation, clusterId: string): string {
  const secrets = store.collection<string>('secrets');
  if (!secrets.get('kubernetes')) secrets.put('kubernetes', randomBytes(32).toString('hex'));
  return createHmac('sha256', secrets.get('kubernetes') ?? '')
    .update(armIdKey(clusterId))
    .digest('base64url');
}

export function isAdmin(
  simulation: Simulation,
  clusterId: string,
  authorization: string | undefined,
): boolean {
  const given = Buffer.from(authorization ?? '');
  const expected = Buffer.from(`Bearer ${tokenOf(simulation, clusterId)}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** A kubeconfig as JSON, which is YAML too. `ca`: PEM. */
export function kubeconfigOf(
  simulation: Simulation,
  clusterId: string,
  origin: string,
  ca: string,
): object {
  const name = clusterId.slice(clusterId.lastIndexOf('/') + 1);
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      {
        name,
        cluster: {
          server: `${origin}${kubernetesPath}/${segmentOf(clusterId)}`,
          'certificate-authority-data': Buffer.from(ca).toString('base64'),
        },
      },
    ],
    users: [{ name, user: { token: tokenOf(simulation, clusterId) } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  };
}
