import { z } from 'zod';
import { neededActions } from '#libs/arm-versions';

const patterns = z.array(z.string()).catch([]);

/** What one role assignment lets its holder do, as ARM lists it (docs/azure-facts.md#subscriptions). */
export const permissionSchema = z.object({ actions: patterns, notActions: patterns });
export type RolePermission = z.infer<typeof permissionSchema>;

/** Whether a pattern of a role names the action: `*` stands for any characters, case does not count. */
function names(pattern: string, action: string): boolean {
  const [first = '', ...others] = pattern.toLowerCase().split('*');
  const name = action.toLowerCase();
  if (others.length === 0) return name === first;
  const last = others.pop() ?? '';
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.length >= at + last.length && name.endsWith(last);
}

const gives = ({ actions, notActions }: RolePermission, action: string): boolean =>
  actions.some((pattern) => names(pattern, action)) &&
  !notActions.some((pattern) => names(pattern, action));

/** The actions that Armature needs and no role gives: what one of them leaves out, another one may give. */
export const actionsMissingIn = (permissions: readonly RolePermission[]): string[] =>
  neededActions.filter((action) => !permissions.some((one) => gives(one, action)));
