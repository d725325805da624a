interface Due {
  at: number;
  go: () => void;
}

/** Time as a history tells it, in milliseconds since 1970: it stands still while anybody works, and jumps to what is due next. */
export interface Timeline {
  now: number;
  at(time: number, go: () => void): void;
  /** Lets the next thing happen; `false` when nothing is due any more. */
  next(): boolean;
}

/** A timeline that begins at a moment. What is due at the same time happens in the order in which it was asked for. */
export function timelineFrom(start: number): Timeline {
  const due: Due[] = [];
  const timeline: Timeline = {
    now: start,
    at(time, go) {
      let place = due.length;
      // The next due stands last.
      while (place > 0 && (due[place - 1] as Due).at <= time) place -= 1;
      due.splice(place, 0, { at: time, go });
    },
    next() {
      const first = due.pop();
      if (first === undefined) return false;
      timeline.now = Math.max(timeline.now, first.at);
      first.go();
      return true;
    },
  };
  return timeline;
}

/** Somebody who works: a run that may die at any moment, or a person, who doesn't. */
export interface Process {
  id: string;
  attempt: number;
  /** Moments that have passed: before and after each thing that is done outside. */
  moments: number;
  /** The moment at which it dies; 0 for never. */
  dieAt: number;
  /** When the platform that runs it stops it, in milliseconds since 1970. */
  deadline: number;
  /** It stood still past its deadline, and nobody has stopped it: it goes on although it is said to have ended. */
  thawed: boolean;
  /** When it ended, by itself or not; `null` while it goes on. */
  ended: number | null;
  /** Pushes it made, and releases it began to call for, by channel. */
  pushes: number;
  calls: Map<string, Set<string>>;
}

export const processOf = (id: string, attempt: number, deadline = Number.POSITIVE_INFINITY): Process => ({
  id,
  attempt,
  moments: 0,
  dieAt: 0,
  deadline,
  thawed: false,
  ended: null,
  pushes: 0,
  calls: new Map(),
});

/** When a process ended, as its platform tells it; `null` while it goes on. */
export function endOf(process: Process, now: number): number | null {
  if (process.ended !== null) return Math.min(process.ended, process.deadline);
  return now >= process.deadline ? process.deadline : null;
}

/** Lets time pass for a process. One that dies meanwhile never goes on: what it waits for isn't answered, and nothing of it is cleaned up. */
export function pass(timeline: Timeline, process: Process, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    timeline.at(timeline.now + milliseconds, () => {
      process.moments += 1;
      const stopped = timeline.now >= process.deadline && !process.thawed;
      if (process.moments === process.dieAt || stopped) process.ended ??= Math.min(timeline.now, process.deadline);
      if (process.ended === null) resolve();
    });
  });
}

/** Lets the worlds of many histories go on side by side until nothing is due in any: none sees anything of another. */
export async function untilOver(timelines: readonly Timeline[]): Promise<void> {
  // Whoever waits for this process beside the histories gets his turn.
  await new Promise((resolve) => setImmediate(resolve));
  let going = [...timelines];
  while (going.length > 0) {
    going = going.filter((timeline) => timeline.next());
    // Everything that follows from it, however many promises long, happens before the next: a tick comes once no promise is left.
    await new Promise<void>((resolve) => process.nextTick(resolve));
  }
}
