import { expect, it } from 'vitest';
import { readsSums } from './team-facts.js';

it.each([
  'team.vCpusAfter > 500',
  'team . ?computes.orValue(0) > 5',
  'team[?"vCpusAfter"].orValue(0) > 500',
  'team["hourlyCost"] > 5.0',
  'cel.bind(t, team, has(t.vCpusAfter) && t.vCpusAfter > 500)',
  '[team].exists(t, t.vCpus > 5)',
  'team.name == "a" && [team][0].computes > 5',
])('reads what is added up: %s', (condition) => {
  expect(readsSums(condition)).toBe(true);
});

it.each(['team.name == "a"', '"x" in team.tags && team . costCenter == "1"', 'after.teams == 1'])(
  'reads nothing that is added up: %s',
  (condition) => {
    expect(readsSums(condition)).toBe(false);
  },
);
