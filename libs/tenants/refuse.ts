import { err, type DomainError } from '#libs/kernel';

/** A refusal at a field of the input. */
export const refuse = (code: DomainError['code'], field: string, message: string) =>
  err<readonly DomainError[]>([{ code, message, field: ['input', field] }]);
