/** A refusal for people: a message that begins in small letters goes on from the field that it is about. */
export const wordsOf = ({
  message,
  field = [],
}: {
  message: string;
  field?: readonly string[] | undefined;
}): string => (/^[a-z]/.test(message) ? [field.join('.'), message].join(' ').trim() : message);
