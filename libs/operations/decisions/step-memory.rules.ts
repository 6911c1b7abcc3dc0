import { isCompensation } from '../kind.rules.js';
import type { EngineMemory, OperationStep } from '../operation-step.js';
import type { OperationDefinition, StepMemory } from '../step.js';

/**
 * What a run of the step knows: what earlier steps left, then its own. What belongs to one write alone
 * (`submitting`, its request id) is not handed on; a handle only to the very next step, and never to one that undoes.
 */
export function memoryFor(
  kind: OperationDefinition,
  steps: readonly OperationStep[],
  position: number,
): StepMemory {
  const step = steps[position];
  const before = steps
    .slice(0, position)
    .reduce<StepMemory>((known, { memory }) => ({ ...known, ...handedOn(memory) }), {});
  const handle = handleFor(kind, steps, position);
  const { observation: _o, againCount: _a, unread: _u, ...own } = step?.memory ?? {};
  return { ...before, ...(handle && { handle }), ...own };
}

function handedOn(memory: EngineMemory): StepMemory {
  const { submitting: _s, clientRequestId: _c, handle: _h, ...rest } = memory;
  const { observation: _o, againCount: _a, unread: _u, ...kept } = rest;
  return kept;
}

function handleFor(
  kind: OperationDefinition,
  steps: readonly OperationStep[],
  position: number,
): StepMemory['handle'] {
  const previous = steps[position - 1];
  if (!previous) return undefined;
  const undoing = isCompensation(kind, steps[position]?.name ?? '');
  return undoing === isCompensation(kind, previous.name) ? previous.memory.handle : undefined;
}
