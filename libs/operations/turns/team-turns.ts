import type { FirstOfTeam } from './first-of-teams.repository.js';

/** Takes turns between teams: whoever was served longest ago is next, whoever never was before all others. */
export class TeamTurns {
  /** The team served last stands last. */
  private readonly served = new Set<string>();

  /** `waiting`: who has waited longest comes first. Undefined where nobody waits. */
  next(waiting: readonly FirstOfTeam[]): FirstOfTeam | undefined {
    const order = [...this.served];
    const placeOf = ({ teamId }: FirstOfTeam): number => order.indexOf(teamId);
    const [next] = waiting.toSorted((left, right) => placeOf(left) - placeOf(right));
    if (next) this.serve(next.teamId);
    return next;
  }

  private serve(teamId: string): void {
    this.served.delete(teamId);
    this.served.add(teamId);
  }
}
