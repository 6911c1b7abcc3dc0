import { describe, expect, it } from 'vitest';
import { AnswersInMessages, writeAnswer } from './written-answers.js';

const answer = { data: { computes: { nodes: [{ name: 'gpu "1"' }] } } };
const messageOf = (answers: AnswersInMessages, message: object): string =>
  answers.putIn(JSON.stringify(message, answers.leaveOut)).join('');

describe('an answer that many wait for', () => {
  it('is written once', () => {
    let times = 0;
    const counted = { data: { toJSON: () => (times += 1) } };
    writeAnswer(counted);
    const answers = new AnswersInMessages();
    messageOf(answers, { id: '1', type: 'next', payload: counted });
    messageOf(answers, { id: '2', type: 'next', payload: counted });
    expect(times).toBe(1);
  });

  it('stands in a message as if it had been written with it', () => {
    const answers = new AnswersInMessages();
    const message = { id: 'a "b"', type: 'next', payload: answer };
    writeAnswer(answer);
    expect(messageOf(answers, message)).toBe(JSON.stringify(message));
  });

  it('is the same bytes in all messages where it is long', () => {
    const answers = new AnswersInMessages();
    const long = { data: { name: 'ü'.repeat(50_000) } };
    writeAnswer(long);
    const [one, other] = ['1', '2'].map((id) => ({ id, type: 'next', payload: long }));
    const partsOf = (message: object) => answers.putIn(JSON.stringify(message, answers.leaveOut));
    expect(partsOf(one!).join('')).toBe(JSON.stringify(one));
    expect(partsOf(other!)[1]).toBe(partsOf(one!)[1]);
  });

  it('does not get into other messages, whatever their clients call them', () => {
    const answers = new AnswersInMessages();
    writeAnswer(answer);
    messageOf(answers, { id: '1', type: 'next', payload: answer });
    for (const other of [
      { type: 'ping' },
      { id: '\u0000answer', type: 'complete' },
      { id: '2', type: 'next', payload: { data: { never: 'written before' } } },
    ])
      expect(messageOf(answers, other)).toBe(JSON.stringify(other));
  });
});
