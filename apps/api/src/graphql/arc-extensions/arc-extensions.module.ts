import { Module } from '@nestjs/common';
import './arc-extension.enums.js';

/** All that is shown of an extension is in its row. */
@Module({ providers: [] })
export class ArcExtensionsModule {}
