/** What a role assignment lets its holder do; `*` stands for any number of characters. */
export interface Permission {
  actions: readonly string[];
  notActions: readonly string[];
}

/** As Owner and Contributor have it, for all that the simulator plays. */
export const everything: readonly Permission[] = [{ actions: ['*'], notActions: [] }];

const fits = (pattern: string, action: string): boolean => {
  const literally = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literally.replaceAll('*', '.*')}$`, 'i').test(action);
};

/** What one assignment leaves out, another one may give. */
export const allows = (permissions: readonly Permission[], action: string): boolean =>
  permissions.some(
    ({ actions, notActions }) =>
      actions.some((pattern) => fits(pattern, action)) &&
      !notActions.some((pattern) => fits(pattern, action)),
  );
