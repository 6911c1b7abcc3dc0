import { Controller, Get, NotFoundException, Param } from '@nestjs/common';
import { userErrorCodes, type CodeTable } from '#libs/kernel';
import { Public } from '../access/allow.js';
import { requestCodes } from '../errors/request-codes.js';

const codes: CodeTable = { ...userErrorCodes, ...requestCodes };

/** What each kind of problem is, at the address that problem documents name as their type. */
@Public()
@Controller('v1/problems')
export class ProblemsController {
  @Get(':id')
  describe(@Param('id') code: string) {
    const known = Object.hasOwn(codes, code) ? codes[code] : undefined;
    if (!known) throw new NotFoundException();
    return { code, when: known.when, todo: known.todo };
  }
}
