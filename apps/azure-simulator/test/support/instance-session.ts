import { at, compute, type Answer, type Session } from './session.js';

/** A PUT body of a compute instance. */
export const instance = (properties: object = {}, envelope: object = {}): object => ({
  location: 'eastus',
  ...envelope,
  properties: {
    computeType: 'ComputeInstance',
    properties: { vmSize: 'Standard_DS3_v2', ...properties },
  },
});

export const inline = (text: string, more: object = {}): object => ({
  scriptSource: 'inline',
  scriptData: Buffer.from(text).toString('base64'),
  ...more,
});

export const scripts = (given: { creationScript?: object; startupScript?: object }): object => ({
  setupScripts: { scripts: given },
});

export const instanceId = ({ simulator }: Session, name = 'ci-one'): string =>
  `/subscriptions/${simulator.subscriptionId}${compute(name)}`;

/** `properties.properties` of the instance, as it is now. */
export const readInstance = async ({ call }: Session, name = 'ci-one'): Promise<unknown> =>
  at((await call('GET', compute(name))).body, 'properties.properties');

export const stateOf = async (session: Session, name = 'ci-one'): Promise<unknown> =>
  at(await readInstance(session, name), 'state');

/** Sends the PUT and waits until the instance runs. */
export async function createInstance(
  session: Session,
  properties: object = {},
  envelope: object = {},
  name = 'ci-one',
): Promise<unknown> {
  const created = await session.call('PUT', compute(name), instance(properties, envelope));
  if (created.status !== 201) throw new Error(`PUT ${name}: ${created.status} ${created.text}`);
  session.pass(300);
  return (await session.call('GET', compute(name))).body;
}

/** Starts, stops or restarts. */
export const power = (session: Session, action: string, name = 'ci-one'): Promise<Answer> =>
  session.call('POST', `${compute(name)}/${action}`);

/** Stops the instance and waits until it has stopped. */
export async function stopInstance(session: Session, name = 'ci-one'): Promise<void> {
  const stopped = await power(session, 'stop', name);
  if (stopped.status !== 202) throw new Error(`stop ${name}: ${stopped.status} ${stopped.text}`);
  session.pass(30);
}
