import type { Sql } from '#libs/database';
import type { Policy } from '#libs/operations';
import { concerns } from './concerns.rules.js';
import { readEnabledPolicies } from './policy.repository.js';

/** The policies that decide something, kept for as long as nobody changes one. */
export class KnownPolicies {
  private revision = -1;
  private setting: ReadonlySet<string> = new Set();
  private byTeam: ReadonlyMap<string | null, readonly Policy[]> = new Map();

  /** Those that are about a verb's requests of a team, the platform's first. `revision`: of now, by which what is kept still counts. */
  async about(sql: Sql, revision: number, verb: string, teamId: string): Promise<Policy[]> {
    if (revision !== this.revision) await this.readAll(sql);
    return this.of(verb, teamId);
  }

  /** The same by what is kept, of now or of before. */
  of(verb: string, teamId: string): Policy[] {
    const candidates = [...(this.byTeam.get(null) ?? []), ...(this.byTeam.get(teamId) ?? [])];
    return candidates.filter((policy) => concerns(policy, verb, teamId));
  }

  /** Whether any sets defaults of the verb, by what is kept. */
  mayDefault(verb: string): boolean {
    return this.setting.has(verb);
  }

  private async readAll(sql: Sql): Promise<void> {
    const { revision, policies } = await readEnabledPolicies(sql);
    // Another request may have read later ones meanwhile.
    if (revision < this.revision) return;
    this.byTeam = Map.groupBy(policies, ({ teamId }) => teamId);
    this.setting = new Set(
      policies.flatMap(({ effect, verbs }) => (effect === 'SET_DEFAULT' ? verbs : [])),
    );
    this.revision = revision;
  }
}
