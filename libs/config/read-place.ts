import {
  cloudNamed,
  cloudOfArm,
  cloudOfAuthority,
  publicCloud,
  type AzureCloud,
  type AzureCloudName,
} from '#libs/kernel';
import type { AzureAccess } from './azure-access.js';

/** What the settings say of where Azure is. */
export interface PlaceSettings {
  cloud: AzureCloudName | undefined;
  armEndpoint: string | undefined;
  tokenAudience: string | undefined;
}

/** The cloud that is named, else that of ARM's address; undefined where there is neither. */
export const cloudOf = ({
  cloud,
  armEndpoint,
}: Pick<PlaceSettings, 'cloud' | 'armEndpoint'>): AzureCloud | undefined =>
  cloud ? cloudNamed(cloud) : armEndpoint === undefined ? undefined : cloudOfArm(armEndpoint);

/**
 * Where ARM and Entra ID are. Adds to `problems` where they would be of two clouds: Entra ID of another cloud than ARM's issues tokens that
 * this ARM refuses; and where nothing says what tokens for ARM are for. Addresses of nobody's cloud may stand in for both.
 */
export function readPlace(
  settings: PlaceSettings,
  authority: string | undefined,
  problems: string[],
): Pick<AzureAccess, 'armEndpoint' | 'authorityHost' | 'cloud'> {
  const { cloud: name, armEndpoint, tokenAudience } = settings;
  const authorityCloud = authority === undefined ? undefined : cloudOfAuthority(authority);
  // With nothing said, Entra ID of another cloud is no choice of it: that is told.
  const said = cloudOf(settings) ?? (armEndpoint === undefined ? publicCloud : undefined);
  const addressed = armEndpoint === undefined ? undefined : cloudOfArm(armEndpoint);
  if (!said && tokenAudience === undefined) problems.push(audienceUnsaid);
  if (name && addressed && addressed !== said)
    problems.push(
      `AZURE_ARM_ENDPOINT: is ${addressed.name}'s, and AZURE_CLOUD is ${name}: leave AZURE_ARM_ENDPOINT out`,
    );
  if (said && authorityCloud && said !== authorityCloud)
    problems.push(otherAuthority(authorityCloud, said, name));
  const cloud = said ?? authorityCloud;
  const { armHost, authorityHosts } = cloud ?? publicCloud;
  return {
    cloud,
    armEndpoint: armEndpoint ?? `https://${armHost}`,
    authorityHost: authority ?? `https://${authorityHosts[0]}`,
  };
}

/** Whoever mistypes the address of ARM would else send tokens of public Azure to whoever has that name. */
const audienceUnsaid =
  "AZURE_TOKEN_AUDIENCE: is required where AZURE_ARM_ENDPOINT is none of Microsoft's own addresses: " +
  'say what its tokens are for, or AZURE_CLOUD where it stands in for the ARM of that cloud';

const otherAuthority = (its: AzureCloud, arms: AzureCloud, name: string | undefined): string =>
  name
    ? `AZURE_AUTHORITY_HOST: is ${its.name}'s, and AZURE_CLOUD is ${name}: leave AZURE_AUTHORITY_HOST out`
    : `AZURE_AUTHORITY_HOST: is ${its.name}'s, and AZURE_ARM_ENDPOINT is ${arms.name}'s; ` +
      `with this authority it must be https://${its.armHost}, or leave AZURE_AUTHORITY_HOST out`;
