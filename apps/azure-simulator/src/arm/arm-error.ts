/** `error` of ARM's envelope (docs/azure-facts.md#errors). */
export interface ArmErrorBody {
  code: string;
  message: string;
  target?: string;
  details?: (Partial<ArmErrorBody> & { message: string })[];
}

/** A request that ARM refuses: becomes the envelope `{"error":{…}}`. Thrown by handlers, before they change anything. */
export class ArmRefusal extends Error {
  override readonly name = 'ArmRefusal';

  constructor(
    readonly status: number,
    /** Undefined: without a body. */
    readonly error: ArmErrorBody | undefined,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(error ? `${error.code}: ${error.message}` : String(status));
  }
}

export const refuse = (status: number, code: string, message: string, target?: string): never => {
  throw new ArmRefusal(
    status,
    target === undefined ? { code, message } : { code, message, target },
  );
};

export const resourceGroupNotFound = (name: string): ArmRefusal =>
  new ArmRefusal(404, {
    code: 'ResourceGroupNotFound',
    message: `Resource group '${name}' could not be found.`,
  });

/** `typeAndName` is the id's part after /providers/, without the names' types doubled: Microsoft.X/ys/y/zs/z. */
export const resourceNotFound = (typeAndName: string, group: string): ArmRefusal =>
  new ArmRefusal(404, {
    code: 'ResourceNotFound',
    message: `The Resource '${typeAndName}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  });

export const parentResourceNotFound = (typeAndName: string): ArmRefusal =>
  new ArmRefusal(404, {
    code: 'ParentResourceNotFound',
    message: `Failed to perform 'write' on resource(s) of type 'workspaces/computes', because the parent resource '${typeAndName}' could not be found.`,
  });
