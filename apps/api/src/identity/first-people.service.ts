import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ActivityService } from '../activity/activity.service.js';
import { BURSAR } from '../activity/actor.js';
import type { Environment } from '../env.js';
import { ENVIRONMENT, OPENAI_CONNECTION, type OpenaiConnection } from '../tokens.js';
import { DEMO_PEOPLE } from './demo-people.js';
import { OneTimeCodesStore } from './one-time-codes.store.js';
import { hashPassword } from './passwords.js';
import { type NewPerson, PeopleStore } from './people.store.js';
import { makeCode } from './secrets.js';

/** Sees to it, at the start, that somebody can come in: by a code of the log, by configuration, or in the demo by a click. */
@Injectable()
export class FirstPeopleService implements OnApplicationBootstrap {
  private readonly logger = new Logger('SignIn');

  constructor(
    @Inject(PeopleStore) private readonly people: PeopleStore,
    @Inject(OneTimeCodesStore) private readonly codes: OneTimeCodesStore,
    @Inject(ActivityService) private readonly activity: ActivityService,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(OPENAI_CONNECTION) private readonly openai: OpenaiConnection,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (await this.people.areThereAny()) return;
    const { owner } = this.environment;
    if (this.openai.demo) {
      await this.make(DEMO_PEOPLE);
    } else if (owner !== null) {
      const { email, name, password } = owner;
      const passwordHash = await hashPassword(password);
      await this.make([{ email, name, role: 'owner', passwordHash }]);
    } else if (this.environment.localSignIn) {
      await this.tellCode();
    }
  }

  private async make(people: readonly NewPerson[]): Promise<void> {
    const after = people.map(({ email, name, role }) => ({ email, name, role }));
    await this.activity.perform({ what: 'person.configure', after }, BURSAR, () => this.people.addFirst(people));
  }

  /** In the log on purpose: who can read it runs Bursar. It opens nothing once there is an owner. */
  private async tellCode(): Promise<void> {
    const code = makeCode();
    await this.codes.addSetUpCode(code);
    this.logger.warn(`Nobody can sign in yet. Open Bursar and enter this code to become its first owner: ${code}`);
  }
}
