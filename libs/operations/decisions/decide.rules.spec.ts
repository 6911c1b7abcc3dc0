import { describe, expect, it } from 'vitest';
import { newStep } from './cancellation.rules.js';
import { decide, type Situation } from './decide.rules.js';
import type { OperationStep } from '../operation-step.js';
import { retryPosition } from './retry.rules.js';
import { memoryFor } from './step-memory.rules.js';
import type { OperationDefinition, StepDefinition } from '../step.js';

const named = (name: string, writes = false): StepDefinition => ({
  name,
  writes,
  run: () => Promise.reject(new Error('not run here')),
});
const create: OperationDefinition = {
  kind: 'COMPUTE_CLUSTER_CREATE',
  summary: 'Creates a compute cluster.',
  during: 'CREATING',
  steps: [named('check'), named('put', true), named('await')],
  compensation: [named('remove', true), named('await removal')],
  onCanceled: { gone: true },
};
const { compensation: _undoes, ...irrevocable } = create;

const rows = (...changes: Partial<OperationStep>[]): OperationStep[] =>
  create.steps.map(({ name }, index) => ({ ...newStep(name, index), ...changes[index] }));

const situation = (overrides: Partial<Situation> = {}): Situation => ({
  status: 'RUNNING',
  currentStep: 1,
  steps: rows({ status: 'SUCCEEDED' }, { status: 'RUNNING' }),
  kind: create,
  now: new Date(),
  ...overrides,
});
const error = { code: 'X', message: 'x', retry: 'NEVER' } as const;

describe('what follows from a verdict', () => {
  it('starts what was queued, with whatever comes first', () => {
    expect(decide(situation({ status: 'QUEUED' }), { is: 'next' }).events).toEqual(['start']);
    const failed = decide(situation({ status: 'QUEUED' }), { is: 'failed', error });
    expect(failed.events).toEqual(['start', 'fail']);
  });

  it('succeeds after the last step, and ends what was watched', () => {
    const decision = decide(situation({ currentStep: 2 }), { is: 'next' });
    expect(decision).toMatchObject({ events: ['succeed'], goesOn: false, watch: 'none' });
  });

  it('has nobody come while a watch looks', () => {
    const watch = { until: 'GONE', armId: '/x' } as const;
    expect(decide(situation(), { is: 'waiting', watch })).toMatchObject({ due: 'watched', watch });
  });

  it('has somebody come meanwhile where the step asks for it', () => {
    const watch = { until: 'PRESENT', armId: '/x' } as const;
    const verdict = { is: 'waiting', watch, againAfterSeconds: 30 } as const;
    expect(decide(situation(), verdict)).toMatchObject({ due: { afterSeconds: 30 }, watch });
  });
});

describe('a cancel that came meanwhile', () => {
  const canceling = (steps: OperationStep[], kind = create): Situation =>
    situation({ status: 'CANCELING', steps, kind });

  it('stops at once where nothing was sent', () => {
    const decision = decide(canceling(rows()), { is: 'interrupted' });
    expect(decision).toMatchObject({ events: ['stop'], facts: { gone: true } });
    expect(decision.steps.map((step) => step.status)).toEqual(['CANCELED', 'CANCELED', 'CANCELED']);
  });

  it('undoes what was accepted, at once', () => {
    const steps = rows({ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' });
    const decision = decide(canceling(steps), { is: 'next' });
    expect(decision).toMatchObject({ events: [], currentStep: 3, due: 'now' });
    expect(decision.steps.map((step) => step.name)).toEqual(['await', 'remove', 'await removal']);
  });

  it('lets ARM settle first where nobody heard whether it accepted', () => {
    const steps = rows({}, { status: 'RUNNING', memory: { submitting: true } });
    const decision = decide(canceling(steps), { is: 'interrupted' });
    expect(decision.due).toEqual({ afterSeconds: 10 });
  });

  it('undoes what failed after it was sent, instead of leaving it behind', () => {
    const steps = rows({}, { status: 'SUCCEEDED' }, { status: 'FAILED' });
    const decision = decide({ ...canceling(steps), currentStep: 2 }, { is: 'failed', error });
    expect(decision).toMatchObject({ events: [], currentStep: 3 });
  });

  it('lets go on what was sent and cannot be undone', () => {
    const steps = rows({}, { status: 'SUCCEEDED' });
    const decision = decide(canceling(steps, irrevocable), { is: 'next' });
    expect(decision).toMatchObject({ events: [], currentStep: 2, goesOn: true });
  });
});

describe('a retry', () => {
  it('takes up at the last write before the failure', () => {
    expect(retryPosition(rows(), 2, create)).toBe(1);
    expect(retryPosition(rows(), 0, create)).toBe(0);
  });

  it('of an undoing starts over among what undoes', () => {
    const all = [...rows(), newStep('remove', 3), newStep('await removal', 4)];
    expect(retryPosition(all, 4, create)).toBe(3);
  });
});

describe('what a step knows', () => {
  const handle = {
    style: 'location',
    url: 'https://arm.example/x',
    armId: '/x',
    verb: 'PUT',
  } as const;
  const steps = rows(
    { memory: { nameChecked: true } },
    { memory: { handle, submitting: true, clientRequestId: '1' } },
    { memory: { looks: 2, againCount: 3 } },
  );

  it('is what earlier steps found out, and its own; a write is nobody else’s', () => {
    expect(memoryFor(create, steps, 2)).toEqual({ nameChecked: true, handle, looks: 2 });
  });

  it('never holds the handle of what it is to undo', () => {
    const sent = steps.map((step) => ({ ...step, memory: { ...step.memory, handle } }));
    const undoing = [...sent, newStep('remove', 3)];
    expect(memoryFor(create, undoing, 3)).not.toHaveProperty('handle');
  });
});
