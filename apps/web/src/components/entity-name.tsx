import { plainName } from '../lib/names.js';

/** A name that comes from OpenAI, whatever it holds; cut with an ellipsis by its place, whole on hover. */
export function EntityName({ name }: { name: string }) {
  const text = plainName(name);
  return (
    <bdi className="entity-name" title={text}>
      {text}
    </bdi>
  );
}
