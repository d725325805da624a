import { canonicalJson } from '#pipeline/canonical-json.ts';
import { openGit } from '#pipeline/forge/git/git.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import type { Seal } from '#pipeline/ledger/event.ts';
import type { LedgerFile } from '#pipeline/ledger/ledger-store.ts';
import { sealFile } from '#pipeline/ledger/seal.ts';
import { signedFile } from '#pipeline/ledger/signature.ts';
import { type Statement, signerOf, signStatement } from '#pipeline/review/form/envelope.ts';
import type { Bureau } from '../bureau.ts';

/** Files of the ledger by path. */
export type Files = Map<string, Buffer>;

/** What lies on the ledger branch of the server. */
export async function ledgerFiles({ world }: Bureau, revision = 'ledger'): Promise<Files> {
  const git = await openGit(world.github.repositoryDir);
  const commit = (await git.resolve(revision)) ?? '';
  const files: Files = new Map();
  for (const { path, id } of await git.list(commit)) files.set(path, await git.read(id));
  git.close();
  return files;
}

/**
 * Puts a commit with exactly these files on the ledger branch, as somebody with a right to the server's disk could. The bureau's clone forgets
 * what it has seen, as every workflow's does: one that remembers refuses it at once.
 */
export async function replaceLedger({ world, root }: Bureau, files: Files, parent: string | null): Promise<void> {
  const dir = world.github.repositoryDir;
  const git = await openGit(dir);
  const commit = await git.commitFiles(
    null,
    [...files].map(([path, bytes]) => ({ path, bytes })),
    '登记',
    '2026-11-24T10:00:00+08:00',
  );
  const tree = await gitText(dir, ['rev-parse', `${commit}^{tree}`]);
  const author = ['-c', 'user.name=x', '-c', 'user.email=x@example.com'];
  const placed = parent === null ? commit : await gitText(dir, [...author, 'commit-tree', tree, '-p', parent, '-m', '登记']);
  await gitText(dir, ['update-ref', 'refs/heads/ledger', placed]);
  await gitText(root, ['update-ref', '-d', 'refs/remotes/origin/ledger']);
  git.close();
}

/** Changes one file's text. */
export function edited(files: Files, path: string, change: (text: string) => string): Files {
  const bytes = files.get(path);
  if (!bytes) throw new Error(`no ${path}`);
  const changed = change(bytes.toString('utf8'));
  if (changed === bytes.toString('utf8')) throw new Error(`${path} was not changed`);
  return new Map([...files, [path, Buffer.from(changed)]]);
}

/** Changes an event and signs it again, as somebody could who holds the key. */
export function rewritten(files: Files, path: string, key: string, change: (text: string) => string): Files {
  return edited(files, path, (text) => signedFile({ path, value: JSON.parse(change(text)) }, signerOf(key)).bytes.toString());
}

/** The file of a seal, signed. */
export const signedSeal = (seal: Seal, key: string): LedgerFile => signedFile(sealFile(seal), signerOf(key));

/** Leaves files out. */
export const without = (files: Files, ...paths: string[]): Files => new Map([...files].filter(([path]) => !paths.includes(path)));

/** Changes what an event's form says and signs form and event again with a key. */
export function resigned<Record>(files: Files, path: string, key: string, change: (record: Record) => Partial<Record>): Files {
  return rewritten(files, path, key, (text) => {
    const event = JSON.parse(text);
    const statement = JSON.parse(Buffer.from(event.form.payload, 'base64').toString('utf8')) as Statement<Record>;
    const predicate = { ...statement.predicate, ...change(statement.predicate) };
    return canonicalJson({ ...event, form: signStatement({ ...statement, predicate }, key) });
  });
}
