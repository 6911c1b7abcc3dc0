import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { createLiveDisplay } from './live-display.js';
import { createPlainDisplay } from './plain-display.js';
import type { Operation } from './operation.schema.js';
import type { ProgressDisplay } from './progress-display.js';

const step = (name: string, status: string, rawState: string | null = null) => ({
  name,
  status,
  rawState,
  attempt: 1,
  message: null,
  startedAt: null,
  completedAt: null,
});

const operation = (status: string, ...steps: Operation['steps']): Operation => ({
  id: 'op1',
  kind: 'COMPUTE_CLUSTER_CREATE',
  status,
  targetName: 'cpu',
  steps,
  progress: 0.5,
  createdAt: '2026-01-01T00:00:00Z',
  completedAt: null,
  error: null,
  requestedBy: { displayName: 'Ada' },
});

const put = step('put compute', 'SUCCEEDED');
let display: ProgressDisplay;

afterEach(() => display.close());

describe('progress where there is no terminal', () => {
  it('is one line for each change of a step, and one for the end', () => {
    const stream = new PassThrough();
    display = createPlainDisplay(stream);
    display.show(operation('RUNNING', put, step('await compute', 'PENDING')));
    const waiting = operation('RUNNING', put, step('await compute', 'WAITING', 'Creating'));
    display.show(waiting);
    display.show({ ...waiting, progress: 0.7 });
    display.show(operation('SUCCEEDED', put, step('await compute', 'SUCCEEDED')));
    const lines = `${stream.read()}`.trim().split('\n');
    expect(lines.map((line) => line.replace(/^ *[\d.]+ s {2}/, ''))).toEqual([
      'cpu: put compute SUCCEEDED',
      'cpu: await compute WAITING (Creating)',
      'cpu: await compute SUCCEEDED',
      'cpu: compute cluster create SUCCEEDED',
    ]);
  });
});

describe('progress on a terminal', () => {
  it('redraws what is under way below what stays', () => {
    const stream = Object.assign(new PassThrough(), { columns: 80 });
    display = createLiveDisplay(stream);
    display.show(operation('RUNNING', put, step('await compute', 'WAITING', 'Creating')));
    expect(`${stream.read()}`).toMatch(
      /cpu .*█+░+ compute cluster create: await compute \(Creating\)\n$/,
    );
    display.say('Warning');
    const redrawn = `${stream.read()}`;
    expect(redrawn.startsWith('\u001B[1A\u001B[0JWarning\n')).toBe(true);
    expect(redrawn).toContain('await compute');
    display.show(operation('SUCCEEDED', put));
    expect(`${stream.read()}`).toMatch(/✓ cpu .* SUCCEEDED\n$/);
    display.say('afterwards');
    expect(`${stream.read()}`).toBe('afterwards\n');
  });
});
