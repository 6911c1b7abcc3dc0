import type { ProvisioningError } from '#libs/kernel';

const code = 'LOOK_REFUSED';

export const withoutRefusal = (errors: readonly ProvisioningError[]): ProvisioningError[] =>
  errors.filter((error) => error.code !== code);

/** What a resource is known to suffer from, and that Azure refuses to say how it stands now. */
export const withRefusal = (
  errors: readonly ProvisioningError[],
  { code: said, message, remedy = 'Let Armature read it in Azure.' }: ProvisioningError,
): ProvisioningError[] => [
  ...withoutRefusal(errors),
  {
    code,
    message: `Azure refuses to say how it stands: ${said}: ${message}`,
    retry: 'LATER',
    remedy: `${remedy} Armature goes on looking, within 15 minutes after each look.`,
  },
];
