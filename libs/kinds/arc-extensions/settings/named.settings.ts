import { z } from 'zod';

/** A setting of the extension that has a field of its own; to ARM every one is text. */
interface NamedSetting<Value = unknown> {
  asked: z.ZodType<Value>;
  /** What Azure uses where it is not said. */
  unsaid(enableTraining: boolean): Value;
  /** Undefined: not said. */
  write(value: Value): string | undefined;
  /** Undefined: it says nothing. */
  read(text: string): Value | undefined;
}

const flag = (unsaid: boolean | 'WITH_TRAINING'): NamedSetting<boolean> => ({
  asked: z.boolean(),
  unsaid: (enableTraining) => (unsaid === 'WITH_TRAINING' ? enableTraining : unsaid),
  write: (on) => (on ? 'True' : 'False'),
  read: (text) => (text === '' ? undefined : text.toLowerCase() === 'true'),
});

const text: NamedSetting<string | null> = {
  asked: z.string().max(500).nullable(),
  unsaid: () => null,
  write: (value) => value ?? undefined,
  read: (value) => value,
};

const armRouter = {
  LOAD_BALANCER: 'loadBalancer',
  NODE_PORT: 'nodePort',
  CLUSTER_IP: 'clusterIP',
} as const;
type RouterServiceType = keyof typeof armRouter;
export const routerServiceTypes = Object.keys(armRouter) as RouterServiceType[];

const router: NamedSetting<RouterServiceType | null> = {
  asked: z.enum(routerServiceTypes).nullable(),
  unsaid: () => null,
  write: (type) => (type === null ? undefined : armRouter[type]),
  read: (word) =>
    routerServiceTypes.find((type) => armRouter[type].toLowerCase() === word.toLowerCase()) ?? null,
};

/** The settings of the Azure Machine Learning extension that we know by name, with Azure's documented defaults (docs/azure-facts.md#cluster-extensions). */
export const namedSettings = {
  enableTraining: flag('WITH_TRAINING'),
  enableInference: flag(false),
  allowInsecureConnections: flag(false),
  inferenceRouterHA: flag(true),
  logAnalyticsWS: flag(false),
  installNvidiaDevicePlugin: flag(false),
  // Blobfuse is needed by training alone.
  installBlobfuseSysctl: flag('WITH_TRAINING'),
  installBlobfuseFlexvol: flag('WITH_TRAINING'),
  installPromOp: flag(true),
  installVolcano: flag(true),
  installDcgmExporter: flag(false),
  inferenceRouterServiceType: router,
  sslCname: text,
  sslSecret: text,
  volumePluginDir: text,
};

export type NamedSettings = {
  [Name in keyof typeof namedSettings]: z.output<(typeof namedSettings)[Name]['asked']>;
};

/** What `of` makes of each one; undefined: nothing. */
export const eachNamed = <T>(
  of: (one: NamedSetting, name: keyof NamedSettings) => T | undefined,
): Partial<Record<keyof NamedSettings, T>> =>
  Object.fromEntries(
    (Object.entries(namedSettings) as [keyof NamedSettings, NamedSetting][]).flatMap(
      ([name, one]) => {
        const made = of(one, name);
        return made === undefined ? [] : [[name, made]];
      },
    ),
  );

/** Those that take any text. */
export const textSettings = ['sslCname', 'sslSecret', 'volumePluginDir'] as const;
