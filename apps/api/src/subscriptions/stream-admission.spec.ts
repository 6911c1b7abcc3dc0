import { describe, expect, it } from 'vitest';
import { StreamAdmission } from './stream-admission.js';

const opener = (principalId: string, signal = new AbortController().signal) => ({
  signal,
  request: { actor: { principalId } },
});

describe('subscriptions that are open', () => {
  const admission = () => new StreamAdmission({ perSocket: 2, perPrincipal: 3, perProcess: 4 });

  it('are bounded for a connection', () => {
    const some = admission();
    const { signal } = new AbortController();
    const leave = some.enter(opener('jo', signal));
    some.enter(opener('jo', signal));
    expect(() => some.enter(opener('jo', signal))).toThrow('This connection has 2');
    leave();
    some.enter(opener('jo', signal));
  });

  it('are bounded for a principal, whatever the connection', () => {
    const some = admission();
    const leaves = [1, 2, 3].map(() => some.enter(opener('jo')));
    expect(() => some.enter(opener('jo'))).toThrow('You have 3');
    some.enter(opener('kim'));
    leaves[0]!();
    some.enter(opener('jo'));
  });

  it('are bounded for all together', () => {
    const some = admission();
    for (const name of ['jo', 'kim', 'lu', 'mo']) some.enter(opener(name));
    expect(() => some.enter(opener('no'))).toThrow('this server');
  });
});
