// One table says what OpenAI meters. A second file that names a capability is a second truth: it would have to be found
// and changed when OpenAI meters something new.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { isTest, listSources, readSource, root } from './workspace-sources.mjs';

const TABLE = 'libs/contract/src/capabilities.ts';

/** Costs have calls and pages of their own, so their name is a word of the product; their entry is for their slice. */
const WITH_OWN_CALL = 'costs';
const ITS_CONTRACT = 'libs/contract/src/costs-api.ts';

/**
 * @typedef {{ path: string, sdkMethod: string, result: string, measures: Record<string, unknown> }} Entry
 * @typedef {{ name: string, pattern: RegExp, except?: string }} Rule
 */

/**
 * Read by another process, for Jest does not compile TypeScript for tools.
 *
 * @returns {Record<string, Entry>}
 */
function readTable() {
  const loader = pathToFileURL(join(root, 'tools/typescript-sources.mjs')).href;
  const table = JSON.stringify(pathToFileURL(join(root, TABLE)).href);
  const program = `const { CAPABILITIES } = await import(${table}); console.log(JSON.stringify(CAPABILITIES));`;
  const args = ['--import', loader, '--input-type=module', '--eval', program];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

/** @param {string} text */
const escape = (text) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/**
 * What gives a capability away. A name of several words can mean nothing else, wherever it stands. `images` is an
 * ordinary word, so it counts as an index into the table and, unless a measure is called so too, as a quoted literal.
 *
 * @param {string} name
 * @param {Entry} entry
 * @param {Set<string>} measures
 * @returns {Rule[]}
 */
function rulesOf(name, { path, sdkMethod, result }, measures) {
  const texts = [path, result].map((text) => ({ name, pattern: new RegExp(`${escape(text)}\\b`) }));
  const index = { name, pattern: new RegExp(`\\bCAPABILITIES(\\.${name}\\b|\\[['"\`]${name}['"\`]\\])`) };
  const words = [...new Set([name, sdkMethod])].flatMap((word) => {
    if (/[_A-Z]/.test(word)) return [{ name, pattern: new RegExp(`(?<!\\w)${word}(?!\\w)`) }];
    if (word === WITH_OWN_CALL || measures.has(word)) return [];
    return [{ name, pattern: new RegExp(`(['"\`])${word}\\1`) }];
  });
  return [...texts, name === WITH_OWN_CALL ? { ...index, except: ITS_CONTRACT } : index, ...words];
}

/** A line of comment may show an example: nothing depends on it. */
const COMMENT = /^\s*(\/\/|\/?\*)/;

/**
 * @param {string} path
 * @param {string} source
 * @param {readonly Rule[]} rules
 * @returns {string[]} `file:line names capability`
 */
function namedIn(path, source, rules) {
  const applying = rules.filter(({ except }) => except !== path);
  return source.split('\n').flatMap((line, index) => {
    if (COMMENT.test(line)) return [];
    const names = new Set(applying.filter(({ pattern }) => pattern.test(line)).map(({ name }) => name));
    return [...names].map((name) => `${path}:${index + 1} names ${name}`);
  });
}

describe('a capability', () => {
  const entries = Object.entries(readTable());
  const measures = new Set(entries.flatMap(([, entry]) => Object.keys(entry.measures)));
  const rules = entries.flatMap(([name, entry]) => rulesOf(name, entry, measures));

  it('is named by its table and nowhere else; loop over the table instead', () => {
    const others = listSources().filter((path) => path !== TABLE && !isTest(path));
    expect(others.length).toBeGreaterThan(20);
    expect(others.flatMap((path) => namedIn(path, readSource(path), rules))).toEqual([]);
  });

  it.each(entries.map(([name]) => name))('would be found if it were named: %s', (name) => {
    expect(namedIn('a.ts', `x\nconst { dimensions } = CAPABILITIES.${name};`, rules)).toEqual([`a.ts:2 names ${name}`]);
    expect(namedIn('a.ts', readSource(TABLE), rules).some((found) => found.endsWith(` names ${name}`))).toBe(true);
  });

  it('is told from ordinary words', () => {
    const innocent = [
      "import { CAPABILITIES } from '@bursar/contract';",
      "const unit = 'images'; // decisions about embeddings, and what completions cost",
      "queryKey: ['costs', request]",
      "const filter = 'vector_store_id';",
      'table[capability].images',
      '  /** Path below the base address: `/organization/costs`. */',
      ' * `audio_speeches`, for example',
    ];
    expect(namedIn('a.ts', innocent.join('\n'), rules)).toEqual([]);
    const guilty = ["if (name === 'completions')", 'get("/organization/costs?limit=1")', 'usage.audioSpeeches(query)'];
    expect(namedIn('a.ts', guilty.join('\n'), rules)).toHaveLength(3);
  });
});
