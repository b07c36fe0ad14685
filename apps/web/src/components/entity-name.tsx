import { plainName } from '../lib/names.js';

/** Letters of a name that a sentence has room for. */
const LONGEST_IN_SENTENCE = 40;

/** A name that comes from OpenAI, whatever it holds; cut with an ellipsis by its place, whole on hover. */
export function EntityName({ name }: { name: string }) {
  const text = plainName(name);
  return (
    <bdi className={text.length > LONGEST_IN_SENTENCE ? 'entity-name long' : 'entity-name'} title={text}>
      {text}
    </bdi>
  );
}
