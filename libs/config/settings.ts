import { z } from 'zod';
import { azureEnvironmentSchema } from './azure-environment.schema.js';
import { environmentSchema } from './environment.schema.js';

/** An environment variable as docs/reference/settings.md tells it. */
export interface DocumentedVariable {
  name: string;
  type: string;
  /** As one would write it; undefined: none. */
  fallback: string | undefined;
  description: string;
}

/** What a schema says of itself: `title` names the form of a text. */
const saidSchema = z.object({
  title: z.string().optional(),
  description: z.string(),
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  default: z.union([z.string(), z.number()]).optional(),
});
type Said = z.infer<typeof saidSchema>;

function typeOf({ title, type, enum: words, minimum, maximum }: Said): string {
  if (title) return title;
  if (words) return words.map((word) => `\`${word}\``).join(', ');
  if (type !== 'integer' && type !== 'number') return 'text';
  const number = type === 'integer' ? 'whole number' : 'number';
  if (maximum === undefined) return number;
  return `${number}, ${minimum === undefined ? 'up' : inWords(minimum)} to ${inWords(maximum)}`;
}

const inWords = (value: number): string => value.toLocaleString('en-US');

/** Every setting there is, by name. Throws where one does not say what it does. */
export function settings(): DocumentedVariable[] {
  const shape = { ...environmentSchema.shape, ...azureEnvironmentSchema.shape };
  return Object.entries(shape)
    .map(([name, schema]) => {
      const json = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' });
      const said = saidSchema.parse(json);
      const fallback = said.default === undefined ? undefined : `${said.default}`;
      return { name, type: typeOf(said), fallback, description: said.description };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
