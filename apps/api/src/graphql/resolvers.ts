import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { nouns } from './nouns.js';

/** Every resolver of the schema, with what else its module provides. */
export const resolvers = [...nouns, CatalogueModule].flatMap(
  (module) => Reflect.getMetadata(MODULE_METADATA.PROVIDERS, module) as Function[],
);
