/**
 * Answers all who ask while a look is under way by the next one: each gets what was seen by a look that began after it asked, and looks never
 * overlap. A look that fails fails for those who share it.
 */
export function sharedLook<Value>(look: () => Promise<Value>): () => Promise<Value> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<Value> | null = null;
  return () => {
    next ??= running.then(() => {
      next = null;
      const answer = look();
      running = answer.catch(() => undefined);
      return answer;
    });
    return next;
  };
}
