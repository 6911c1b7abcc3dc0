import type { Type } from '@nestjs/common';
import { TypeMetadataStorage } from '@nestjs/graphql';
import { connectionType } from '../relay/node.types.js';

function find(name: string): Type | undefined {
  const all = [
    ...TypeMetadataStorage.getObjectTypesMetadata(),
    ...TypeMetadataStorage.getInterfacesMetadata(),
  ];
  return all.find((one) => one.name === name && !one.isAbstract)?.target as Type | undefined;
}

/** The class that stands for a GraphQL type or interface. */
export function typeNamed(name: string): Type {
  const found = find(name);
  if (!found) throw new Error(`there is no GraphQL type ${name}`);
  return found;
}

/** The class of the Relay connection of a type. */
export const connectionNamed = (name: string): Type =>
  find(`${name}Connection`) ?? connectionType(name, () => typeNamed(name));
