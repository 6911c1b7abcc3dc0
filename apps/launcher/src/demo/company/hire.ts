import { objectId, person, teams, type Group, type Held, type Person } from './staff.js';

export interface Company {
  people: Person[];
  groups: Group[];
  /** Who is assigned to the application with an app role. */
  administrator: Person;
}

/** More groups than a token names. */
const mailingLists = 205;

/**
 * Two hundred people: an admin, three operators and a viewer or two for each of the thirty teams; researchers, whose group is one
 * of the operators of five teams; auditors and approvers of the platform; somebody in too many groups for a token; an administrator
 * by app role; and fifteen who may do nothing.
 */
export function hire(): Company {
  const groups: Group[] = [];
  const found = (name: string, holds?: Held): Group => {
    const group = {
      id: objectId.group(groups.length + 1),
      name,
      members: [],
      ...(holds && { holds }),
    };
    groups.push(group);
    return group;
  };
  const people: Person[] = [];
  const join = (occupation: string, ...into: Group[]): Person => {
    const one = person(people.length, occupation);
    for (const group of into) {
      group.members.push(one.id);
      one.groups.push(group);
    }
    people.push(one);
    return one;
  };

  const admins = teams.map((team) => found(`${team} admins`, { role: 'ADMIN', team }));
  const operators = teams.map((team) => found(`${team} operators`, { role: 'OPERATOR', team }));
  const viewers = teams.map((team) => found(`${team} viewers`, { role: 'VIEWER', team }));
  const research = found('Research');
  for (const group of operators.slice(0, 5)) group.members.push(research.id);
  const auditors = found('Auditors', { role: 'VIEWER', team: 'platform' });
  const approvers = found('Approvers', { role: 'APPROVER', team: 'platform' });
  const lists = Array.from({ length: mailingLists }, (_, at) => found(`Mailing list ${at + 1}`));

  for (const group of admins) join('team admin', group);
  for (let round = 0; round < 3; round += 1) for (const group of operators) join('operator', group);
  for (let at = 0; at < 45; at += 1) join('viewer', viewers[at % viewers.length] ?? research);
  for (let at = 0; at < 10; at += 1) join('researcher', research);
  for (let at = 0; at < 5; at += 1) join('auditor', auditors);
  for (let at = 0; at < 3; at += 1) join('approver', approvers);
  join('in 206 groups', ...operators.slice(0, 1), ...lists);
  const administrator = join('administrator');
  while (people.length < 200) join('nobody');
  return { people, groups, administrator };
}

/** What somebody may do by their groups, also by those that their groups are in. */
export function heldBy({ groups }: Pick<Company, 'groups'>, { groups: own }: Person): Held[] {
  const above = groups.filter(({ members }) => own.some(({ id }) => members.includes(id)));
  return [...own, ...above].flatMap(({ holds }) => holds ?? []);
}
