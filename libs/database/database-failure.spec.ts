import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { committing, isDatabaseAway, OutcomeUnknown } from './database-failure.js';

const answered = (code: string): Error =>
  Object.assign(new pg.DatabaseError('said so', 0, 'error'), { code });
const bySystem = (code: string): Error => Object.assign(new Error('connect'), { code });

const away: [string, Error][] = [
  ['refuses connections', bySystem('ECONNREFUSED')],
  [
    'refuses them at every address',
    Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }),
  ],
  ['has no name', bySystem('ENOTFOUND')],
  ['breaks the connection', bySystem('ECONNRESET')],
  ['ends the connection', new Error('Connection terminated unexpectedly')],
  ['does not answer', new Error('Query read timeout')],
  ['does not answer whoever connects', new Error('timeout expired')],
  ['has no connection to give in time', new Error('timeout exceeded when trying to connect')],
  ['is shut down (57P01)', answered('57P01')],
  ['crashed (57P02)', answered('57P02')],
  ['is starting (57P03)', answered('57P03')],
  ['has too many connections (53300)', answered('53300')],
  ['has no disk left (53100)', answered('53100')],
  ['cannot read its disk (58030)', answered('58030')],
  ['is read-only (25006)', answered('25006')],
  ['takes too long (57014)', answered('57014')],
  ['is held by others for too long (55P03)', answered('55P03')],
  ['takes one of two that wait for each other (40P01)', answered('40P01')],
  ['does not let us in (28P01)', answered('28P01')],
  ['is gone from its server (3D000)', answered('3D000')],
  ['is lost behind a bouncer (08006)', answered('08006')],
];

describe('a database that', () => {
  it.each(away)('%s is away', (_what, error) => {
    expect(isDatabaseAway(error)).toBe(true);
  });

  it.each([
    ['finds a duplicate', answered('23505')],
    ['does not take a statement', answered('42601')],
    ['cannot store a value', answered('22P05')],
    ['is not asked at all', new TypeError('x is undefined')],
  ])('%s is not', (_what, error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });
});

describe('what writes by itself', () => {
  it.each([
    ['the connection breaks', bySystem('ECONNRESET'), true],
    ['nobody answers', new Error('Query read timeout'), true],
    ['the server ends it in the middle', answered('57P01'), true],
    ['nobody was reached', bySystem('ECONNREFUSED'), false],
    ['the server says that it is read-only', answered('25006'), false],
    ['the server gives it up as too slow', answered('57014'), false],
  ])('where %s', async (_where, error, isUnknown) => {
    const failed = await committing(Promise.reject(error)).catch((cause: unknown) => cause);
    expect(failed instanceof OutcomeUnknown).toBe(isUnknown);
    expect(isDatabaseAway(failed)).toBe(true);
  });
});
