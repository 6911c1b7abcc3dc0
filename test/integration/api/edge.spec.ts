import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '#libs/catalogue';
import { Allow, Public } from '../../../apps/api/src/access/allow.js';
import type { Definition } from '../../../apps/api/src/channels/fixed-document.js';
import { routes } from '../../../apps/api/src/rest/routes/routes.js';
import { reads } from '../../../apps/api/src/reads/catalogue-of-reads.js';
import { startApi, type ApiUnderTest } from '../../support/api.js';

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const reflector = new Reflector();
const scanner = new MetadataScanner();

type Method = (...given: never[]) => unknown;

/** How clients ask for what a method answers, e.g. `Mutation createTeam`; undefined for one that is no way in. */
function wayIn(key: string, method: Method, controller: object): string | undefined {
  const root = Reflect.getMetadata('graphql:resolver_type', method) as string | undefined;
  if (root && ['Query', 'Mutation', 'Subscription'].includes(root)) return `${root} ${key}`;
  const verb = Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod | undefined;
  if (verb === undefined) return undefined;
  const [base, path] = [controller, method].map(
    (one) => (Reflect.getMetadata(PATH_METADATA, one) ?? '') as string | string[],
  );
  return `${RequestMethod[verb]} ${[base, path]
    .join('/')
    .replaceAll(/\/{2,}/g, '/')
    .replace(/(?<=.)\/$/, '')}`;
}

/** What each handler that Nest knows takes of those who ask, by how clients ask for it. */
function handlers(): Map<string, string | undefined> {
  const providers = [...api.app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
    ...module.providers.values(),
  ]);
  const found = providers.flatMap(({ metatype }) => {
    const prototype = (metatype?.prototype ?? {}) as Record<string, Method>;
    return scanner.getAllMethodNames(prototype).flatMap((key) => {
      const method = prototype[key];
      const name = method && metatype && wayIn(key, method, metatype);
      if (!name || !metatype) return [];
      const isPublic = reflector.getAllAndOverride(Public, [method, metatype]);
      return [[name, isPublic ? 'public' : reflector.get(Allow, method)] as const];
    });
  });
  return new Map(found);
}

const permissionOf = (definition: Definition): string =>
  'forEverybody' in definition && definition.forEverybody ? 'everybody' : definition.permission;

describe('the edge', () => {
  it('says at each handler what it takes, as the catalogue has it', () => {
    const mutations = catalogue.map(({ name, permission }) => [`Mutation ${name}`, permission]);
    const queries = reads.map((read) => [`Query ${read.name}`, permissionOf(read)]);
    const paths = routes.map(({ method, path, definition }) => [
      `${method} v1${path.replace('{id}', ':id')}`,
      permissionOf(definition),
    ]);
    expect(Object.fromEntries(handlers())).toEqual({
      ...Object.fromEntries([...mutations, ...queries, ...paths]),
      'Subscription computeUpdated': 'view',
      'Subscription eventOccurred': 'view',
      'Subscription operationUpdated': 'view',
      'Subscription operationsUpdated': 'view',
      'GET operations/:id': 'view',
      'GET v1/operations/:id/events': 'view',
      'GET /.well-known/oauth-protected-resource,/.well-known/oauth-protected-resource/mcp':
        'public',
      'GET /healthz': 'public',
      'GET /readyz': 'public',
      'GET v1/docs': 'public',
      'GET v1/openapi.json': 'public',
      'GET v1/problems/:id': 'public',
    });
  });
});
