import type { NewFile } from '#pipeline/forge/git/git.ts';
import { type Change, type Drafts, folderIn, type Sending, type Stand } from '#pipeline/intake/drafts.ts';

/** A branch of the memory, with its pull request. */
export interface MemoryDraft {
  changes: Change[];
  pull: { number: number; title: string; body: string; open: boolean } | null;
  answered: (Sending & { words: string })[];
  /** Whether somebody has approved it. */
  approved: boolean;
  /** Whether somebody has changed it on the branch. */
  edited: boolean;
  gone: boolean;
}

type Act = <Value>(name: string, work: () => Value) => Promise<Value>;

/** Drafts without a forge. `draftsFor`: the same, with something of a test's own around each act. */
export function memoryDrafts(): { drafts: Drafts; draftsFor: (act: Act) => Drafts; branches: Map<string, MemoryDraft> } {
  const branches = new Map<string, MemoryDraft>();
  const tipOf = (branch: string, { changes, edited }: MemoryDraft): string => `${branch} ${changes.length}${edited ? ' edited' : ''}`;
  const standOf = (branch: string, found = branches.get(branch)): Stand | null =>
    found === undefined
      ? null
      : {
          tip: found.gone ? null : tipOf(branch, found),
          pull: found.pull && {
            number: found.pull.number,
            url: `https://git.example/jinhua/news/pull/${found.pull.number}`,
            open: found.pull.open,
          },
          taken: new Map(
            [...found.answered, ...found.changes.map(({ sending }) => sending)].map(({ key, digest, by }) => [key, { digest, by }]),
          ),
          folder: folderIn(found.changes.flatMap(({ files }) => files.map(({ path }) => path))),
          edited: found.edited,
          answered: new Set(found.answered.map(({ key }) => key)),
        };
  const filesOf = (tip: string | null): NewFile[] => {
    const [branch = '', count] = tip?.split(' ') ?? [];
    const changes = branches.get(branch)?.changes.slice(0, Number(count)) ?? [];
    const last = new Map(changes.flatMap(({ files }) => files.map(({ path, bytes }) => [path, bytes])));
    return [...last].flatMap(([path, bytes]) => (bytes === null ? [] : [{ path, bytes }]));
  };
  let numbers = 0;
  const draftsFor = (act: Act): Drafts => ({
    stand: (branch) => act('stand', () => standOf(branch)),
    begin: (branch, change) =>
      act('begin', () => {
        if (branches.has(branch)) return 'conflict';
        branches.set(branch, { changes: [change], pull: null, answered: [], approved: false, edited: false, gone: false });
        return 'done';
      }),
    add: (branch, tip, change) =>
      act('add', () => {
        const found = branches.get(branch);
        if (!found || found.gone || found.pull?.open !== true || found.approved) return 'closed';
        // Another was first: this one's commit isn't on top of it.
        if (tip !== tipOf(branch, found)) return 'conflict';
        found.changes.push(change);
        return 'done';
      }),
    open: (branch, { title, body }) =>
      act('open', () => {
        const found = branches.get(branch);
        if (!found || found.pull?.open) return;
        numbers += 1;
        found.pull = { number: numbers, title, body, open: true };
      }),
    answer: (pull, sending, words) =>
      act('answer', () => {
        const found = [...branches.values()].find((one) => one.pull?.number === pull);
        if (found && !found.answered.some(({ key }) => key === sending.key)) found.answered.push({ ...sending, words });
      }),
    files: ({ tip, folder }) => act('files', () => filesOf(tip).filter(({ path }) => path.startsWith(`${folder}/`))),
  });
  return { drafts: draftsFor(async (_, work) => work()), draftsFor, branches };
}
