import { describe, expect, it } from 'vitest';
import { armOperations } from './arm-operations.js';
import { armTypeOf, operationOf, placeOf } from './operation-of.js';
import { lacksLaterSettings, tellsLaterSettings } from './compute-instance-settings.js';
import { parseOverrides } from './parse-overrides.js';

const sub = '/subscriptions/s';
const workspace = `${sub}/resourcegroups/g/providers/Microsoft.MachineLearningServices/workspaces/ws`;
const cluster = `${sub}/resourceGroups/g/providers/Microsoft.Kubernetes/connectedClusters/c`;
const locations = `${sub}/providers/Microsoft.MachineLearningServices/locations/westus2`;

describe('an operation', () => {
  it.each([
    ['list', `${sub}/resourceGroups`, 'resourceGroups/list'],
    ['put', `${sub}/resourceGroups/g`, 'resourceGroups/put'],
    ['list', `${sub}/resourceGroups/g/resources`, 'resources/list'],
    ['get', `${sub}/providers/Microsoft.MachineLearningServices`, 'providers/get'],
    ['get', workspace, 'workspaces/get'],
    ['list', workspace.replace('/ws', ''), 'workspaces/list'],
    ['list', `${sub}/providers/microsoft.machinelearningservices/workspaces`, 'workspaces/list'],
    ['list', `${workspace}/computes`, 'computes/list'],
    ['resize', `${workspace}/computes/cpu`, 'computes/resize'],
    ['list', `${locations}/usages`, 'usages/list'],
    ['list', `${locations}/quotas`, 'quotas/list'],
    ['list', `${locations}/vmSizes`, 'vmSizes/list'],
    ['list', `${sub}/providers/Microsoft.Authorization/locks`, 'locks/list'],
    ['get', `${workspace}/providers/Microsoft.Authorization/locks/keep`, 'locks/get'],
    [
      'put',
      `${cluster}/providers/Microsoft.KubernetesConfiguration/extensions/e`,
      'extensions/put',
    ],
  ])('%s on %s is %s', (verb, path, operation) => {
    expect(operationOf(verb, path)).toBe(operation);
  });

  it('is not guessed', () => {
    const odd = `${sub}/providers/Microsoft.Odd/things/x`;
    expect(() => operationOf('get', odd)).toThrow('no api-version');
    expect(() => operationOf('put', sub)).toThrow('no api-version');
    expect(() => operationOf('get', `${sub}/resourceGroups/g/x`)).toThrow('no api-version');
    expect(() => operationOf('reimage', `${workspace}/computes/cpu`)).toThrow('no api-version');
  });

  it('has its type from the last provider', () => {
    expect(armTypeOf(`${workspace}/providers/Microsoft.Authorization/locks/x`)).toBe(
      'microsoft.authorization/locks',
    );
  });
});

describe('the table', () => {
  it('depends nowhere on the version of which documents contradict each other', () => {
    expect(Object.values(armOperations).flat()).not.toContain('2025-06-01');
  });

  it('asks what is only in previews for with previews, and reads instances where the idle time is told', () => {
    expect(armOperations['computes/resize'][0]).toMatch(/-preview$/);
    expect(tellsLaterSettings(armOperations['computes/get'][0])).toBe(true);
    expect(lacksLaterSettings(armOperations['computes/put'][0])).toBe(false);
  });
});

describe('where the same is served', () => {
  it.each([
    [`${locations}/usages`, locations.toLowerCase()],
    [`${workspace}/computes/a`, workspace.toLowerCase()],
    [`${workspace}/computes`, workspace.toLowerCase()],
    [`${sub}/resourceGroups/G`, sub],
    [cluster, sub],
  ])('of %s is %s', (path, place) => {
    expect(placeOf(path)).toBe(place);
  });
});

describe('later settings of an instance', () => {
  it.each([
    ['2024-10-01', false, true],
    ['2023-08-01-preview', false, true],
    ['2024-10-01-preview', true, false],
    ['2025-10-01-preview', true, false],
    ['2025-12-01', true, false],
    ['2026-05-01', true, false],
    ['2025-06-01', false, false],
    [undefined, true, false],
  ])('at %s: told %s, lacking %s', (version, told, lacking) => {
    expect(tellsLaterSettings(version)).toBe(told);
    expect(lacksLaterSettings(version)).toBe(lacking);
  });
});

describe('lists that replace ours', () => {
  it('are read in their order', () => {
    const text =
      ' computes/resize = 2025-10-01-PREVIEW , 2024-10-01-preview ; usages/list=2024-10-01; ';
    expect(parseOverrides(text)).toEqual({
      ok: true,
      value: {
        'computes/resize': ['2025-10-01-preview', '2024-10-01-preview'],
        'usages/list': ['2024-10-01'],
      },
    });
    expect(parseOverrides('')).toEqual({ ok: true, value: {} });
  });

  it.each([
    ['computes/resize', 'is not operation=version'],
    ['computes/resize=', 'is not operation=version'],
    ['computes/resize=2025-10-01=2024-10-01', 'is not operation=version'],
    ['computes/resize=latest', "'latest' of 'computes/resize'"],
    ['computes/reimage=2025-10-01', "'computes/reimage' is no operation; there are: "],
    ['__proto__=2025-10-01', "'__proto__' is no operation"],
    ['toString=2025-10-01', "'toString' is no operation"],
    ['usages/list=2024-10-01;usages/list=2022-10-01', 'is named twice'],
  ])('%s', (text, problem) => {
    const error = expect.stringContaining(problem) as string;
    expect(parseOverrides(text)).toEqual({ ok: false, error });
  });
});
