/** Reads the Dockerfile and .dockerignore, as far as Bursar's own use them. */
import { readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { root } from '../supported-node.mjs';

/** @typedef {{ keyword: string, text: string }} Instruction */
/** @typedef {{ name: string, from: string, instructions: Instruction[] }} Stage */
/** @typedef {{ from: string | null, sources: string[], target: string }} Copy */

/**
 * The stages in the order of the file; the last one is what runs.
 *
 * @returns {Stage[]}
 */
export function readStages() {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8').replaceAll(/\\\n/g, ' ');
  /** @type {Stage[]} */
  const stages = [];
  for (const line of text.split('\n').filter((line) => /^[A-Z]/.test(line))) {
    const [, keyword = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    const [from = '', , name = 'final'] = rest.split(/\s+/);
    if (keyword === 'FROM') stages.push({ name, from, instructions: [] });
    else stages.at(-1)?.instructions.push({ keyword, text: rest.trim() });
  }
  return stages;
}

/**
 * @param {string} text of a COPY
 * @returns {Copy}
 */
export function readCopy(text) {
  const words = text.split(/\s+/);
  const flag = words[0]?.startsWith('--from=') ? words.shift() : undefined;
  const target = words.pop() ?? '';
  return { from: flag?.slice('--from='.length) ?? null, sources: words, target };
}

/**
 * @param {Stage} stage
 * @returns {Record<string, string>} what its ENV lines set
 */
export function readVariables({ instructions }) {
  const lines = instructions.filter(({ keyword }) => keyword === 'ENV').map(({ text }) => text);
  const pairs = lines.flatMap((line) => line.split(/\s+/)).map((pair) => pair.split('='));
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name, value]));
}

/**
 * @param {Stage} stage
 * @param {'CMD' | 'HEALTHCHECK'} keyword
 * @returns {string[]} the last one's words; its options are left out
 */
export function readCommand({ instructions }, keyword) {
  const text = instructions.findLast((instruction) => instruction.keyword === keyword)?.text ?? '';
  return JSON.parse(text.slice(text.indexOf('[')));
}

/** @returns {(path: string) => boolean} whether a path from the root goes into an image's context */
export function readIgnored() {
  const patterns = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
  return (path) => !patterns.some((pattern) => matchesGlob(path, pattern));
}
