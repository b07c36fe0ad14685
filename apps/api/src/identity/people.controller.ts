import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  invitationBody,
  type InvitationBody,
  peopleAnswer,
  type PeopleAnswer,
  person,
  type Person,
  personChange,
  type PersonChange,
  personLink,
  type PersonLink,
} from '@bursar/contract';
import { ActivityService } from '../activity/activity.service.js';
import { actorOf } from '../activity/actor.js';
import type { Environment } from '../env.js';
import { callerOf } from '../http/caller.js';
import { originAskedAt } from '../http/own-address.js';
import { RequirePermission } from '../http/require-permission.js';
import type { WebRequest } from '../http/web-request.js';
import { ENVIRONMENT } from '../tokens.js';
import { LinkMailsService, mailOutcome } from './link-mails.service.js';
import { standingOf, targetOf, wordOfChange } from './people-activity.js';
import { type MadeLink, PeopleService } from './people.service.js';
import { PeopleStore } from './people.store.js';
import { personOf } from './person-of.js';
import { SecondFactorStore } from './second-factor.store.js';
import { SessionsStore } from './sessions.store.js';

/** Who may sign in to Bursar. */
@ApiTags('people')
@Controller('api/v1/people')
export class PeopleController {
  constructor(
    @Inject(PeopleService) private readonly service: PeopleService,
    @Inject(PeopleStore) private readonly people: PeopleStore,
    @Inject(SecondFactorStore) private readonly factors: SecondFactorStore,
    @Inject(SessionsStore) private readonly sessions: SessionsStore,
    @Inject(LinkMailsService) private readonly links: LinkMailsService,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  @Get()
  @RequirePermission('people.read')
  @ApiOperation({ summary: 'Who may sign in, by name', description: 'The first thousand.' })
  @ApiOkResponse({ standardSchema: peopleAnswer })
  async list(): Promise<PeopleAnswer> {
    return { data: (await this.people.list()).map(personOf) };
  }

  @Post()
  @RequirePermission('people.write')
  @ApiOperation({ summary: 'Invite somebody; the answer holds a link for them, once' })
  @ApiCreatedResponse({ standardSchema: personLink })
  async invite(
    @Body({ schema: invitationBody }) body: InvitationBody,
    @Req() request: WebRequest,
  ): Promise<PersonLink> {
    const { email, name, role, project_ids } = body;
    return this.activity.perform(
      {
        what: 'person.invite',
        target: { kind: 'person', id: null, name },
        after: { email, name, role, project_ids },
        done: (invited) => ({
          target: targetOf(invited.person),
          after: { email, name, role, project_ids, ...mailOutcome(invited) },
        }),
      },
      actorOf(request),
      async () => this.withMail(await this.service.invite(body, callerOf(request)), request),
    );
  }

  @Patch(':id')
  @RequirePermission('people.write')
  @ApiOperation({ summary: 'Change the role or the projects of somebody, disable or enable them' })
  @ApiOkResponse({ standardSchema: person })
  async change(
    @Param('id') id: string,
    @Body({ schema: personChange }) body: PersonChange,
    @Req() request: WebRequest,
  ): Promise<Person> {
    const stored = await this.service.find(id);
    const changed = await this.activity.perform(
      {
        what: wordOfChange(body),
        target: targetOf(stored),
        before: standingOf(stored),
        after: body,
        done: (done) => ({ after: standingOf(done) }),
      },
      actorOf(request),
      () => this.service.change(id, body, callerOf(request)),
    );
    return personOf(changed);
  }

  @Post(':id/link')
  @HttpCode(200)
  @RequirePermission('people.write')
  @ApiOperation({
    summary: 'A new link for somebody who lost the last one, or the password',
    description: 'The password stays until the link is used.',
  })
  @ApiOkResponse({ standardSchema: personLink })
  async renewLink(@Param('id') id: string, @Req() request: WebRequest): Promise<PersonLink> {
    const target = targetOf(await this.service.find(id));
    const done = (made: PersonLink) => (made.mail === null ? {} : { after: mailOutcome(made) });
    return this.activity.perform({ what: 'person.link', target, done }, actorOf(request), async () =>
      this.withMail(await this.service.renewLink(id, callerOf(request)), request),
    );
  }

  @Delete(':id/second-factor')
  @RequirePermission('people.write')
  @ApiOperation({ summary: 'Remove the second factor of somebody who lost it; their sessions end' })
  @ApiOkResponse({ standardSchema: person })
  async removeSecondFactor(@Param('id') id: string, @Req() request: WebRequest): Promise<Person> {
    const target = targetOf(await this.service.find(id));
    const act = { what: 'person.remove_second_factor', target } as const;
    return this.activity.perform(act, actorOf(request), async () => {
      const stored = await this.service.findChangeable(id, callerOf(request));
      await this.factors.remove(stored.id);
      await this.sessions.endAll(stored.id);
      return personOf({ ...stored, totpSealed: null, totpConfirmedAt: null });
    });
  }

  private withMail(made: MadeLink, request: WebRequest): Promise<PersonLink> {
    return this.links.withMail(made, originAskedAt(request, this.environment.publicOrigin));
  }
}
