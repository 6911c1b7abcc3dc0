/** A role that somebody has. */
export interface ModelGrant {
  /** A principal or a group. */
  subject: string;
  /** Null: the whole platform. */
  team: string | null;
  role: string;
}

interface ModelKey {
  principal: string;
  /** The key that it was made with. */
  madeWith: string | null;
  isOpen: boolean;
}

/** Somebody with a credential: a key, or a token that names groups. */
export interface Coming {
  principal: string;
  keyId?: string;
  groups: readonly string[];
}

/** Who may do what, as the rules say it, without a database: beside it the real thing is held. */
export class RoleModel {
  readonly grants = new Map<string, ModelGrant>();
  readonly keys = new Map<string, ModelKey>();
  readonly disabled = new Set<string>();
  /** Those who come with keys alone. */
  readonly bots = new Set<string>();
  readonly groups = new Set<string>();

  /** The roles of somebody who comes now; undefined where the credential does not count. */
  rolesOf({ principal, keyId, groups }: Coming): ModelGrant[] | undefined {
    const counts = keyId === undefined || this.keys.get(keyId)?.isOpen === true;
    if (this.disabled.has(principal) || !counts) return undefined;
    return this.all(({ subject }) => subject === principal || groups.includes(subject));
  }

  administers(who: Coming, team: string | null): boolean {
    const roles = this.rolesOf(who) ?? [];
    return roles.some((one) => one.role === 'ADMIN' && (one.team === null || one.team === team));
  }

  /** Whether somebody administers the platform, or wherever a principal has a role of its own. */
  administersAllOf(who: Coming, principal: string): boolean {
    if (this.administers(who, null)) return true;
    const own = this.all(({ subject }) => subject === principal);
    return own.length > 0 && own.every(({ team }) => this.administers(who, team));
  }

  /** The same, where nobody in a team knows what else somebody may who comes with tokens. */
  administersBot(who: Coming, principal: string): boolean {
    const isKnown = this.bots.has(principal) || this.administers(who, null);
    return isKnown && this.administersAllOf(who, principal);
  }

  /** Whether somebody is left who administers the platform by a role of its own. */
  get hasAdmin(): boolean {
    const admins = this.all(({ team, role }) => team === null && role === 'ADMIN');
    return admins.some(({ subject }) => !this.disabled.has(subject) && !this.groups.has(subject));
  }

  /** Ends a key, and what was made with it. */
  endKey(id: string): void {
    this.keys.get(id)!.isOpen = false;
    for (const [made, { madeWith }] of this.keys) if (madeWith === id) this.endKey(made);
  }

  private all(which: (grant: ModelGrant) => boolean): ModelGrant[] {
    return [...this.grants.values()].filter(which);
  }
}
