import { cloudOfArm, publicCloud, type AzureCloud } from '#libs/kernel';

/**
 * The scope to ask tokens for. Azure's clouds want their own endpoint's; anything else (a simulator, a stand-in) takes
 * tokens for `cloud`, public Azure unless that is told.
 */
export function armScope(endpoint: string, cloud?: AzureCloud): string {
  return `https://${(cloudOfArm(endpoint) ?? cloud ?? publicCloud).armHost}/.default`;
}
