import {
  lacksLaterSettings,
  laterComputeInstanceSettings,
  type ArmOperation,
} from '#libs/arm-versions';
import { isObject } from '#libs/kernel';
import type { ArmBody } from '#libs/operations';

/** The body as an api-version has it: settings of an instance that it does not have stay out. */
export function fitBody(
  operation: ArmOperation,
  version: string,
  body: ArmBody | undefined,
): ArmBody | undefined {
  if (operation !== 'computes/put' || !lacksLaterSettings(version)) return body;
  const properties = body?.['properties'];
  if (!isObject(properties) || properties['computeType'] !== 'ComputeInstance') return body;
  const settings = properties['properties'];
  return isObject(settings)
    ? { ...body, properties: { ...properties, properties: withoutLater(settings) } }
    : body;
}

const withoutLater = (settings: ArmBody): ArmBody =>
  Object.fromEntries(
    Object.entries(settings).filter(
      ([name]) => !(laterComputeInstanceSettings as readonly string[]).includes(name),
    ),
  );
