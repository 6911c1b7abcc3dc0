import { describe, expect, it } from 'vitest';
import { TeamTurns } from './team-turns.js';

const of = (teamId: string) => ({ teamId, operationId: `${teamId}-1` });

function served(turns: TeamTurns, ...rounds: string[][]): (string | undefined)[] {
  return rounds.map((teams) => turns.next(teams.map(of))?.teamId);
}

describe('turns between teams', () => {
  it('go round, whoever has waited longest', () => {
    const all = ['busy', 'calm', 'idle'];
    expect(served(new TeamTurns(), all, all, all, all)).toEqual(['busy', 'calm', 'idle', 'busy']);
  });

  it('give a team that comes new the next one', () => {
    const turns = new TeamTurns();
    served(turns, ['busy'], ['busy'], ['busy', 'calm'], ['busy', 'calm']);
    expect(served(turns, ['busy', 'calm', 'new'])).toEqual(['new']);
  });

  it('pass by who has nothing to do', () => {
    expect(served(new TeamTurns(), ['busy', 'calm'], ['busy'], ['busy'], ['busy', 'calm'])).toEqual(
      ['busy', 'busy', 'busy', 'calm'],
    );
    expect(new TeamTurns().next([])).toBeUndefined();
  });
});
