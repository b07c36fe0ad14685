// The replicas of a soak: processes that are told when to work, killed without a word, and started anew.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const REPLICA = fileURLToPath(new URL('replica.mjs', import.meta.url));

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @typedef {{ ready?: true, round?: number, error?: string }} Message */

export class Replica {
  /** @type {ChildProcess | null} */
  #child = null;
  #round = 0;

  /** @param {{ databaseUrl: string, baseUrl: string, adminKey: string, months: number }} surroundings */
  constructor(surroundings) {
    this.surroundings = surroundings;
  }

  async start() {
    const { databaseUrl, baseUrl, adminKey, months } = this.surroundings;
    const { PATH = '', HOME = '' } = process.env;
    this.#child = fork(REPLICA, [databaseUrl, baseUrl, `${months}`], {
      env: { PATH, HOME, OPENAI_ADMIN_KEY: adminKey },
      execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=64'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await this.#answer(({ ready }) => ready === true);
  }

  /**
   * Works until nothing is due.
   *
   * @returns {Promise<'idle' | 'killed'>}
   */
  async work() {
    const round = ++this.#round;
    const answered = this.#answer((message) => message.round === round);
    this.#child?.send(round);
    const message = await answered;
    if (message?.error !== undefined) throw new Error(`A replica failed: ${message.error}`);
    return message === null ? 'killed' : 'idle';
  }

  /** As the power does. */
  async kill() {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((settle) => child.once('exit', settle));
    child.kill('SIGKILL');
    await gone;
  }

  /**
   * The next message that fits; null if the process is gone before.
   *
   * @param {(message: Message) => boolean} fits
   * @returns {Promise<Message | null>}
   */
  #answer(fits) {
    const child = this.#child;
    return new Promise((settle, fail) => {
      if (child === null) return settle(null);
      const onExit = (/** @type {number | null} */ status) =>
        status === null || status === 0 ? settle(null) : fail(new Error(`A replica ended by itself with ${status}.`));
      child.on('message', function listen(/** @type {Message} */ message) {
        if (!fits(message)) return;
        child.off('message', listen);
        child.off('exit', onExit);
        settle(message);
      });
      child.once('exit', onExit);
    });
  }
}
