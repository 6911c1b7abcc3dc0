import { invalidVersion, typeNotServed, versionNotServed } from '../arm/api-versions.js';
import { ArmRefusal } from '../arm/arm-error.js';
import { normaliseLocation } from '../arm/locations.js';
import type { RouteMatch } from '../arm/router.js';
import type { Simulation } from '../simulation.js';
import type { ArmedFault } from './fault.schema.js';
import type { FaultSubject } from './faults.js';

type VersionFault = ArmedFault<'VersionNotServed'>;

/** Throws where a fault VersionNotServed takes the version away from this request. */
export function refuseVersion(
  simulation: Simulation,
  match: RouteMatch,
  subject: FaultSubject,
  version: string,
): void {
  const place = locationOf(simulation, match);
  const fault = simulation.faults.take(
    'VersionNotServed',
    subject,
    ({ parameters: { versions, location } }) =>
      (versions === undefined || versions.includes(version)) &&
      (location === undefined || normaliseLocation(location) === place),
  );
  if (fault) throw refusalOf(fault, match, version);
}

function refusalOf({ parameters }: VersionFault, match: RouteMatch, version: string): ArmRefusal {
  const { versions, answer } = parameters;
  const { resourceType } = match;
  const served = resourceType.apiVersions.filter((one) => versions && !versions.includes(one));
  switch (answer) {
    case 'NoRegisteredProviderFound':
      return new ArmRefusal(400, versionNotServed(resourceType, version, served));
    case 'InvalidResourceType':
      return new ArmRefusal(404, typeNotServed(resourceType, version, served));
    case 'InvalidApiVersionParameter':
      return new ArmRefusal(400, invalidVersion(version, served));
    case 'NotFoundWithoutBody':
      return new ArmRefusal(404, undefined);
    case 'MethodNotAllowed':
      return new ArmRefusal(405, {
        code: 'MethodNotAllowed',
        message: 'The requested resource does not support this http method.',
      });
  }
}

/** The region that the path names, or that of the workspace or group in it. */
function locationOf({ workspaces, groups }: Simulation, { parameters }: RouteMatch): string {
  const { location, workspaceName, resourceGroupName } = parameters;
  if (location !== '') return normaliseLocation(location);
  const workspace = workspaceName === '' ? undefined : workspaces.find(parameters);
  if (workspace) return workspace.location;
  const group = resourceGroupName === '' ? undefined : groups.find(parameters);
  return group ? normaliseLocation(group.location) : '';
}
