import { z } from 'zod';
import type { Simulation } from '../../simulation.js';
import { ArmRefusal } from '../arm-error.js';
import type { ArmAnswer, ArmRequest, ArmResourceType } from '../arm-request.js';
import { parseBody } from '../parse-body.js';
import type { LockRecord } from './locks.js';

const list = '/{scope}/providers/Microsoft.Authorization/locks';

const putSchema = z.object({
  properties: z.object({
    level: z.enum(['CanNotDelete', 'ReadOnly', 'NotSpecified']),
    notes: z.string().max(512).nullish(),
    owners: z.array(z.object({ applicationId: z.string() })).nullish(),
  }),
});

/** Locks of any scope (docs/azure-facts.md#locks). All synchronous. */
export function lockRoutes(simulation: Simulation): ArmResourceType {
  const one = `${list}/{lockName}`;
  return {
    type: 'Microsoft.Authorization/locks',
    apiVersions: ['2020-05-01', '2017-04-01', '2016-09-01', '2015-01-01'],
    routes: [
      { method: 'GET', path: list, handle: (request) => listLocks(simulation, request) },
      { method: 'GET', path: one, handle: (request) => read(simulation, request) },
      {
        method: 'PUT',
        path: one,
        ignoresLocks: true,
        handle: (request) => put(simulation, request),
      },
      {
        method: 'DELETE',
        path: one,
        ignoresLocks: true,
        handle: (request) => remove(simulation, request),
      },
    ],
  };
}

const lockId = ({ parameters }: ArmRequest): string =>
  `${parameters.scope}/providers/Microsoft.Authorization/locks/${parameters.lockName}`;

/** Locks of the scope and below; with `$filter=atScope()` only its own. */
function listLocks({ locks }: Simulation, request: ArmRequest): ArmAnswer {
  const { scope } = request.parameters;
  const atScope = request.query.get('$filter')?.toLowerCase() === 'atscope()';
  const found = locks
    .inside(scope)
    .filter((lock) => !atScope || lock.scope.toLowerCase() === scope.toLowerCase());
  return { status: 200, body: { value: found.map(viewLock) } };
}

function read({ locks }: Simulation, request: ArmRequest): ArmAnswer {
  const record = locks.find(lockId(request));
  if (record) return { status: 200, body: viewLock(record) };
  throw new ArmRefusal(404, {
    code: 'LockNotFound',
    message: `The lock '${request.parameters.lockName}' could not be found.`,
  });
}

function put(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const { properties } = parseBody(putSchema, request.body);
  checkScope(simulation, request);
  const id = lockId(request);
  const existing = simulation.locks.find(id);
  const record: LockRecord = {
    id: existing?.id ?? id,
    name: existing?.name ?? request.parameters.lockName,
    scope: existing?.scope ?? request.parameters.scope,
    level: properties.level,
    ...(properties.notes ? { notes: properties.notes } : {}),
    ...(properties.owners ? { owners: properties.owners } : {}),
  };
  simulation.locks.put(record);
  return { status: existing ? 200 : 201, body: viewLock(record) };
}

function remove({ locks }: Simulation, request: ArmRequest): ArmAnswer {
  const existing = locks.find(lockId(request));
  if (!existing) return { status: 204 };
  locks.delete(existing.id);
  return { status: 200 };
}

function checkScope({ groups }: Simulation, { parameters }: ArmRequest): void {
  const [, , , segment, resourceGroupName] = parameters.scope.split('/');
  if (segment?.toLowerCase() === 'resourcegroups' && resourceGroupName !== undefined)
    groups.get({ subscriptionId: parameters.subscriptionId, resourceGroupName });
}

const viewLock = (record: LockRecord): object => ({
  id: record.id,
  type: 'Microsoft.Authorization/locks',
  name: record.name,
  properties: {
    level: record.level,
    ...(record.notes === undefined ? {} : { notes: record.notes }),
    ...(record.owners === undefined ? {} : { owners: record.owners }),
  },
});
