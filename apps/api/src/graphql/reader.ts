import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { armIdKey, isUuid } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import { isAllowed, readTeams, type TeamRow, type TeamScopes } from '#libs/tenants';
import { isUnsettled, nothingKnown, type Surroundings } from '#libs/diagnosis';
import type { GraphqlContext } from '../context/graphql-context.js';
import type { OpenedGraph } from '#libs/azure';
import { type ApiSettings, GRAPH, SETTINGS } from '../parts/parts.js';
import { StepDurations } from '../parts/step-durations.js';
import type { ApiKeyRow } from '../reads/tenants/read-api-keys.repository.js';
import type { PlanRow } from '../reads/plans/read-plans.repository.js';
import type { PolicyRow } from '../reads/policies/read-policies.repository.js';
import type { EventRow } from '../reads/events/read-events.repository.js';
import type { AuditRow } from '../reads/audit/read-audit.repository.js';
import type {
  EntraGroupRow,
  OperationRow,
  ResourceRow,
  RoleGrantRow,
  WholePrincipalRow,
} from '../reads/rows.js';
import { loadersFor, type Loaders, type TeamUseRow } from './loaders.js';
import { PresentedOperation } from './operation/presented-operation.js';
import { presentApiKey, presentEntraGroup, presentPrincipal, presentTeam } from './present.js';
import { presentPlan } from './plans/present.js';
import { presentResource } from './present-resource.js';
import { globalId, type FindIds, type RequestContext } from '#libs/verbs';

/** What an attachment is of: a row (empty where it is not known), and an ARM id. */
export interface AttachedConnectedCluster {
  rowId: string;
  armId: string;
}

/** Finds one thing at a time for those who may see it, together with what else the request asks for. */
@Injectable()
export class Reader {
  private readonly loaders = new WeakMap<RequestContext, Loaders>();

  constructor(
    private readonly pool: Pool,
    private readonly durations: StepDurations,
    @Inject(GRAPH) private readonly graph: OpenedGraph | undefined,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** One resource the actor may see; undefined alike for a missing one. */
  async findResourceRow(request: RequestContext, id: string): Promise<ResourceRow | undefined> {
    return id === '' ? undefined : this.of(request).resources.load(id.toLowerCase());
  }

  /** Finds the global ids of what ARM ids name, where the actor may see it, together with what else the request names so. */
  findIds(request: RequestContext): FindIds {
    return async (armIds) => {
      const { byArmIds } = this.of(request);
      const found = armIds.map(async (armId) => {
        const row = await byArmIds.load(armIdKey(armId));
        return row ? [[armId, globalId(kinds.of(row.kind).node, row.id)] as const] : [];
      });
      return new Map((await Promise.all(found)).flat());
    };
  }

  async findResource({ request }: GraphqlContext, id: string) {
    const row = await this.findResourceRow(request, id);
    return row ? presentResource(row) : null;
  }

  /** One operation the actor may see; undefined alike for a missing one. */
  async findOperationRow(request: RequestContext, id: string): Promise<OperationRow | undefined> {
    return id === '' ? undefined : this.of(request).operations.load(id.toLowerCase());
  }

  async findOperation({ request }: GraphqlContext, id: string) {
    const row = await this.findOperationRow(request, id);
    return row ? new PresentedOperation(row, this.durations.find) : null;
  }

  /** One policy the actor may see; undefined alike for a missing one. */
  async findPolicyRow(request: RequestContext, id: string): Promise<PolicyRow | undefined> {
    return id === '' ? undefined : this.of(request).policies.load(id.toLowerCase());
  }

  /** One plan the actor may see; undefined alike for a missing one. */
  async findPlanRow(request: RequestContext, id: string): Promise<PlanRow | undefined> {
    return id === '' ? undefined : this.of(request).plans.load(id.toLowerCase());
  }

  async findPlan({ request }: GraphqlContext, id: string) {
    const row = await this.findPlanRow(request, id);
    return row ? presentPlan(row) : null;
  }

  /** One API key that the actor made or may revoke; undefined alike for a missing one. */
  findApiKeyRow(request: RequestContext, id: string): Promise<ApiKeyRow | undefined> {
    return this.of(request).apiKeys.load(id.toLowerCase());
  }

  async findApiKey({ request }: GraphqlContext, id: string) {
    const row = await this.findApiKeyRow(request, id);
    return row ? presentApiKey(row) : null;
  }

  /** One team the actor may see; undefined alike for a missing one. */
  async findTeamRow(request: RequestContext, id: string): Promise<TeamRow | undefined> {
    const key = id.toLowerCase();
    return isAllowed(request.actor, 'view', key) ? this.of(request).teams.load(key) : undefined;
  }

  async findTeam({ request }: GraphqlContext, id: string) {
    const row = await this.findTeamRow(request, id);
    return row ? presentTeam(row) : null;
  }

  /** One team, whoever asks: who may share with it need not see it otherwise. */
  async findAnyTeamRow(id: string): Promise<TeamRow | undefined> {
    const [team] = await readTeams(this.pool, [id]);
    return team;
  }

  /** One audit event the actor may see; undefined alike for a missing one. */
  findAuditRow(request: RequestContext, id: string): Promise<AuditRow | undefined> {
    return this.of(request).auditEvents.load(id.toLowerCase());
  }

  /** One event that the actor may see; undefined alike for a missing one. */
  findEventRow(request: RequestContext, id: string): Promise<EventRow | undefined> {
    return this.of(request).events.load(id.toLowerCase());
  }

  /** One principal the actor may see; undefined alike for a missing one. */
  findPrincipalRow(request: RequestContext, id: string): Promise<WholePrincipalRow | undefined> {
    return this.of(request).principals.load(id.toLowerCase());
  }

  async findPrincipal({ request }: GraphqlContext, id: string) {
    const row = await this.findPrincipalRow(request, id);
    return row ? presentPrincipal(row) : null;
  }

  /** One role that somebody has, where the actor may see it; undefined alike for a missing one. */
  findRoleGrantRow(request: RequestContext, id: string): Promise<RoleGrantRow | undefined> {
    return this.of(request).roleGrants.load(id.toLowerCase());
  }

  /** One group with a role where the actor may see that; undefined alike for a missing one. */
  findEntraGroupRow(request: RequestContext, id: string): Promise<EntraGroupRow | undefined> {
    return this.of(request).entraGroups.load(id.toLowerCase());
  }

  async findEntraGroup({ request }: GraphqlContext, id: string) {
    const row = await this.findEntraGroupRow(request, id);
    return row ? presentEntraGroup(row) : null;
  }

  /** How a group is called that the actor sees; undefined where nobody tells it now. */
  findGroupName({ request }: GraphqlContext, group: EntraGroupRow): Promise<string | undefined> {
    return this.of(request).groupNames.load(group);
  }

  /** The cluster of an attachment that the actor may see. */
  async findClusterOfCompute(
    { request }: GraphqlContext,
    { rowId, armId }: AttachedConnectedCluster,
  ) {
    const { clusters, clustersByArmId } = this.of(request);
    const row = isUuid(rowId)
      ? await clusters.load(rowId.toLowerCase())
      : await clustersByArmId.load(armIdKey(armId));
    return row ? presentResource(row) : null;
  }

  /** What is installed on a cluster that the actor may see. */
  async findExtensions({ request }: GraphqlContext, clusterId: string) {
    const rows = await this.of(request).extensions.load(clusterId);
    return rows.map(presentResource);
  }

  /** What is installed on the cluster of an attachment that the actor may see. */
  findAttachedExtensions({ request }: GraphqlContext, clusterId: string): Promise<ResourceRow[]> {
    return this.of(request).attachedExtensions.load(clusterId);
  }

  /** What was read around a compute; nothing is looked up for one that has nothing on its way. */
  async findSurroundings({ request }: GraphqlContext, row: ResourceRow): Promise<Surroundings> {
    return isUnsettled(row) ? this.of(request).surroundings.load(row.id) : nothingKnown;
  }

  /**
   * What a team may name and where it may work, asked for together with those of the page's other teams; nothing for
   * those who see the team's name alone, as the cluster's of an attachment.
   */
  async findTeamScopes({ request }: GraphqlContext, teamId: string): Promise<TeamScopes> {
    return isAllowed(request.actor, 'view', teamId)
      ? this.of(request).teamScopes.load(teamId)
      : { teamId, allowedLocations: [], shares: [] };
  }

  /** What a team may have and has, asked for together with those of the page's other teams; nothing for those who see its name alone. */
  async findTeamUse({ request }: GraphqlContext, teamId: string): Promise<TeamUseRow | undefined> {
    return isAllowed(request.actor, 'view', teamId)
      ? this.of(request).teamUse.load(teamId)
      : undefined;
  }

  private of(request: RequestContext): Loaders {
    const known =
      this.loaders.get(request) ??
      loadersFor(this.pool, request, this.graph?.directory, this.settings.prices.currency);
    this.loaders.set(request, known);
    return known;
  }
}
