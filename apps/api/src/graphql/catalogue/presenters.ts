import type { GraphQLResolveInfo } from 'graphql';
import { kinds } from '#libs/kinds';
import type { TeamRow } from '#libs/tenants';
import type { RequestContext } from '#libs/verbs';
import type { PageOf, Place } from '../../reads/pages/keyset.js';
import type { StepDurations } from '../../parts/step-durations.js';
import type { ApiKeyRow } from '../../reads/tenants/read-api-keys.repository.js';
import type { AuditRow } from '../../reads/audit/read-audit.repository.js';
import type { EventRow } from '../../reads/events/read-events.repository.js';
import type { PlanRow } from '../../reads/plans/read-plans.repository.js';
import type { PolicyRow } from '../../reads/policies/read-policies.repository.js';
import type { UnclaimedRow } from '../../reads/unclaimed/read-unclaimed.repository.js';
import type { FoundRow } from '../../reads/read-deps.js';
import type {
  EntraGroupRow,
  OperationRow,
  PrincipalRow,
  ResourceRow,
  RoleGrantRow,
} from '../../reads/rows.js';
import type { ResourceShow } from '../../reads/pages/shown.js';
import { PresentedOperation } from '../operation/presented-operation.js';
import {
  presentApiKey,
  presentAudit,
  presentEntraGroup,
  presentEvent,
  presentPrincipal,
  presentRoleGrant,
  presentTeam,
} from '../present.js';
import { presentResource } from '../present-resource.js';
import { presentPlan } from '../plans/present.js';
import { presentPolicy } from '../policies/present.js';
import { presentUnclaimed } from '../unclaimed/present.js';
import type { List } from '../../reads/pages/list.js';
import { askedOfResources } from '../relay/asked-parts.js';
import { RowConnection } from '../relay/read-page.js';

/** How rows of a type are shown. */
interface Presenter {
  present(durations: StepDurations, row: object): object;
  /** What a row's cursor holds. */
  key: List['key'];
  placeOf(row: object): Place;
  /** What of each row a query asks for, where a statement can leave the rest out. */
  parts?(info: GraphQLResolveInfo): ResourceShow;
}

/** What reads answer under a type's name are rows of that type. */
const of = <R extends object>(
  present: (row: R, durations: StepDurations) => object,
  more: Partial<Pick<Presenter, 'parts' | 'placeOf'>> = {},
): Presenter => ({
  present: (durations, row) => present(row as R, durations),
  key: 'id',
  placeOf: (row) => {
    const { id: key, name } = row as { id: string; name?: string };
    return name === undefined ? { key } : { key, name };
  },
  ...more,
});

const resource = of<ResourceRow>(presentResource, { parts: askedOfResources });

const presenters: ReadonlyMap<string, Presenter> = new Map(
  Object.entries({
    ...Object.fromEntries(kinds.all.map(({ node }) => [node, resource])),
    Compute: resource,
    Operation: of<OperationRow>((row, durations) => new PresentedOperation(row, durations.find)),
    AuditEvent: {
      ...of<AuditRow>(presentAudit),
      key: 'number',
      placeOf: (row) => ({ key: String((row as AuditRow).sequence) }),
    },
    Event: {
      ...of<EventRow>(presentEvent),
      key: 'long',
      placeOf: (row) => ({ key: (row as EventRow).sequence }),
    },
    Plan: of<PlanRow>(presentPlan),
    Policy: of<PolicyRow>(presentPolicy),
    Team: of<TeamRow>(presentTeam),
    Principal: of<PrincipalRow>(presentPrincipal, {
      placeOf: (row) => {
        const { id: key, displayName: name } = row as PrincipalRow;
        return { key, name };
      },
    }),
    ApiKey: of<ApiKeyRow>(presentApiKey),
    RoleGrant: of<RoleGrantRow>(presentRoleGrant),
    EntraGroup: of<EntraGroupRow>(presentEntraGroup),
    ComputeUsage: of((row) => row),
    QuotaCheck: of((row) => row),
    VmPrice: of((row) => row),
    VmSize: of((row) => row),
    Unclaimed: of<UnclaimedRow>(presentUnclaimed),
    // Each row says what it is.
    Node: of((row) => row),
  }),
);

/** Throws for a type that nothing knows how to show. */
export function presenterOf(type: string): Presenter {
  const presenter = presenters.get(type);
  if (!presenter) throw new Error(`nothing shows rows of ${type}`);
  return presenter;
}

/** A page of rows of a type. */
export function connectionOf(
  request: RequestContext,
  durations: StepDurations,
  type: string,
  { name }: Pick<List, 'name'>,
  page: PageOf<object>,
): RowConnection<object, object> {
  const { present, key, placeOf } = presenterOf(type);
  return new RowConnection(request, { name, key }, page, placeOf, (row) => present(durations, row));
}

/** What is found by an id is shown as what it is. */
export const presentFound = (durations: StepDurations, { type, row }: FoundRow): object =>
  presenterOf(type).present(durations, row);
