import { Body, Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  erasureBody,
  type ErasureBody,
  identifier,
  memberErasure,
  type MemberErasure,
  person,
  type Person,
} from '@bursar/contract';
import { ActivityService } from '../activity/activity.service.js';
import { actorOf } from '../activity/actor.js';
import { callerOf } from '../http/caller.js';
import { invalidRequest } from '../http/problem.js';
import { RequirePermission } from '../http/require-permission.js';
import type { WebRequest } from '../http/web-request.js';
import { PeopleService } from '../identity/people.service.js';
import { personOf } from '../identity/person-of.js';
import { MemberErasuresStore } from './member-erasures.store.js';
import { PersonErasuresStore } from './person-erasures.store.js';

/** Names and mail addresses of people who left are erased; their ids stay, so that sums and the trail stay whole. */
@ApiTags('personal data')
@Controller('api/v1')
export class ErasuresController {
  constructor(
    @Inject(MemberErasuresStore) private readonly members: MemberErasuresStore,
    @Inject(PersonErasuresStore) private readonly persons: PersonErasuresStore,
    @Inject(PeopleService) private readonly people: PeopleService,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  @Post('members/:id/erase')
  @HttpCode(200)
  @RequirePermission('personal_data.erase')
  @ApiOperation({
    summary: 'Erase the name and the mail address of a member who left',
    description:
      'In lists, their history, audit events and the trail, and in what OpenAI still tells later. It cannot be undone. ' +
      'Who is still a member is refused (409): remove them at OpenAI first.',
  })
  @ApiParam({ name: 'id', description: "OpenAI's id of the member" })
  @ApiOkResponse({ standardSchema: memberErasure })
  async eraseMember(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: erasureBody }) { reason }: ErasureBody,
    @Req() request: WebRequest,
  ): Promise<MemberErasure> {
    // Before anything is written: a reason that names them would stay.
    refuseNames(reason, await this.members.wordsOf(id));
    const actor = actorOf(request);
    const act = { what: 'member.erase', target: { kind: 'member', id, name: null }, reason } as const;
    const done = ({ changed }: MemberErasure) => ({ after: changed });
    return this.activity.perform({ ...act, done }, actor, () => this.members.erase(id, actor));
  }

  @Post('people/:id/erase')
  @HttpCode(200)
  @RequirePermission('personal_data.erase')
  @ApiOperation({
    summary: 'Erase the name and the addresses of a person of Bursar who is disabled',
    description: 'What they did stays in the trail, under their id. It cannot be undone. Owners are erased by owners.',
  })
  @ApiParam({ name: 'id' })
  @ApiOkResponse({ standardSchema: person })
  async erasePerson(
    @Param('id') id: string,
    @Body({ schema: erasureBody }) { reason }: ErasureBody,
    @Req() request: WebRequest,
  ): Promise<Person> {
    const { id: personId } = await this.people.findErasable(id, callerOf(request));
    refuseNames(reason, await this.persons.wordsOf(personId));
    const actor = actorOf(request);
    const act = { what: 'person.erase', target: { kind: 'person', id, name: null }, reason } as const;
    return this.activity.perform(act, actor, async () => {
      // Somebody else may have enabled them, or have been faster: then this says so.
      if (!(await this.persons.erase(personId, actor))) await this.people.findErasable(id, callerOf(request));
      return personOf(await this.people.find(id));
    });
  }
}

function refuseNames(reason: string, words: readonly string[]): void {
  const text = reason.toLowerCase();
  if (!words.some((word) => text.includes(word.toLowerCase()))) return;
  throw invalidRequest({
    pointer: '/reason',
    message: 'names whom it is about: leave name and mail address out, for the reason stays in the trail',
  });
}
