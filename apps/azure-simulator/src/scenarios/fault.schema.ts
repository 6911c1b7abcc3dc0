import { z } from 'zod';
import { extensionFailureNames } from './extension-failures.js';

const isPattern = (text: string): boolean => {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
};

/** How ARM, or a provider of its own, says that it does not serve a version. */
const versionAnswers = [
  'NoRegisteredProviderFound',
  'InvalidResourceType',
  'InvalidApiVersionParameter',
  'NotFoundWithoutBody',
  'MethodNotAllowed',
] as const;

const common = {
  /** Both must fit; an absent one fits all. */
  match: z
    .strictObject({
      method: z.enum(['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE']).optional(),
      /** A regular expression over the path, any case; with poll URLs also over the id of the resource worked on. */
      pathPattern: z.string().refine(isPattern, 'must be a regular expression').optional(),
      /** So many that fit are let through first. */
      skip: z.int().nonnegative().default(0),
    })
    .prefault({}),
  times: z.union([z.int().positive(), z.literal('always')]).default(1),
};

const none = z.strictObject({}).prefault({});

/** The named faults and what each takes. */
export const faultSchema = z.discriminatedUnion('name', [
  /** 429; what fits is refused until Retry-After (real seconds) is over. */
  z.strictObject({
    name: z.literal('TooManyRequests'),
    ...common,
    parameters: z
      .strictObject({
        retryAfterSeconds: z.int().positive().default(10),
        code: z.string().default('TooManyRequests'),
      })
      .prefault({}),
  }),
  z.strictObject({
    name: z.literal('ServiceUnavailable'),
    ...common,
    parameters: z.strictObject({ retryAfterSeconds: z.int().positive().optional() }).prefault({}),
  }),
  z.strictObject({ name: z.literal('InternalServerError'), ...common, parameters: none }),
  /** The connection is reset `before` the request is looked at, or `after` it was accepted: the answer is lost. */
  z.strictObject({
    name: z.literal('ResetConnection'),
    ...common,
    parameters: z
      .strictObject({ when: z.enum(['before', 'after']).default('before') })
      .prefault({}),
  }),
  z.strictObject({ name: z.literal('PollUrlNotFound'), ...common, parameters: none }),
  /** The long-running operation that the request starts stays InProgress. */
  z.strictObject({ name: z.literal('NeverFinishes'), ...common, parameters: none }),
  /**
   * `request`: refused at once with statusCode. `operation`: accepted, then the operation fails, at a Location URL with
   * statusCode; what was to be deleted stands again. `allocation`: the
   * cluster exists and its nodes do not come; `errors` says why.
   */
  z.strictObject({
    name: z.literal('FailsWith'),
    ...common,
    parameters: z.strictObject({
      code: z.string().min(1),
      message: z.string().optional(),
      statusCode: z.int().min(400).max(599).optional(),
      /** Of the error, as ARM nests them. */
      details: z.array(z.looseObject({ message: z.string() })).optional(),
      when: z.enum(['request', 'operation', 'allocation']).optional(),
    }),
  }),
  /** An extension's PUT or PATCH is accepted, and the installation fails; the next one succeeds, with `times` 1. */
  z.strictObject({
    name: z.literal('ExtensionFails'),
    ...common,
    parameters: z.union([
      z.strictObject({ failure: z.enum(extensionFailureNames) }),
      z.strictObject({ message: z.string().min(1) }),
    ]),
  }),
  /**
   * The next setup of a compute instance fails: UserSetupFailed where it has scripts to run, else SetupFailed. Matched
   * with the instance's id, PUT for its creation and POST for its starts.
   */
  z.strictObject({
    name: z.literal('SetupFails'),
    ...common,
    parameters: z.strictObject({ output: z.string().default('exit code 1') }).prefault({}),
  }),
  /** What a DELETE was accepted for goes on showing the state that it had, and why it had failed, to its end. */
  z.strictObject({ name: z.literal('ShowsOldState'), ...common, parameters: none }),
  /** A field of the PUT's body is dropped without a word: its name, or its dotted path. */
  z.strictObject({
    name: z.literal('IgnoresField'),
    ...common,
    parameters: z.strictObject({ field: z.string().min(1) }),
  }),
  /** A change of that setting of a standing instance, by PUT or by its own call, is accepted and it stays as it was. */
  z.strictObject({
    name: z.literal('KeepsSetting'),
    ...common,
    parameters: z.strictObject({ setting: z.enum(['schedules', 'idleTimeBeforeShutdown']) }),
  }),
  /** Api-versions are not served: of what is matched, and with `location` only for what is in that region. */
  z.strictObject({
    name: z.literal('VersionNotServed'),
    ...common,
    parameters: z
      .strictObject({
        /** All of them where absent. */
        versions: z.array(z.string()).min(1).optional(),
        location: z.string().min(1).optional(),
        answer: z.enum(versionAnswers).default('NoRegisteredProviderFound'),
      })
      .prefault({}),
  }),
  /** The request is read, and only delayMs (real) later looked at: also when the client has gone. */
  z.strictObject({
    name: z.literal('SlowResponse'),
    ...common,
    parameters: z.strictObject({ delayMs: z.int().positive() }),
  }),
  /** Entra ID refuses to issue a token, with this AADSTS number. Matched with the path of its token endpoint. */
  z.strictObject({
    name: z.literal('RefusesToken'),
    ...common,
    parameters: z.strictObject({
      aadsts: z.int().positive(),
      description: z.string().min(1).optional(),
      statusCode: z.int().min(400).max(599).optional(),
    }),
  }),
  /** The endpoint of managed identities refuses. */
  z.strictObject({
    name: z.literal('RefusesIdentity'),
    ...common,
    parameters: z
      .strictObject({
        statusCode: z.int().min(400).max(599).default(400),
        message: z.string().default('No managed identity is assigned.'),
      })
      .prefault({}),
  }),
  /**
   * `before`: the request has come and is not looked at; `after`: it was accepted and its answer is kept back. Until
   * the client has gone, and with it the request or the answer, or until the fault is disarmed: then it goes on.
   */
  z.strictObject({
    name: z.literal('HoldsRequest'),
    ...common,
    parameters: z
      .strictObject({ when: z.enum(['before', 'after']).default('before') })
      .prefault({}),
  }),
]);

export type NewFault = z.infer<typeof faultSchema>;
export type FaultName = NewFault['name'];
export type ArmedFault<N extends FaultName = FaultName> = Extract<NewFault, { name: N }> & {
  id: string;
  fired: number;
  /** How many that fit were let through. */
  skipped: number;
};
