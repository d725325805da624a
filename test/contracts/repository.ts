import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf } from '../folder.ts';

const CONTENT = join(import.meta.dirname, '../../content');

/** The clock of these tests. */
export const NOW = '2026-11-24T12:00:00+08:00';
export const ITEM = 'wucheng/2026-11-23-street';
export const TEXT =
  '11月23日，婺城分局对人民东路开展专项整治，劝导占道经营86起。队员向店主讲解了门前的范围，对反复占道的，约定下周再来看一次。\n';

const FIELDS = {
  title: '婺城分局开展冬季整治',
  submitter: 'lisi',
  submitted_at: '2026-11-24 09:30',
  event_date: '2026-11-23',
  category: '工作动态',
  channels: '[website, weibo]',
  summary: '婺城分局三天劝导占道经营86起。',
  secrecy_review: '{by: zhouyi, date: 2026-11-23, conclusion: 可公开}',
};

/** An `index.md` that the rules find nothing wrong with, but for what `fields` say otherwise (`null` leaves one out). */
export function indexMd(fields: Record<string, string | null> = {}, text = TEXT): string {
  const lines = Object.entries({ ...FIELDS, ...fields }).flatMap(([key, value]) => (value === null ? [] : [`${key}: ${value}`]));
  return `---\n${lines.join('\n')}\n---\n${text}`;
}

/** The sample settings, which are valid on the day of `NOW`. */
export const settings = (name: 'organisation.yml' | 'policy.yml'): string => readFileSync(join(CONTENT, name), 'utf8');

/** Git as anyone runs it, without settings of the machine. */
export function git(folder: string, ...words: string[]): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const who = ['-c', 'user.name=示例', '-c', 'user.email=example@example.com'];
  return execFileSync('git', ['-C', folder, ...who, ...words], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** A folder with the sample settings and one good item, each file replaced by what `files` says (`null` leaves it out). */
export function contentFolder(files: Record<string, string | Uint8Array | null> = {}): string {
  const all: Record<string, string | Uint8Array | null> = {
    'content/organisation.yml': settings('organisation.yml'),
    'content/policy.yml': settings('policy.yml'),
    [`content/items/${ITEM}/index.md`]: indexMd(),
    ...files,
  };
  return folderOf(Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string | Uint8Array] => entry[1] !== null)));
}

/** The same as a repository with one commit on `main`. */
export function repository(files: Parameters<typeof contentFolder>[0] = {}): string {
  const folder = contentFolder(files);
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', '示例');
  return folder;
}
