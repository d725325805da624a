import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../../canonical-json.ts';
import type { Git } from '../../forge/git/git.ts';
import { grouped } from '../../grouped.ts';
import { blobId } from '../../item/git-ids.ts';
import type { ItemFolder } from '../../item/item.ts';
import type { LedgerEvent } from '../../ledger/event.ts';
import { jsonOf } from '../../ledger/event.ts';
import type { LedgerStore } from '../../ledger/ledger-store.ts';
import { folderOf } from '../../ledger/recorded-evidence.ts';
import { Problem } from '../../problem.ts';
import { BLOBS_FOLDER, INDEX, TEXT_FOLDER } from './material.ts';

const sha = z.string().regex(/^[0-9a-f]{64}$/);
/** What `归档包.json` says. */
const indexSchema = z.object({
  version: z.literal(1),
  year: z.string().regex(/^\d{4}$/),
  program: z.string(),
  ledger: z.string(),
  pdf: z.boolean(),
  items: z.array(z.object({ item: z.string(), folder: z.string() })),
  withheld: z.array(
    z.object({ numbers: z.array(z.string()), events: z.array(z.object({ seq: z.int(), kind: z.string(), at: z.string(), sha256: sha })) }),
  ),
  withheldSettings: z.array(z.object({ path: z.string().regex(/^settings\/\d{4}-purge\.json$/), sha256: sha })),
  elsewhere: z.array(z.object({ number: z.string(), year: z.string() })),
});
export type Index = z.infer<typeof indexSchema>;

/** A package as it lies on the disk. */
export interface Package {
  dir: string;
  index: Index;
  /** Digest of every file, by its path. */
  digests: ReadonlyMap<string, string>;
  /** Ledger files in it, by their paths in the ledger. */
  store: LedgerStore;
  read: (path: string) => Promise<Buffer>;
  /** What lies in it and is neither a file nor a folder of files: links, empty folders. */
  others: readonly string[];
  /** Paths of what lies below each folder of an item. */
  folders: ReadonlyMap<string, readonly string[]>;
}

/** The commit that a package's ledger is read at: it has one state. */
export const HEAD = 'package';

async function contentOf(dir: string): Promise<{ paths: string[]; others: string[] }> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new Problem('archive/none', `${dir} 读不出来；应为归档包的文件夹；请核对 --archive。`, { place: '--archive', cause });
  });
  const pathOf = ({ parentPath, name }: (typeof entries)[number]): string => relative(dir, join(parentPath, name)).replaceAll('\\', '/');
  const [files, others] = [true, false].map((is) =>
    entries
      .filter((entry) => entry.isFile() === is)
      .map(pathOf)
      .sort(),
  ) as [string[], string[]];
  const filled = new Set(entries.map(({ parentPath }) => relative(dir, parentPath).replaceAll('\\', '/')));
  return { paths: files, others: others.filter((path) => !filled.has(path)) };
}

/**
 * Reads what a package says of itself, and digests of all its files.
 * @throws Problem `archive/none`
 */
export async function openPackage(dir: string): Promise<Package> {
  const { paths, others } = await contentOf(dir);
  const read = (path: string): Promise<Buffer> => readFile(join(dir, path));
  const parsed = indexSchema.safeParse(paths.includes(INDEX) ? jsonOf(await read(INDEX)) : null);
  if (!parsed.success)
    throw new Problem('archive/none', `${dir} 里没有能读的 ${INDEX}；应为 sanshen archive 做的归档包；请核对 --archive，或查明是谁改的。`, {
      place: INDEX,
    });
  const digests = new Map<string, string>();
  const places = new Map<string, string>();
  for (const path of paths) {
    digests.set(path, sha256(await read(path)));
    const [, inLedger] = /^(?:件\/[^/]+\/)?台账\/(.+)$/.exec(path) ?? [];
    if (inLedger !== undefined) places.set(inLedger, path);
  }
  const readAt = async (_: string, path: string): Promise<Uint8Array | null> => {
    const place = places.get(path);
    return place === undefined ? null : read(place);
  };
  const never = (): never => {
    throw new Error('a package is only read');
  };
  const chains = grouped([...places.keys()].sort(), dirname);
  const store: LedgerStore = {
    head: async () => HEAD,
    entries: async (_, folder) => (chains.get(folder ?? '') ?? []).map((path) => ({ path, id: path })),
    read: async ({ id }) => (await readAt(HEAD, id)) ?? new Uint8Array(),
    readAt,
    folders: never,
    history: never,
    contains: never,
    append: never,
  };
  const folders = grouped(paths, (path) => /^件\/[^/]+/.exec(path)?.[0]);
  return { dir, index: parsed.data, digests, store, read, others, folders };
}

/** The blobs of the settings, where a reader of settings asks a repository for them. */
export function blobsAsGit({ digests, read }: Package): Git {
  const blob = (id: string): Promise<Buffer> => {
    if (!digests.has(`${BLOBS_FOLDER}/${id}.yml`))
      throw new Problem('archive/missing', `包里没有名单与规则的文件 ${id}；请查明。`, { place: BLOBS_FOLDER });
    return read(`${BLOBS_FOLDER}/${id}.yml`);
  };
  return { resolve: async () => null, read: blob } as Partial<Git> as Git;
}

/** The approved folder as the package has it; without files where it hasn't. */
export async function textIn({ folders, read }: Package, folder: string, approval: LedgerEvent): Promise<ItemFolder> {
  const all = folders.get(folder) ?? [];
  const start = all.find((path) => path.startsWith(`${folder}/${approval.number ?? ''} `) && path.includes(`/${TEXT_FOLDER}/`));
  const place = start?.slice(0, start.indexOf(`/${TEXT_FOLDER}/`) + TEXT_FOLDER.length + 2) ?? ' ';
  const paths = all.filter((path) => path.startsWith(place));
  const files = await Promise.all(
    paths.map(async (path) => {
      const bytes = await read(path);
      return { path: path.slice(place.length), mode: '100644', id: blobId(bytes), bytes };
    }),
  );
  return { path: folderOf(approval.item), files };
}
