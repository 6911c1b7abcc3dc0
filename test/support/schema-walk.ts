import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
} from 'graphql';

export const schemaForTests = buildSchema(readFileSync('schema.graphql', 'utf8'));

/** Asked of Azure itself, and no matter of rows. */
const live = ['ComputeCluster.nodes', 'ComputeInstance.allowedResizeSizes'];

export const objectType = (name: string): GraphQLObjectType => {
  const type = schemaForTests.getType(name);
  if (!isObjectType(type)) throw new Error(`the schema has no type ${name}`);
  return type;
};

/** Every field of a type that a row answers for. */
export const fieldsOf = (typeName: string): string[] =>
  Object.keys(objectType(typeName).getFields()).filter(
    (field) => !live.includes(`${typeName}.${field}`),
  );

/** The text that asks for a field with all that is below it; of other nodes their id. */
export function askFor(typeName: string, fieldName: string): string {
  const field = objectType(typeName).getFields()[fieldName] as GraphQLField<unknown, unknown>;
  const isPaged = field.args.some(({ name }) => name === 'first');
  return `${fieldName}${isPaged ? '(first: 2)' : ''} ${below(getNamedType(field.type))}`;
}

function below(type: GraphQLNamedType): string {
  if (isUnionType(type))
    return `{ __typename ${type
      .getTypes()
      .map((one) => `... on ${one.name} ${below(one)}`)
      .join(' ')} }`;
  if (isInterfaceType(type)) return '{ id }';
  if (!isObjectType(type)) return '';
  const fields = type.getFields();
  if (type.name.endsWith('Connection')) return '{ nodes { id } }';
  if (type.getInterfaces().some(({ name }) => name === 'Node')) return '{ id }';
  // An error's details are errors again.
  const names = Object.keys(fields).filter((name) => name !== 'details');
  return `{ ${names.map((name) => askFor(type.name, name)).join(' ')} }`;
}

/** Every field of a type with all that is below it. */
export const everythingOf = (typeName: string): string =>
  fieldsOf(typeName)
    .map((field) => askFor(typeName, field))
    .join(' ');
