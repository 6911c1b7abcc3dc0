import { expect, it } from 'vitest';
import { catalogue } from '#libs/catalogue';
import { reads } from '../../reads/catalogue-of-reads.js';
import { allowedAt } from './allowed-at.js';
import { kebab } from './route.js';
import { routes } from './routes.js';

const placeOf = (name: string, of = [...catalogue, ...reads]): string[] =>
  routes
    .filter(
      ({ definition, only }) =>
        definition.name === name && of.includes(definition) && only === undefined,
    )
    .map(({ method, path }) => `${method} ${path}`);

it('has one place for each verb and each read, and none twice', () => {
  for (const one of [...catalogue, ...reads])
    expect(placeOf(one.name, [one]), one.name).toHaveLength(1);
  const places = routes.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
  // Nouns in the plural, but for oneself, what is nobody's, and the one answer to a question.
  for (const { path } of routes)
    expect(path).toMatch(/^\/(?:viewer|unclaimed|quota-check|[a-z-]+s)(?:\/|$)/);
});

it('puts what is done to a thing below that thing', () => {
  const targeted = catalogue.filter(({ target, effect }) => target !== null && effect !== 'create');
  for (const { name } of targeted) expect(placeOf(name)[0], name).toMatch(/ \/[a-z-]+\/\{id\}/);
});

it.each([
  ['createComputeCluster', 'POST /workspaces/{id}/compute-clusters'],
  ['startComputeInstance', 'POST /compute-instances/{id}/start'],
  ['updateComputeCluster', 'PATCH /compute-clusters/{id}'],
  ['assignComputeIdentity', 'POST /compute-clusters/{id}/assign-identity'],
  ['deleteCompute', 'DELETE /computes/{id}'],
  ['deleteWorkspace', 'DELETE /workspaces/{id}'],
  ['deleteTeam', 'DELETE /teams/{id}'],
  ['createApiKey', 'POST /api-keys'],
  ['createPolicy', 'POST /policies'],
  ['updatePolicy', 'PATCH /policies/{id}'],
  ['testPolicy', 'POST /policies/test'],
  ['grantRole', 'POST /role-grants'],
  ['revokeRole', 'POST /role-grants/{id}/revoke'],
  ['provisionKubernetesCompute', 'POST /workspaces/{id}/kubernetes-computes/provision'],
  ['revokeApiKey', 'POST /api-keys/{id}/revoke'],
  ['rotateApiKey', 'POST /api-keys/{id}/rotate'],
  ['shareScope', 'POST /teams/{id}/share-scope'],
  ['installArcExtension', 'POST /connected-clusters/{id}/arc-extensions/install'],
  ['attachKubernetesCompute', 'POST /workspaces/{id}/kubernetes-computes/attach'],
  ['uninstallArcExtension', 'POST /arc-extensions/{id}/uninstall'],
  ['setCostTags', 'POST /resources/{id}/set-cost-tags'],
  ['moveResource', 'POST /resources/{id}/move'],
  ['cancelOperation', 'POST /operations/{id}/cancel'],
  ['computes', 'GET /computes'],
  ['operation', 'GET /operations/{id}'],
  ['viewerRoles', 'GET /viewer-roles'],
  ['unclaimed', 'GET /unclaimed'],
])('puts %s at %s', (name, place) => {
  expect(placeOf(name)).toEqual([place]);
});

it('says which methods an address takes', () => {
  expect(allowedAt('/v1/computes/x?y=z')).toEqual(['DELETE', 'GET', 'HEAD', 'OPTIONS']);
  expect(allowedAt('/v1/openapi.json')).toEqual(['GET', 'HEAD', 'OPTIONS']);
  expect(allowedAt('/v1/openapi-json')).toEqual([]);
  expect(allowedAt('/v1/teams/')).toEqual([]);
  expect(allowedAt('/%761/%74eams')).toEqual(['GET', 'HEAD', 'OPTIONS', 'POST']);
  expect(allowedAt('/v1/teams/a%2fb')).toEqual(allowedAt('/v1/teams/a'));
  expect(allowedAt('/v1/teams/a/b/c')).toEqual([]);
});

it('writes names as paths have them', () => {
  expect(['ApiKey', 'vmSizes', 'VM size', 'Kubernetes compute'].map(kebab)).toEqual([
    'api-key',
    'vm-sizes',
    'vm-size',
    'kubernetes-compute',
  ]);
});
