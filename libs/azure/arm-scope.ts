import { cloudOfArm, publicCloud, type AzureCloud } from '#libs/kernel';

/** Which ARM it is, as far as settings say it. */
export interface ArmPlace {
  /** `https://management.azure.com`, or what stands in for it. https only: it is sent tokens. */
  endpoint: string;
  /** Whose tokens an endpoint takes, and what it allows, that is no cloud's own. */
  cloud?: AzureCloud | undefined;
  /** What its tokens are for, where no cloud says so. */
  tokenAudience?: string | undefined;
}

/**
 * The scope to ask tokens for. Azure's clouds want their own endpoint's; anything else (a simulator, a stand-in) takes
 * tokens for its audience, else for `cloud`, public Azure unless that is told.
 */
export const armScope = ({ endpoint, cloud, tokenAudience }: ArmPlace): string =>
  `${tokenAudience ?? `https://${(cloudOfArm(endpoint) ?? cloud ?? publicCloud).armHost}`}/.default`;
