const flag = (value: string): boolean | undefined =>
  ({ true: true, false: false })[value.trim().toLowerCase()];

const word = (on: boolean): string => (on ? 'True' : 'False');
const internalBalancer = {
  inferenceRouterServiceType: 'loadBalancer',
  internalLoadBalancerProvider: 'azure',
};
const nodePort = { inferenceRouterServiceType: 'nodePort' };

interface OldSetting {
  /** For people: what it is called today. */
  now: string;
  /** Today's settings, as ARM takes them, of an old one that was on or off. */
  means(on: boolean): Record<string, string>;
}

const routerHA: OldSetting = {
  now: 'inferenceRouterHA',
  means: (on) => ({ inferenceRouterHA: word(on) }),
};
const ilb: OldSetting = {
  now: 'inferenceRouterServiceType LOAD_BALANCER with internalLoadBalancerProvider azure',
  means: (on) => (on ? internalBalancer : {}),
};
const port: OldSetting = {
  now: 'inferenceRouterServiceType NODE_PORT',
  means: (on) => (on ? nodePort : {}),
};

/**
 * Names that the extension's settings had before it was generally available, in lower case as old guides spell them
 * either way (documents of Azure/AML-Kubernetes of 2022; k8s-extension 1.2.0 to 1.2.3 renamed them).
 */
const oldSettings: Readonly<Record<string, OldSetting>> = {
  inferenceloadbalancerha: routerHA,
  privateendpointilb: ilb,
  'scoringfe.servicetype.internalloadbalancer': ilb,
  privateendpointnodeport: port,
  'scoringfe.servicetype.nodeport': port,
  reuseexistingpromop: {
    now: 'installPromOp, the other way round',
    means: (on) => ({ installPromOp: word(!on) }),
  },
  'volcanoscheduler.enable': {
    now: 'installVolcano',
    means: (on) => ({ installVolcano: word(on) }),
  },
};

export const oldSettingNames: readonly string[] = Object.keys(oldSettings);

/** What an old name is called today; undefined for one that is not old. */
export const newNameOf = (name: string): string | undefined => oldSettings[name.toLowerCase()]?.now;

/** Today's settings, as ARM takes them, for an old one. Undefined where its value is neither True nor False. */
export function meaningOf(name: string, value: string): Record<string, string> | undefined {
  const on = flag(value);
  return on === undefined ? undefined : oldSettings[name.toLowerCase()]?.means(on);
}

/** Settings under today's names alone. Where both were said, today's name counts. */
export function underNewNames(settings: Readonly<Record<string, string>>): Record<string, string> {
  const all = Object.entries(settings);
  const old = all.flatMap(([name, value]) => Object.entries(meaningOf(name, value) ?? {}));
  const today = all.filter(([name]) => newNameOf(name) === undefined);
  return Object.fromEntries([...old, ...today]);
}
