import type { ArmBody } from '#libs/operations';

/** The resource with the api-version that it was read at: who reads a field must know whether that version has it. */
export const stampVersion = (body: ArmBody, apiVersion: string): ArmBody => ({
  ...body,
  apiVersion,
});
