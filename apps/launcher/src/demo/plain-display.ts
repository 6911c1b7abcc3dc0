import type { Writable } from 'node:stream';
import { isTerminal, kindInWords, type OperationStep } from './operation.schema.js';
import type { ProgressDisplay } from './progress-display.js';

/** One line whenever a step or the operation changes: for files, pipes and CI. */
export function createPlainDisplay(stream: Writable): ProgressDisplay {
  const shown = new Map<string, string>();
  const startedAtMs = performance.now();
  const say = (line: string) => {
    const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1).padStart(5);
    stream.write(`${seconds} s  ${line}\n`);
  };
  const sayOnce = (key: string, state: string, line: string) => {
    if (shown.get(key) === state) return;
    shown.set(key, state);
    say(line);
  };
  return {
    say,
    show: (operation) => {
      const { id, kind, targetName, status } = operation;
      for (const step of operation.steps) {
        if (step.status === 'PENDING') continue;
        const state = `${step.status} ${step.attempt} ${step.rawState}`;
        sayOnce(`${id} ${step.name}`, state, `${targetName}: ${describeStep(step)}`);
      }
      if (isTerminal(operation))
        sayOnce(id, status, `${targetName}: ${kindInWords(kind)} ${status}`);
    },
    close: () => undefined,
  };
}

/** E.g. `await compute WAITING (Creating)`. */
export function describeStep({ name, status, rawState, attempt }: OperationStep): string {
  const said = rawState === null ? '' : ` (${rawState})`;
  const again = attempt > 1 ? `, attempt ${attempt}` : '';
  return `${name} ${status}${said}${again}`;
}
