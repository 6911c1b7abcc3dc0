import { describe, expect, it } from 'vitest';
import { clusterForTests } from '../../../test/support/cluster-values.js';
import { kinds } from '../../kinds/kinds.js';
import { newStep } from './cancellation.rules.js';
import { askedAgain, takenBack, type Ending } from './take-back.rules.js';

const owner = (value: string) => ({ key: 'owner', value, source: 'REQUEST' }) as const;
const identity = { ...clusterForTests.identity, principalId: null, defaultIdentity: null };
const { ssh: _key, ...settings } = clusterForTests;
const inAzure = { ...settings, identity, ssh: null, tags: { owner: 'before' } };
const scale = { ...clusterForTests.scale, maxNodeCount: 9 };
const refused = { code: 'RequestDisallowedByPolicy', message: 'no', retry: 'NEVER' } as const;
const kind = kinds.operation('COMPUTE_CLUSTER_UPDATE');

/** An update of scale and cost tags that ended at one of its steps. */
function ending(at: string, more: Partial<Ending> = {}): Ending {
  const steps = kind.steps.map(({ name }, position) => newStep(name, position));
  const currentStep = steps.findIndex(({ name }) => name === at);
  const before = { desired: clusterForTests, costTags: [owner('before')] };
  return {
    of: kinds.of('COMPUTE_CLUSTER'),
    operation: { input: { before }, currentStep },
    kind,
    steps: steps.map((step, position) => ({
      ...step,
      status: position < currentStep ? 'SUCCEEDED' : 'FAILED',
    })),
    resource: {
      kind: 'COMPUTE_CLUSTER',
      observed: inAzure,
      desired: {
        ...clusterForTests,
        scale,
        description: 'newer',
      },
    },
    costTags: [owner('after')],
    error: refused,
    ...more,
  };
}

const all = {
  desired: { scale: clusterForTests.scale, description: null },
  costTags: [owner('before')],
};

describe('what an operation asked for is taken back', () => {
  it.each([
    ['put compute', refused, all],
    ['await compute', refused, all],
    ['put compute', null, all],
    ['verify compute', refused, undefined],
    ['await compute', { ...refused, code: 'DEAD_LETTER' }, undefined],
    ['await compute', { ...refused, code: 'OUTCOME_UNKNOWN' }, undefined],
    ['put compute', { ...refused, code: 'ATTEMPTS_EXHAUSTED' }, all],
  ])('at "%s" with %j', (step, error, set) => {
    expect(takenBack(ending(step, { error }))?.set).toEqual(set);
  });

  it('but for the fields that Azure has as asked', () => {
    const { resource, ...more } = ending('await compute');
    const observed = { ...inAzure, scale, tags: { OWNER: 'after' } };
    const change = takenBack({ ...more, resource: { ...resource, observed } });
    expect(change).toEqual({
      set: { desired: { description: null } },
      was: { desired: { description: 'newer' } },
      kept: true,
    });
  });

  it('not where an answer to what was sent was never heard', () => {
    const { steps, ...more } = ending('put compute');
    const sent = steps.map((step) => ({ ...step, memory: { submitting: true } }));
    expect(takenBack({ ...more, steps: sent })).toBeUndefined();
  });

  it('and asked for again by a retry', () => {
    const change = takenBack(ending('put compute'));
    const resource = { kind: 'COMPUTE_CLUSTER', desired: clusterForTests, observed: null } as const;
    const again = askedAgain({
      operation: {
        input: { takenBack: change?.was },
        currentStep: 0,
      },
      resource,
      costTags: [owner('before')],
    });
    expect(again).toEqual({ set: change?.was, was: change?.set, kept: false });
  });
});
