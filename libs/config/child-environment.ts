const ours =
  /^(DATABASE_|REDIS_URL$|HOST$|PORT$|LOG_LEVEL$|AZURE_|IDENTITY_|MSI_|ENTRA_|ARMATURE_|SIMULATOR_|NODE_EXTRA_CA_CERTS$|(HTTPS?|ALL|NO)_PROXY$|npm_)/i;

/**
 * The environment for a process that the launcher starts: ours without what concerns Armature or Azure, so that nobody's
 * real credentials reach a development system, and without proxies, which do not reach a simulator on loopback; plus
 * `additions`.
 */
export function childEnvironment(
  additions: Record<string, string | undefined>,
): Record<string, string> {
  const all = Object.entries({ ...inherited(), ...additions });
  return Object.fromEntries(
    all.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function inherited(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
