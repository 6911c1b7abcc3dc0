import { Module } from '@nestjs/common';

/** All that is shown of an extension is in its row. */
@Module({ providers: [] })
export class ArcExtensionsModule {}
