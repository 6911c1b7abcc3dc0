import type { ArmPort } from '#libs/operations';

const methods = ['get', 'put', 'delete', 'post', 'poll', 'list'] as const;

/** ARM for a worker that dies at its nth call, before it is sent or before its answer is heard. */
export function armToDieAt(
  arm: ArmPort,
  nth: number,
  side: 'before' | 'after',
  died: () => void,
): ArmPort {
  let calls = 0;
  const never = new Promise<never>(() => undefined);
  const wrapped = methods.map((method) => [
    method,
    async (...args: unknown[]) => {
      const mine = calls++;
      const send = arm[method].bind(arm) as (...args: unknown[]) => Promise<unknown>;
      if (mine !== nth) return send(...args);
      if (side === 'after') await send(...args);
      died();
      return never;
    },
  ]);
  return Object.fromEntries(wrapped) as ArmPort;
}
