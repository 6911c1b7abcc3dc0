import { parentPort, workerData } from 'node:worker_threads';
import { Conditions } from '../conditions/evaluate.js';
import type { Answer, Question, ThreadData } from './messages.js';

/** A thread of its own that evaluates conditions: one that does not end, or wants all memory, ends with it and with nothing else. */
const { at } = workerData as ThreadData;
const conditions = new Conditions();

parentPort?.on('message', (question: Question) => {
  parentPort?.postMessage(answerTo(question));
});

function answerTo({ facts, conditions: asked, scopes }: Question): Answer {
  for (const [scope, fields] of Object.entries(scopes)) conditions.declare(scope, fields);
  return facts.map((one) => outcomesOf(one, asked));
}

function outcomesOf(facts: string, asked: Question['conditions']): Answer[number] {
  const given = JSON.parse(facts) as Record<string, unknown>;
  const brought = new Map<string, Record<string, unknown>>();
  return asked.map(({ scope, condition }, place) => {
    at[0] = place;
    const its = brought.get(scope) ?? conditions.bring(scope, given);
    brought.set(scope, its);
    return conditions.evaluate(scope, condition, its);
  });
}
