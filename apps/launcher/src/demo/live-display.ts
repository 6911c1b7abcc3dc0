import type { Writable } from 'node:stream';
import { currentStep, isTerminal, kindInWords, type Operation } from './operation.schema.js';
import type { ProgressDisplay } from './progress-display.js';

const barWidth = 10;
const refreshMs = 100;
const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** A line for each operation under way, redrawn in place; ended ones stay above. */
export function createLiveDisplay(stream: Writable & { columns: number }): ProgressDisplay {
  const underWay = new Map<string, Operation>();
  const ended = new Set<string>();
  let drawn = 0;
  let frame = 0;

  const draw = (above = '') => {
    const erase = drawn > 0 ? `\u001B[${drawn}A\u001B[0J` : '';
    const lines = [...underWay.values()].map((operation) => {
      const mark = spinner[frame % spinner.length] ?? '';
      return `${cut(`${mark} ${lineFor(operation)}`, stream.columns)}\n`;
    });
    stream.write(`${erase}${above}${lines.join('')}`);
    drawn = lines.length;
  };
  const timer = setInterval(() => {
    frame += 1;
    if (underWay.size > 0) draw();
  }, refreshMs);
  timer.unref();

  return {
    say: (line) => draw(`${line}\n`),
    show: (operation) => {
      if (ended.has(operation.id)) return;
      if (!isTerminal(operation)) {
        underWay.set(operation.id, operation);
        return draw();
      }
      ended.add(operation.id);
      underWay.delete(operation.id);
      draw(`${operation.status === 'SUCCEEDED' ? '✓' : '✗'} ${lineFor(operation)}\n`);
    },
    close: () => clearInterval(timer),
  };
}

function lineFor(operation: Operation): string {
  const { targetName, kind, progress } = operation;
  const full = Math.round(progress * barWidth);
  const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
  const doing = isTerminal(operation) ? operation.status : describeWork(operation);
  return `${targetName.padEnd(16)} ${bar} ${kindInWords(kind)}: ${doing}`;
}

function describeWork(operation: Operation): string {
  const step = currentStep(operation);
  if (!step) return 'queued';
  return step.rawState === null ? step.name : `${step.name} (${step.rawState})`;
}

const cut = (line: string, columns: number): string => line.slice(0, Math.max(20, columns - 1));
