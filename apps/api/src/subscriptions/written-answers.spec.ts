import { describe, expect, it } from 'vitest';
import { AnswersInMessages, jsonOf } from './written-answers.js';

const answer = { data: { computes: { nodes: [{ name: 'gpu "1"' }] } } };
const messageOf = (answers: AnswersInMessages, message: object): string =>
  answers.putIn(JSON.stringify(message, answers.leaveOut));

describe('an answer that many wait for', () => {
  it('is written once', () => {
    let times = 0;
    const counted = { data: { toJSON: () => (times += 1) } };
    jsonOf(counted);
    const answers = new AnswersInMessages();
    messageOf(answers, { id: '1', type: 'next', payload: counted });
    messageOf(answers, { id: '2', type: 'next', payload: counted });
    expect(times).toBe(1);
  });

  it('stands in a message as if it had been written with it', () => {
    const answers = new AnswersInMessages();
    const message = { id: 'a "b"', type: 'next', payload: answer };
    jsonOf(answer);
    expect(messageOf(answers, message)).toBe(JSON.stringify(message));
  });

  it('does not get into other messages, whatever their clients call them', () => {
    const answers = new AnswersInMessages();
    jsonOf(answer);
    messageOf(answers, { id: '1', type: 'next', payload: answer });
    for (const other of [
      { type: 'ping' },
      { id: '\u0000answer', type: 'complete' },
      { id: '2', type: 'next', payload: { data: { never: 'written before' } } },
    ])
      expect(messageOf(answers, other)).toBe(JSON.stringify(other));
  });
});
