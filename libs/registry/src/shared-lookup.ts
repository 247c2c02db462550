/**
 * Makes of a lookup one that those share who ask for the same thing at the same time: whoever asks while one is under way gets the next one, together with all
 * who ask until it begins. So an answer is never older than its question, and however many ask, two lookups of a thing follow each other at most.
 */
export function shared<T>(lookUp: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const underWay = new Map<string, { readonly now: Promise<T>; next?: Promise<T> }>();

  function begin(key: string): Promise<T> {
    const one: { readonly now: Promise<T>; next?: Promise<T> } = { now: lookUp(key) };
    underWay.set(key, one);
    const done = (): void => {
      if (one.next === undefined) underWay.delete(key);
    };
    one.now.then(done, done);
    return one.now;
  }

  return (key) => {
    const known = underWay.get(key);
    if (known === undefined) return begin(key);
    const again = (): Promise<T> => begin(key);
    return (known.next ??= known.now.then(again, again));
  };
}
