import type { OperationStep } from '../operation-step.js';

interface Steps {
  all: readonly OperationStep[];
  /** Those that ran and are not written yet. */
  ran: readonly OperationStep[];
  decided: readonly OperationStep[];
}

/** The steps to write, each once as it came last: what ran, what was decided, and what remembers something under these keys, without it. */
export function withoutForgotten(
  keys: readonly string[],
  { all, ran, decided }: Steps,
): OperationStep[] {
  const remembering = all.filter(({ memory }) => keys.some((key) => Object.hasOwn(memory, key)));
  const last = new Map([...remembering, ...ran, ...decided].map((step) => [step.position, step]));
  return [...last.values()].map((step) => ({ ...step, memory: without(keys, step.memory) }));
}

const without = (keys: readonly string[], memory: OperationStep['memory']) =>
  Object.fromEntries(Object.entries(memory).filter(([key]) => !keys.includes(key)));
