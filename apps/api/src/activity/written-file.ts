import type { WebResponse } from '../http/web-request.js';
import { sendCsv } from '../http/csv-answer.js';
import { type ActivityService, BrokenOffError } from './activity.service.js';
import { actorOf } from './actor.js';

/** A file that is read as it is written. */
export interface WrittenFile {
  /** What the trail calls it: `activity`. */
  id: string;
  fileName: string;
  /** What was asked for: enough to ask the same again. */
  asked: unknown;
  lines: AsyncGenerator<string>;
}

/** Sends a file as something that was done. A caller who goes before its end is no failure of ours. */
export async function writeFile(activity: ActivityService, response: WebResponse, file: WrittenFile): Promise<void> {
  const { id, fileName, asked, lines } = file;
  let hasLeft = false;
  response.once('close', () => (hasLeft = !response.writableFinished && response.errored === null));
  const act = { what: 'export.write', target: { kind: 'file', id, name: null }, after: asked } as const;
  try {
    await activity.perform(act, actorOf(response.req), async () => {
      try {
        await sendCsv(response, { fileName, lines });
      } catch (error) {
        throw hasLeft ? new BrokenOffError('The caller went before the end of the file.') : error;
      }
    });
  } catch (error) {
    // Nobody is there to be told, and nothing went wrong.
    if (!(error instanceof BrokenOffError)) throw error;
  }
}
