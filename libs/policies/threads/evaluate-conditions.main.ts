import { parentPort, workerData } from 'node:worker_threads';
import { Conditions } from '../conditions/evaluate.js';
import type { Answer, Question, ThreadData } from './messages.js';

/** A thread of its own that evaluates conditions: one that does not end, or wants all memory, ends with it and with nothing else. */
const { at } = workerData as ThreadData;
const conditions = new Conditions();

/** What took longer is told at once: others need not wait for the rest, and whoever waits knows that it goes on. */
const longestSilenceMs = 20;

parentPort?.on('message', ({ facts, conditions: asked, scopes }: Question) => {
  for (const [scope, fields] of Object.entries(scopes)) conditions.declare(scope, fields);
  let untold: Answer[number][] = [];
  let told = performance.now();
  for (const [place, one] of facts.entries()) {
    untold.push(outcomesOf(one, asked));
    if (place < facts.length - 1 && performance.now() - told < longestSilenceMs) continue;
    parentPort?.postMessage(untold satisfies Answer);
    untold = [];
    told = performance.now();
  }
});

function outcomesOf(facts: string, asked: Question['conditions']): Answer[number] {
  const given = JSON.parse(facts) as Record<string, unknown>;
  const brought = new Map<string, Record<string, unknown>>();
  return asked.map(({ scope, condition }, place) => {
    at[0] = place;
    try {
      const its = brought.get(scope) ?? conditions.bring(scope, given);
      brought.set(scope, its);
      return conditions.evaluate(scope, condition, its);
    } catch (error) {
      return { error: String(error) };
    }
  });
}
