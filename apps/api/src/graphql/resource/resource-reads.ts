import { Inject } from '@nestjs/common';
import type { GraphQLResolveInfo } from 'graphql';
import { Pool } from 'pg';
import { visibleTeams } from '#libs/tenants';
import type { ResourceKind } from '#libs/resources';
import { StepDurations } from '../../parts/step-durations.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { readAudit } from '../../reads/audit/read-audit.repository.js';
import { readOperations } from '../../reads/operations/read-operations.repository.js';
import type { OperationShow } from '../../reads/pages/shown.js';
import {
  readResources,
  type ResourceQuery,
} from '../../reads/resources/read-resources.repository.js';
import { PresentedOperation } from '../operation/presented-operation.js';
import { presentAudit } from '../present.js';
import { presentResource } from '../present-resource.js';
import type { PresentedResource } from '../presented-resource.js';
import { askedOfResources } from '../relay/asked-parts.js';
import {
  auditList,
  RowConnection,
  operationList,
  readPageArguments,
  resourceList,
  type PageArguments,
} from '../relay/read-page.js';

/** Lists of resources, and what every resource has. */
export abstract class ResourceReads {
  @Inject(Pool) private readonly pool: Pool;
  @Inject(StepDurations) private readonly durations: StepDurations;

  protected async page(
    { request }: GraphqlContext,
    kinds: readonly ResourceKind[],
    args: PageArguments,
    query: Partial<ResourceQuery>,
    info: GraphQLResolveInfo,
  ) {
    const list = resourceList(info.fieldName);
    const rows = await readResources(
      this.pool,
      {
        visible: visibleTeams(request.actor),
        kinds,
        ...query,
        show: askedOfResources(info),
      },
      readPageArguments(list, args),
    );
    return new RowConnection(request, list, rows, (row) => row.id, presentResource);
  }

  protected async operationsOf(
    { request }: GraphqlContext,
    target: PresentedResource,
    args: PageArguments,
    show: OperationShow,
  ) {
    const query = { visible: visibleTeams(request.actor), targetId: target.rowId, show };
    const rows = await readOperations(this.pool, query, readPageArguments(operationList, args));
    return new RowConnection(
      request,
      operationList,
      rows,
      (row) => row.id,
      (row) => new PresentedOperation(row, this.durations.find),
    );
  }

  protected async auditOf({ request }: GraphqlContext, targetId: string, args: PageArguments) {
    const query = { visible: visibleTeams(request.actor), targetId };
    const rows = await readAudit(this.pool, query, readPageArguments(auditList, args));
    return new RowConnection(request, auditList, rows, (row) => row.sequence, presentAudit);
  }
}
