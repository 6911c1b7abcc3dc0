import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { startWithKey } from '../../support/with-key.js';

let api: ApiUnderTest;
let withKey: Awaited<ReturnType<typeof startWithKey>>;
let folder: string;
beforeAll(async () => {
  api = await startApi();
  withKey = await startWithKey(api.url, api.adminKey);
  folder = await mkdtemp(join(tmpdir(), 'armature-conformance-'));
});
afterAll(async () => {
  withKey.close();
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

const tools = 'calls tools of its own, which a server for tests has';
const resources = 'reads resources of its own';
const prompts = 'gets prompts of its own';
const tasks = 'is about an extension of the protocol: operations are ours';

/** What does not pass, and why: each wants something of a server for tests, or an extension. */
const notPassing: Readonly<Record<string, string>> = {
  'completion-complete': 'completes an argument of a prompt of its own',
  'elicitation-sep1034-defaults': tools,
  'elicitation-sep1330-enums': tools,
  'http-custom-header-server-validation': tools,
  'input-required-result-basic-elicitation': tools,
  'input-required-result-basic-list-roots': tools,
  'input-required-result-basic-sampling': tools,
  'input-required-result-capability-check': tools,
  'input-required-result-multi-round': tools,
  'input-required-result-multiple-input-requests': tools,
  'input-required-result-non-tool-request': prompts,
  'input-required-result-request-state': tools,
  'input-required-result-result-type': tools,
  'input-required-result-tampered-state': tools,
  'json-schema-2020-12': tools,
  'logging-set-level':
    'sets what is logged to the client: the newest protocol deprecates it, and nothing is',
  'prompts-get-embedded-resource': prompts,
  'prompts-get-simple': prompts,
  'prompts-get-with-args': prompts,
  'prompts-get-with-image': prompts,
  'resources-read-binary': resources,
  'resources-read-text': resources,
  'resources-subscribe': resources,
  'resources-templates-read': resources,
  'resources-unsubscribe': resources,
  'server-stateless': tools,
  'tasks-capability-negotiation': tasks,
  'tasks-dispatch-and-envelope': tasks,
  'tasks-lifecycle': tasks,
  'tasks-mrtr-composition': tasks,
  'tasks-mrtr-input': tasks,
  'tasks-request-headers': tasks,
  'tasks-request-state-removal': tasks,
  'tasks-required-task-error': tasks,
  'tasks-wire-fields': tasks,
  'tools-call-audio': tools,
  'tools-call-elicitation': tools,
  'tools-call-embedded-resource': tools,
  'tools-call-error': tools,
  'tools-call-image': tools,
  'tools-call-mixed-content': tools,
  'tools-call-sampling': tools,
  'tools-call-simple-text': tools,
  'tools-call-with-logging': tools,
  'tools-call-with-progress': tools,
};

/** By scenario: whether all of its checks passed. */
async function run(revision: string): Promise<Map<string, boolean>> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const program = 'node_modules/.bin/conformance';
  const args = ['server', '--url', `${withKey.url}/mcp`, '--requirements', revision, '-o', folder];
  execFile(program, args, { maxBuffer: 50_000_000 }, (_failed, stdout) => resolve(stdout));
  const lines = (await promise).matchAll(/^([✓✗]) ([\w-]+): \d+ passed/gm);
  return new Map([...lines].map(([, mark, name = '']) => [name, mark === '✓'] as const));
}

/** Some must be there and pass: a suite that ran nothing would have no failures. */
const mustPass: Readonly<Record<string, readonly string[]>> = {
  '2026-07-28': [
    'caching',
    'dns-rebinding-protection',
    'http-header-validation',
    'prompts-list',
    'resources-list',
    'tools-list',
  ],
  '2025-11-25': ['dns-rebinding-protection', 'ping', 'server-initialize', 'tools-list'],
};

describe.each(Object.entries(mustPass))(
  'the conformance suite of protocol %s',
  (revision, some) => {
    it('passes but for what wants a server for tests', async () => {
      const results = await run(revision);
      for (const name of some) expect([name, results.get(name)]).toEqual([name, true]);
      const failed = [...results].flatMap(([name, passed]) => (passed ? [] : [name]));
      expect(failed.filter((name) => !(name in notPassing))).toEqual([]);
    }, 120_000);
  },
);

it('of server-stateless nothing fails but what calls tools of its own', async () => {
  const [result = ''] = (await readdir(folder)).filter((name) => name.includes('server-stateless'));
  const checks = JSON.parse(await readFile(join(folder, result, 'checks.json'), 'utf8')) as {
    status: string;
    errorMessage?: string;
  }[];
  const failed = checks.filter(({ status }) => status === 'FAILURE');
  expect(failed).toHaveLength(4);
  for (const { errorMessage } of failed) expect(errorMessage).toContain("diagnostic tool 'test_");
});
