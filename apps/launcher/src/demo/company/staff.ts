/** A role, and where it holds: the name of a team, or `platform`. */
export interface Held {
  role: 'VIEWER' | 'OPERATOR' | 'APPROVER' | 'ADMIN';
  team: string;
}

export interface Group {
  id: string;
  name: string;
  members: string[];
  /** What its members may do; absent: it is none of our business. */
  holds?: Held;
}

export interface Person {
  id: string;
  name: string;
  username: string;
  /** By which groups, directly, and as what the person is in the company. */
  groups: Group[];
  occupation: string;
}

export const teams: readonly string[] = (
  'Vision Speech Ranking Pricing Forecasting Fraud Credit Claims Routing Fleet Energy Grid Weather Crops Genomics ' +
  'Imaging Trials Chemistry Materials Robotics Assembly Inspection Logistics Warehouse Support Translation Search Ads Safety Tools'
).split(' ');

const first =
  'Ada Bela Chidi Dana Emil Farah Goran Hana Ilse Jonas Kofi Lena Mira Nils Olga Pavel Rosa Samir Tove Yara'.split(
    ' ',
  );
const last = 'Abel Brandt Costa Duarte Eriksen Fischer Garcia Horvat Ivanov Jansen'.split(' ');

const idOf = (kind: string, number: number): string =>
  `${kind}000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** An id of Entra ID for each thing, the same in every run. */
export const objectId = {
  person: (number: number) => idOf('0a', number),
  group: (number: number) => idOf('0b', number),
  application: (number: number) => idOf('0c', number),
};

/** The person of that number, from 0 on. */
export function person(number: number, occupation: string): Person {
  const name = `${first[number % first.length]} ${last[Math.floor(number / first.length)]}`;
  const username = `${name.toLowerCase().replace(' ', '.')}@contoso.com`;
  return { id: objectId.person(number + 1), name, username, groups: [], occupation };
}
