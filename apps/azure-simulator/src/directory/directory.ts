import type { Collection } from '../store/collection.js';
import type { Store } from '../store/store.js';

export interface UserRecord {
  id: string;
  userPrincipalName: string;
  displayName: string;
}

/** An application as it stands in the tenant. */
export interface ServicePrincipalRecord {
  id: string;
  appId: string;
  displayName: string;
}

export interface GroupRecord {
  id: string;
  displayName: string;
  /** False: of Microsoft 365, or for mail alone. */
  securityEnabled: boolean;
  /** Ids of users, groups and service principals. */
  members: readonly string[];
}

/** An API that people and applications get tokens for, as its app registration has it. */
export interface RegistrationRecord {
  appId: string;
  identifierUri: string;
  /** Which groups its tokens name; null: none. */
  groupMembershipClaims: 'SecurityGroup' | 'All' | 'ApplicationGroup' | null;
  /** Who is assigned to it: users, groups and service principals, each with an app role or none. */
  assignments: readonly { principalId: string; appRole: string | null }[];
}

/** Users, applications and groups of the one tenant, and what is registered in it. Ids are lower case. */
export class Directory {
  readonly users: Collection<UserRecord>;
  readonly servicePrincipals: Collection<ServicePrincipalRecord>;
  readonly groups: Collection<GroupRecord>;
  readonly registrations: Collection<RegistrationRecord>;
  private readonly granted: Collection<readonly string[]>;

  constructor(store: Store) {
    this.users = store.collection('users');
    this.servicePrincipals = store.collection('servicePrincipals');
    this.groups = store.collection('entraGroups');
    this.registrations = store.collection('registrations');
    this.granted = store.collection('graphPermissions');
  }

  /** What applications may do at Microsoft Graph: a token has what was granted when it was issued. */
  get graphPermissions(): readonly string[] {
    return this.granted.get('all') ?? [];
  }

  grantAtGraph(permissions: readonly string[]): void {
    this.granted.put('all', permissions);
  }

  userCalled(name: string): UserRecord | undefined {
    const wanted = name.toLowerCase();
    return (
      this.users.get(wanted) ??
      [...this.users.values()].find((user) => user.userPrincipalName.toLowerCase() === wanted)
    );
  }

  applicationCalled(appId: string): ServicePrincipalRecord | undefined {
    const all = [...this.servicePrincipals.values()];
    return all.find((each) => each.appId === appId.toLowerCase());
  }

  /** The API that a token is asked for, by its URI or its client id. */
  registrationOf(resource: string): RegistrationRecord | undefined {
    const wanted = resource.toLowerCase();
    return [...this.registrations.values()].find(
      ({ appId, identifierUri }) =>
        wanted === appId || wanted === `api://${appId}` || wanted === identifierUri.toLowerCase(),
    );
  }

  /** The groups that name it as a member themselves. */
  directGroupsOf(memberId: string): GroupRecord[] {
    return [...this.groups.values()].filter(({ members }) => members.includes(memberId));
  }

  /** All groups that it is in, also by way of others; in the order in which they were made. */
  groupsOf(memberId: string): GroupRecord[] {
    const holding = this.byMember();
    const found = new Set<string>();
    const wanted = [memberId];
    for (let id = wanted.pop(); id !== undefined; id = wanted.pop())
      for (const group of holding.get(id) ?? [])
        if (!found.has(group)) {
          found.add(group);
          wanted.push(group);
        }
    return [...this.groups.values()].filter(({ id }) => found.has(id));
  }

  remove(id: string): void {
    this.users.delete(id);
    this.servicePrincipals.delete(id);
    this.groups.delete(id);
  }

  clear(): void {
    for (const all of [this.users, this.servicePrincipals, this.groups, this.registrations])
      all.clear();
    this.granted.clear();
  }

  private byMember(): Map<string, string[]> {
    const groups = new Map<string, string[]>();
    for (const { id, members } of this.groups.values())
      for (const member of members) {
        const known = groups.get(member);
        if (known) known.push(id);
        else groups.set(member, [id]);
      }
    return groups;
  }
}
