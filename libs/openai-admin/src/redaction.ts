const MAX_DETAIL = 500;

/** Anything that looks like a key of OpenAI's, masked ones included: OpenAI repeats parts of a refused key. */
const KEY_LIKE = /\bsk-[\w*.-]*[\w*-]/g;
const REPEATED_KEY = /(API key provided: )\S+?(?=[.,]?(\s|$))/gi;

/** Makes text from OpenAI or from the network fit for messages and logs: no key, no line breaks, not endless. */
export function createRedaction(adminKey: string): (text: string) => string {
  return (text) => {
    const bare = text.replaceAll(adminKey, 'sk-…').replace(REPEATED_KEY, '$1sk-…').replace(KEY_LIKE, 'sk-…');
    const line = bare.replace(/\s+/g, ' ').trim();
    return line.length > MAX_DETAIL ? `${line.slice(0, MAX_DETAIL)}…` : line;
  };
}
