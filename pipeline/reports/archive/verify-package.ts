import { sha256 } from '../../canonical-json.ts';
import { blobId, treeId } from '../../item/git-ids.ts';
import { itemsOf, readChains, storedOf } from '../../ledger/ledger.ts';
import { parseLedgerPath, SETTINGS_CHAIN } from '../../ledger/ledger-path.ts';
import { parseNumber } from '../../ledger/seal.ts';
import { readSettings } from '../../ledger/settings-version.ts';
import { formOf } from '../../ledger/site-release.ts';
import { clause } from '../../printable.ts';
import { Problem } from '../../problem.ts';
import { PROGRAM } from '../../review/form/form.ts';
import type { ReviewForm } from '../../review/form/review-form.ts';
import { numberFaultsOf } from '../../verify/verify-approval.ts';
import type { Trust, VerifyProblem } from '../../verify/verify-chain.ts';
import { itemProblems, nameProblems } from '../../verify/verify-items.ts';
import { verifySettings } from '../../verify/verify-settings.ts';
import { chainOf, inOrder } from './gather.ts';
import { type ArchivedItem, BLOBS_FOLDER, type Material, SUMS, settingsFiles } from './material.ts';
import { keysIn, packageFiles } from './package-files.ts';
import { blobsAsGit, HEAD, openPackage, type Package, textIn } from './read-package.ts';
import { sumsOf } from './write-package.ts';

export interface PackageReport {
  year: string;
  items: number;
  events: number;
  problems: VerifyProblem[];
  /** SHA-256 of the list of checksums, to be held against paper. */
  sums: string;
  /** Ids of the public keys that are in it. */
  keys: string[];
  /** The program that made it, where it is another than this: then pages and tables aren't compared to the byte. */
  madeBy: string | null;
}

const say = (event: string, code: string, message: string, item = 'archive'): VerifyProblem => ({
  item,
  event,
  code,
  message: `${message}；请不要接收，查明后重新取一份。`,
});

/** What lies there that is no file, and files that the list of checksums doesn't agree with. */
async function sumProblems({ digests, read, others }: Package): Promise<VerifyProblem[]> {
  const strange = others.map((path) => say(path, 'archive/extra', `包里的 ${path} 不是文件（是链接，或空的文件夹）`));
  if (!digests.has(SUMS)) return [...strange, say(SUMS, 'archive/missing', `包里没有校验和清单 ${SUMS}`)];
  const there = new Map([...digests].filter(([path]) => path !== SUMS));
  const text = (await read(SUMS)).toString('utf8');
  const listed = new Map(
    text.split('\n').flatMap((line): [string, string][] => (line === '' ? [] : [[line.slice(66), line.slice(0, 64)]])),
  );
  const problems = [...listed].flatMap(([path, digest]) => {
    if (!there.has(path)) return [say(path, 'archive/missing', `清单里的 ${path} 不在包里`)];
    return there.get(path) === digest ? [] : [say(path, 'archive/changed', `${path} 与清单里的校验和不一致，被改过`)];
  });
  const extra = [...there.keys()]
    .filter((path) => !listed.has(path))
    .map((path) => say(path, 'archive/extra', `包里多出清单没有的 ${path}`));
  const wrong =
    problems.length + extra.length === 0 && text !== sumsOf(there).toString()
      ? [say(SUMS, 'archive/changed', `${SUMS} 不是做包时的样子`)]
      : [];
  return [...strange, ...problems, ...extra, ...wrong];
}

/** The chain of the settings where records of purges are withheld: their digests stand in their places. */
function withheldBreaks({ index }: Package, files: ArchivedItem['files']): VerifyProblem[] {
  const links = files.flatMap(({ path, bytes }) => {
    const name = parseLedgerPath(path);
    return name?.type === 'event'
      ? [{ path, sha256: sha256(bytes), prev: (JSON.parse(Buffer.from(bytes).toString('utf8')) as { prev: string | null }).prev }]
      : [];
  });
  const all = [...links, ...index.withheldSettings.map((one) => ({ ...one, prev: undefined }))].sort((a, b) => (a.path < b.path ? -1 : 1));
  return all.flatMap(({ path, prev }, place) => {
    const before = all[place - 1]?.sha256 ?? null;
    const numbered = Number(path.slice(9, 13)) === place + 1;
    return numbered && (prev === undefined || prev === before)
      ? []
      : [say(path, 'broken-chain', `${path} 没有接着上一条登记`, SETTINGS_CHAIN)];
  });
}

/** What of an approved text isn't as it was signed, by its files. */
function textFault(form: ReviewForm, files: readonly { path: string; bytes: Uint8Array }[]): string {
  const there = new Map(files.map(({ path, bytes }) => [path, sha256(bytes)]));
  const signed = new Map(form.content.files.map((file) => [file.path, file.sha256]));
  const wrong = [...new Set([...there.keys(), ...signed.keys()])].filter((path) => there.get(path) !== signed.get(path));
  return files.length === 0 ? '稿件不在包里' : `稿件重新计算的目录树不是签名的那一份（${wrong.join('、') || '文件名'}）`;
}

async function itemFaults(pack: Package, folder: string, item: ArchivedItem, own: readonly VerifyProblem[]): Promise<VerifyProblem[]> {
  const described = own.map(async (problem): Promise<VerifyProblem> => {
    const approval = problem.code === 'not-on-main' ? item.state.approvals.find(({ tree }) => problem.event.includes(tree)) : undefined;
    const form = approval && formOf(approval);
    if (!approval || !form) return problem;
    const { files } = await textIn(pack, folder, approval);
    return say(problem.event, 'archive/text', `${folder} 的审核单 ${form.number}：${textFault(form, files)}`, item.id);
  });
  return Promise.all(described);
}

/** Every number of the year once, from the first to the last, here, withheld or in another year's package. */
function numberProblems({ index }: Package, items: readonly ArchivedItem[]): VerifyProblem[] {
  const own = items.flatMap(({ id, state }) => state.approvals.map(({ number }) => ({ item: id, number: number ?? '' })));
  const others = [...index.withheld.flatMap(({ numbers }) => numbers), ...index.elsewhere.map(({ number }) => number)];
  const all = [...own, ...others.map((number) => ({ item: 'archive', number }))];
  return numberFaultsOf(all.filter(({ number }) => parseNumber(number)?.year === index.year));
}

/** The package once more from what is signed in it: every file must be there, and none besides. */
async function contentProblems(pack: Package, material: Material, css: string): Promise<VerifyProblem[]> {
  const { digests, index, read } = pack;
  const problems: VerifyProblem[] = [];
  const left = new Set([...digests.keys()].filter((path) => path !== SUMS));
  try {
    for await (const { path, bytes, says } of packageFiles(material, { css, pdf: index.pdf ? 'printed' : null })) {
      const there = left.delete(path);
      if (!there) problems.push(say(path, 'archive/missing', `包里没有 ${path}，它应当在`));
      else if (bytes === null || digests.get(path) === sha256(bytes)) continue;
      else if (says === undefined || index.program === PROGRAM)
        problems.push(say(path, 'archive/differs', `${path} 与签了名的登记、稿件对不上`));
      else {
        const text = (await read(path)).toString('utf8');
        if (!says.every((word) => text.includes(word))) problems.push(say(path, 'archive/differs', `${path} 与签了名的登记、稿件对不上`));
      }
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    problems.push(say(error.place ?? '', error.code, clause(error.message)));
  }
  // Up to 0.1.1 each text was there as a page of its own, too.
  const extra = [...left].filter((path) => index.program === PROGRAM || !/^件\/[^/]+\/[^/]+\/正文\.html$/.test(path));
  return [...problems, ...extra.map((path) => say(path, 'archive/extra', `${path} 不该在包里`))];
}

/**
 * Verifies a package by itself, offline: checksums, chains, signatures, forms judged again from their evidence, texts, and every other file by
 * making it once more.
 * @param css text of `tokens.css`
 * @param isKnown whether a key, by its id, is one that the reader knows from elsewhere; left out: nobody asks
 * @throws Problem `archive/none`
 */
export async function verifyPackage(
  dir: string,
  css: string,
  isKnown: Trust['isMains'] = async () => true,
  progress?: (done: number, all: number) => void,
): Promise<PackageReport> {
  const pack = await openPackage(dir);
  const { index, store } = pack;
  const problems = await sumProblems(pack);
  const git = blobsAsGit(pack);
  const folders = new Map(index.items.map(({ item, folder }) => [item, folder]));
  const items: ArchivedItem[] = [];
  const trust: Trust = {
    settings: async (commit, recorded) => {
      const { moved: _, ...settings } = await readSettings(git, commit, recorded ?? []);
      return settings;
    },
    tree: async (commit, path) => {
      const item = items.at(-1) as ArchivedItem;
      const approval = item.state.approvals.find((one) => one.mergeSha === commit && path.endsWith(`/${one.item}`));
      const { files } = approval ? await textIn(pack, folders.get(item.id) ?? '', approval) : { files: [] };
      return files.length === 0 ? null : treeId(files);
    },
    onMain: async () => false,
    isMains: isKnown,
  };
  const chain = await readChains(store, HEAD, [SETTINGS_CHAIN]);
  const settings = await verifySettings(store, chain, trust);
  const settingsItem = await chainOf(store, chain, SETTINGS_CHAIN);
  const gaps = ['gap', 'broken-chain'];
  const hidden = index.withheldSettings.length > 0;
  problems.push(
    ...nameProblems(chain),
    ...settings.problems.filter(({ code }) => !hidden || !gaps.includes(code)),
    ...(hidden ? withheldBreaks(pack, settingsItem.files) : []),
  );
  let events = storedOf(chain, SETTINGS_CHAIN).length;
  // Where no version of the settings holds, no key does, and nothing more can be said.
  const believed = settings.versions.length > 0;
  for (const [place, { item: id, folder }] of believed ? index.items.entries() : []) {
    const part = await readChains(store, HEAD, [id]);
    if (itemsOf(part).length === 0) {
      problems.push(say(folder, 'archive/missing', `${folder} 里没有这一件的登记`, id));
      continue;
    }
    const item = await chainOf(store, part, id).catch((error: unknown) => {
      if (error instanceof Problem || error instanceof SyntaxError) return null;
      throw error;
    });
    if (item) items.push(item);
    const own = item
      ? await itemProblems(store, part, trust, settings, id)
      : [say(folder, 'archive/evidence', `${folder} 的审核记录读不出来`, id)];
    problems.push(...nameProblems(part), ...(item ? await itemFaults(pack, folder, item, own) : own));
    events += storedOf(part, id).length;
    progress?.(place + 1, index.items.length);
  }
  if (believed) problems.push(...numberProblems(pack, items));
  const whole = items.filter(
    ({ state, evidence }) => state.approvals.length > 0 && state.approvals.every((one) => formOf(one) !== null && evidence.has(one.seq)),
  );
  const { versions, purges } = settings;
  const blobs = new Map<string, Uint8Array>();
  for (const { path, id } of settingsFiles(versions)) {
    const bytes = await git.read(id).catch(() => Buffer.alloc(0));
    if (blobId(bytes) !== id)
      problems.push(say(`${BLOBS_FOLDER}/${id}.yml`, 'archive/settings', `${path} 的一版（${id}）不是登记的那一份`));
    blobs.set(id, bytes);
  }
  const textOf: Material['textOf'] = ({ id }, approval) => textIn(pack, folders.get(id) ?? '', approval);
  const material: Material = { ...index, versions, purges, blobs, settings: settingsItem.files, items: inOrder(whole), textOf };
  // Without one of its items nothing else of a package is where it was: 件号 are counted.
  if (whole.length === index.items.length) {
    const known = new Set(problems.map(({ event }) => event));
    problems.push(...(await contentProblems(pack, material, css)).filter(({ event }) => !known.has(event)));
  }
  const sums = pack.digests.get(SUMS) ?? '';
  const madeBy = index.program === PROGRAM ? null : index.program;
  return { year: index.year, items: items.length, events, problems, sums, keys: [...keysIn(material).keys()], madeBy };
}
