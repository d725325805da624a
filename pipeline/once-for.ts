/** Works something out once for each object that it is asked about, and keeps it as long as the object. Ask only about what never changes. */
export function onceFor<Key extends object, More extends unknown[], Value>(
  make: (key: Key, ...more: More) => Value,
): (key: Key, ...more: More) => Value {
  const known = new WeakMap<Key, { value: Value }>();
  return (key, ...more) => {
    let found = known.get(key);
    if (found === undefined) {
      found = { value: make(key, ...more) };
      known.set(key, found);
    }
    return found.value;
  };
}
