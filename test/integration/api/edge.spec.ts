import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '#libs/catalogue';
import { Allow, Public } from '../../../apps/api/src/access/allow.js';
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
function wayIn(key: string, method: Method): string | undefined {
  const root = Reflect.getMetadata('graphql:resolver_type', method) as string | undefined;
  if (root && ['Query', 'Mutation', 'Subscription'].includes(root)) return `${root} ${key}`;
  const verb = Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod | undefined;
  if (verb === undefined) return undefined;
  return `${RequestMethod[verb]} ${Reflect.getMetadata(PATH_METADATA, method) as string}`;
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
      const name = method && wayIn(key, method);
      if (!name || !metatype) return [];
      const isPublic = reflector.getAllAndOverride(Public, [method, metatype]);
      return [[name, isPublic ? 'public' : reflector.get(Allow, method)] as const];
    });
  });
  return new Map(found);
}

describe('the edge', () => {
  it('says at each handler what it takes, as the catalogue has it', () => {
    const mutations = catalogue.map(({ name, permission }) => [`Mutation ${name}`, permission]);
    const queries = reads.map(({ name, permission, forEverybody }) => [
      `Query ${name}`,
      forEverybody ? 'everybody' : permission,
    ]);
    expect(Object.fromEntries(handlers())).toEqual({
      ...Object.fromEntries([...mutations, ...queries]),
      'Subscription computeUpdated': 'view',
      'Subscription operationUpdated': 'view',
      'Subscription operationsUpdated': 'view',
      'GET :id': 'view',
      'GET healthz': 'public',
      'GET readyz': 'public',
    });
  });
});
