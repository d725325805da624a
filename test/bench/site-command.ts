import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { addDays, beijingDate } from '#pipeline/beijing-time.ts';
import { differences } from '../site/edit-sequence.ts';
import { type Archive, writeArchive } from './ledger-archive.ts';
import { type Cost, costOf } from './processes.ts';
import { archivedText, COLUMNS } from './site-corpus.ts';

const SANSHEN = resolve('pipeline/sanshen.js');

/** The command `build` on a clone whose ledger holds an archive, published as it would have been. */
export interface CommandSite {
  /** Forgets the site and all that is kept of it. */
  forget: () => void;
  /** Builds what main and the ledger hold now, some days after the last item. @throws Error where the report or the newest page isn't right */
  build: (days?: number) => Cost;
  /** One more item is merged, approved and published. */
  grow: () => void;
  /** Fails unless the site is, to the byte, what a build makes that knows nothing. */
  requireClean: () => void;
}

/**
 * Writes the archive and builds nothing yet.
 * @param root a folder that isn't there
 * @param later how often it can grow
 */
export async function commandSite(root: string, count: number, later: number): Promise<CommandSite> {
  mkdirSync(root, { recursive: true });
  const columns = COLUMNS.map(({ id, name, category }) => {
    return { id, name, type: '工作动态', description: `${name}。`, keywords: name, categories: [category] };
  });
  const bodyOf = (index: number): string => archivedText(index, count).body;
  const archive: Archive = await writeArchive(join(root, '.git'), count, { columns, bodyOf, later });
  const git = (...args: string[]): void => void execFileSync('git', args, { cwd: root });
  git('config', 'core.bare', 'false');
  let grown = -1;
  let last = 0;
  const grow = (): void => {
    grown += 1;
    const { main, ledger } = archive.states[grown] as Archive['states'][number];
    git('update-ref', 'refs/heads/main', main);
    git('update-ref', 'refs/heads/ledger', ledger);
  };
  const run = (out: string, ...more: string[]): Cost => {
    const at = `${addDays(beijingDate(archive.now), last)}T23:00:00+08:00`;
    const args = ['build', '--root', root, '--out', out, '--at', at, '--format', 'json', ...more];
    const cost = costOf(process.execPath, [SANSHEN, ...args], root);
    const { items } = JSON.parse(cost.stdout) as { items: number };
    if (items !== count + grown) throw new Error(`expected the site to have ${count + grown} items, but it has ${items}`);
    return cost;
  };
  grow();
  return {
    grow,
    forget: () => {
      for (const name of ['_site', '.git/sanshen']) rmSync(join(root, name), { recursive: true, force: true });
    },
    build(days = 0) {
      last = days;
      const cost = run('_site');
      const newest = archive.later[grown - 1] ?? (archive.items.at(-1) as string);
      const page = join(root, '_site', newest, 'index.html');
      if (!existsSync(page) || !readFileSync(join(root, '_site/index.html'), 'utf8').includes(newest))
        throw new Error(`expected the site to have a page of ${newest} and to name it at the front`);
      return cost;
    },
    requireClean() {
      run('_clean', '--no-cache');
      const [first] = differences(join(root, '_site'), join(root, '_clean'));
      if (first !== undefined) throw new Error(`expected the site to be what a clean build makes, but ${first} differs`);
      rmSync(join(root, '_clean'), { recursive: true });
    },
  };
}
