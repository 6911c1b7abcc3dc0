import { KubeConfig, loadYaml } from '@kubernetes/client-node';
import { z } from 'zod';

/** A kubeconfig cannot be used here, whatever its cluster answers. The message holds nothing of it. */
export class KubeconfigError extends Error {
  override readonly name = 'KubeconfigError';
}

const fields = z.record(z.string(), z.unknown());

const kubeconfigSchema = z.object({
  'current-context': z.string(),
  contexts: z.array(z.object({ name: z.string(), context: fields })),
  clusters: z.array(z.object({ name: z.string(), cluster: fields })),
  users: z.array(z.object({ name: z.string(), user: fields })),
});

/** What would have the worker run a program, or read its own files and send them to a cluster. */
const refusedOfUsers = [
  'exec',
  'auth-provider',
  'token-file',
  'tokenFile',
  'client-certificate',
  'client-key',
];
const refusedOfClusters = ['certificate-authority'];

/**
 * What the current context names of a kubeconfig, and nothing beside. Throws KubeconfigError, also for one that wants
 * programs to be run or files of the worker to be read.
 */
export function readKubeconfig(text: string): KubeConfig {
  const { user, cluster, context } = currentOf(parse(text));
  const refused = [
    ...refusedOfUsers.filter((key) => isSet(user.user, key)),
    ...refusedOfClusters.filter((key) => isSet(cluster.cluster, key)),
  ];
  if (refused.length > 0)
    throw new KubeconfigError(
      `the kubeconfig has ${refused.join(' and ')}, and no program is run and no file is read for one: give a token, or a certificate and its key as data`,
    );
  const config = new KubeConfig();
  config.loadFromString(
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': context.name,
      users: [user],
      clusters: [cluster],
      contexts: [context],
    }),
  );
  return config;
}

/** Why a kubeconfig cannot be used, whatever its cluster answers; undefined where it can. Holds nothing of it. */
export function whyNotUsable(text: string): string | undefined {
  try {
    readKubeconfig(text);
    return undefined;
  } catch (error) {
    if (error instanceof KubeconfigError) return error.message;
    throw error;
  }
}

function parse(text: string): z.infer<typeof kubeconfigSchema> {
  try {
    return kubeconfigSchema.parse(loadYaml(text));
  } catch {
    // What it says repeats the text.
    throw new KubeconfigError('the kubeconfig cannot be read');
  }
}

function currentOf(config: z.infer<typeof kubeconfigSchema>) {
  const context = config.contexts.find(({ name }) => name === config['current-context']);
  const user = config.users.find(({ name }) => name === context?.context['user']);
  const cluster = config.clusters.find(({ name }) => name === context?.context['cluster']);
  if (!context || !user || !cluster)
    throw new KubeconfigError('the kubeconfig has no cluster and user for its current-context');
  return { context, user, cluster };
}

const isSet = (entry: Record<string, unknown>, key: string): boolean =>
  Object.hasOwn(entry, key) && entry[key] !== null && entry[key] !== '';
