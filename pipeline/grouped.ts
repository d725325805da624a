/** Values by the key that each has, in the order in which the keys first come; those without one are left out. */
export function grouped<Value>(values: Iterable<Value>, keyOf: (value: Value) => string | null | undefined): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyOf(value) ?? null;
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
