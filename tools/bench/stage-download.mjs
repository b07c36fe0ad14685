// One stage alone: every page of a recording downloaded and parsed exactly, and then forgotten. As a program it is given
// the base address, the admin key and the recording's folder, and prints seconds, rows and bytes as JSON.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAdminClient, createPageSize, readBuckets, RowMemory } from '@bursar/openai-admin';
import { node } from './processes.mjs';
import { groupingOn, recordedFeeds, windowsOf } from './recorded-feeds.mjs';

const PROGRAM = fileURLToPath(import.meta.url);

/**
 * In a process of its own, as the server that reads is one.
 *
 * @param {import('./recording.mjs').Recording} recording
 * @param {string} baseUrl
 * @returns {Promise<{ seconds: number, rows: number, bytes: number }>}
 */
export async function measureDownload({ adminKey, folder }, baseUrl) {
  return JSON.parse(await node([PROGRAM, baseUrl, adminKey, folder]).output());
}

/** @param {string} baseUrl @param {string} adminKey @param {import('./recording.mjs').Recording} recording */
async function download(baseUrl, adminKey, recording) {
  const client = createAdminClient({ adminKey, baseUrl });
  let [rows, bytes] = [0, 0];
  const startedAt = performance.now();
  for (const feed of recordedFeeds(recording.feeds)) {
    const pageSize = createPageSize('1d');
    /** @type {Map<string, RowMemory>} */
    const rowMemories = new Map();
    for (const [startSeconds, endSeconds] of windowsOf(recording, feed)) {
      const groupBy = groupingOn(feed, startSeconds);
      const rowMemory = rowMemories.get(groupBy.join()) ?? new RowMemory(feed.capability, groupBy);
      rowMemories.set(groupBy.join(), rowMemory);
      const window = { capability: feed.capability, width: /** @type {const} */ ('1d'), startSeconds, endSeconds };
      for await (const event of readBuckets(client, { ...window, groupBy, pageSize, rowMemory })) {
        if (event.kind !== 'page') continue;
        rows += event.rows;
        bytes += event.bytes;
      }
    }
  }
  return { seconds: (performance.now() - startedAt) / 1000, rows, bytes };
}

if (process.argv[1] === PROGRAM) {
  const [baseUrl = '', adminKey = '', folder = ''] = process.argv.slice(2);
  const recording = JSON.parse(readFileSync(join(folder, 'recording.json'), 'utf8'));
  console.log(JSON.stringify(await download(baseUrl, adminKey, recording)));
}
