import { randomUUID } from 'node:crypto';
import { ArmError, type StepDefinition } from '#libs/operations';
import { isRegistered, registrationOf } from './ask-azure.js';

/** Seconds between two looks: a registration takes minutes (docs/azure-facts.md#subscriptions). */
const lookSeconds = 10;

const isUnderWay = (state: string | undefined): boolean => state?.toLowerCase() === 'registering';

/** "register …": asks for what is not registered and not on its way. To ask twice is as good as once. */
export const registerProvider = (namespace: string): StepDefinition => ({
  name: `register ${namespace}`,
  writes: true,
  async run({ arm, resource: { armId }, signal, remember }) {
    const state = await registrationOf(arm, armId, namespace, signal);
    if (isRegistered(state)) return { outcome: 'skipped', message: 'it is registered already' };
    if (isUnderWay(state)) return { outcome: 'done', message: 'Azure is registering it already' };
    const clientRequestId = randomUUID();
    await remember({ submitting: true, clientRequestId });
    const provider = `${armId}/providers/${namespace}`;
    try {
      await arm.post(provider, 'register', undefined, { clientRequestId, signal });
    } catch (error) {
      if (!isRefused(error)) throw error;
      return { outcome: 'failed', error: error.error, memory: { submitting: false } };
    }
    return { outcome: 'done', memory: { submitting: false } };
  },
});

/** Azure said no, and nothing is under way. */
const isRefused = (error: unknown): error is ArmError =>
  error instanceof ArmError && (error.kind === 'refused' || error.kind === 'notFound');

/** "await …": looks until Azure says that it is registered. */
export const awaitProvider = (namespace: string): StepDefinition => ({
  name: `await ${namespace}`,
  writes: false,
  mayBeLeft: true,
  retriedFrom: `register ${namespace}`,
  async run({ arm, resource: { armId }, signal }) {
    const state = (await registrationOf(arm, armId, namespace, signal)) ?? 'unknown to Azure';
    if (isRegistered(state)) return { outcome: 'done', rawState: state };
    return {
      outcome: 'again',
      afterSeconds: lookSeconds,
      attempt: false,
      message: `${namespace} is ${state}`,
    };
  },
});
