import { createPublicKey } from 'node:crypto';
import type { Item } from '../../item/item.ts';
import { readItem } from '../../item/item.ts';
import { outOn } from '../../ledger/fold.ts';
import { formMaterial } from '../../render/pictures.ts';
import { isReadable, keyIdOf } from '../../review/form/envelope.ts';
import { PROGRAM } from '../../review/form/form.ts';
import { formDocx } from '../../review/form/form-docx.ts';
import { formPage } from '../../review/form/form-page.ts';
import { catalogueXlsx, catalogueXml, type Listed } from './catalogue.ts';
import { type Entry, entriesOf, type Part } from './entries.ts';
import { BLOBS_FOLDER, INDEX, keptText, LEDGER_FOLDER, type Material, TEXT_FOLDER, WITHHELD } from './material.ts';
import { checkingPage } from './page.ts';

/** A file of a package. */
export interface PackageFile {
  path: string;
  /** `null`: a PDF that a browser has printed, which nobody can make again to the byte. */
  bytes: Uint8Array | null;
  /** What stands in it whatever program has laid it out; absent of what is copied. */
  says?: string[];
}

/** How a package is laid out. */
export interface Layout {
  /** Text of `tokens.css`. */
  css: string;
  /** Prints a form as PDF; `printed`: that was done before; `null`: there is no browser. */
  pdf: ((html: string, at: string) => Promise<Uint8Array>) | 'printed' | null;
  /** After each item. */
  progress?: (done: number, all: number) => void;
}

/** Public keys of all versions as PEM, by their ids. */
export function keysIn({ versions }: Pick<Material, 'versions'>): Map<string, string> {
  const keys = versions.flatMap(({ policy }) => policy.signing_keys.filter(isReadable));
  const pem = (text: string): string => {
    const key = text.includes('-----BEGIN')
      ? createPublicKey(text)
      : createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.export({ format: 'pem', type: 'spki' }) as string;
  };
  return new Map(keys.map((key) => [keyIdOf(key), pem(key.public_key)]));
}

const pagesOf = (html: string): number => html.split('<section class="sheet">').length - 1;

async function* partFiles(
  material: Material,
  entry: Entry,
  part: Part,
  { css, pdf }: Layout,
): AsyncGenerator<PackageFile & { pages?: number }> {
  const { item } = entry;
  const { approval, form } = part;
  const folder = `${entry.folder}/${part.folder}`;
  const kept = await keptText(material, item, approval);
  const text: Item | null = kept && readItem(kept).item;
  const newest = item.state.approval === approval;
  const publicUrl = newest ? outOn(item.state, 'website')?.remote?.url : undefined;
  const options = {
    draft: false,
    verifyCommand: `npx --no-install sanshen verify ${item.id}`,
    ledgerNumber: String(approval.seq).padStart(4, '0'),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(text ? formMaterial(text) : {}),
  };
  const html = formPage(form, { ...options, css });
  const says = [form.number, form.content.tree];
  yield { path: `${folder}/审核单.html`, bytes: Buffer.from(html), says, pages: pagesOf(html) };
  yield { path: `${folder}/审核单.docx`, bytes: formDocx(form, options), says };
  if (pdf !== null) yield { path: `${folder}/审核单.pdf`, bytes: pdf === 'printed' ? null : await pdf(html, approval.at) };
  for (const { path, bytes } of kept?.files ?? []) yield { path: `${folder}/${TEXT_FOLDER}/${path}`, bytes };
}

/** What the program that checks a package can't know from elsewhere. */
function indexOf(
  { year, ledger, withheld, withheldSettings, elsewhere }: Material,
  entries: readonly Entry[],
  pdf: Layout['pdf'],
): Uint8Array {
  const items = entries.map(({ item, folder }) => ({ item: item.id, folder }));
  const index = { version: 1, year, program: PROGRAM, ledger, pdf: pdf !== null, items, withheld, withheldSettings, elsewhere };
  return Buffer.from(`${JSON.stringify(index, null, 1)}\n`);
}

/** Events that aren't in the package, as `sha256sum` writes digests: so that a shell can walk past them. */
function withheldLines({ withheld, withheldSettings }: Material): string {
  const own = withheld.flatMap(({ numbers, events }) =>
    events.map(({ seq, kind, at, sha256 }) => `${sha256}  ${numbers[0]}/${String(seq).padStart(4, '0')} ${kind} ${at}`),
  );
  const settings = withheldSettings.map(({ path, sha256 }) => `${sha256}  ${path.split('-')[0]}`);
  return [...settings, ...own].map((line) => `${line}\n`).join('');
}

/**
 * Every file of a year's package but its list of checksums. The same material gives the same bytes.
 * @throws Problem `archive/rules`, `archive/retention` (exit 2), and what is wrong with a text
 */
export async function* packageFiles(material: Material, layout: Layout): AsyncGenerator<PackageFile> {
  const entries = entriesOf(material);
  const listed: Listed[] = [];
  for (const entry of entries) {
    const { item, folder } = entry;
    let [pages, files] = [0, item.files.length];
    for (const part of entry.parts) {
      for await (const { pages: own = 0, ...file } of partFiles(material, entry, part, layout)) {
        pages += own;
        files += 1;
        yield file;
      }
    }
    for (const { path, bytes } of item.files) yield { path: `${folder}/${LEDGER_FOLDER}/${path}`, bytes };
    listed.push({ ...entry, pages, files });
    layout.progress?.(listed.length, entries.length);
  }
  for (const { path, bytes } of material.settings) yield { path: `${LEDGER_FOLDER}/${path}`, bytes };
  for (const [id, bytes] of material.blobs) yield { path: `${BLOBS_FOLDER}/${id}.yml`, bytes };
  const keys = keysIn(material);
  for (const [id, pem] of keys) yield { path: `公钥/${id}.pem`, bytes: Buffer.from(pem) };
  yield { path: WITHHELD, bytes: Buffer.from(withheldLines(material)) };
  const numbers = listed.map(({ number }) => number);
  yield { path: '归档文件目录.xlsx', bytes: catalogueXlsx(material, listed), says: numbers };
  yield { path: '归档文件目录.xml', bytes: catalogueXml(material, listed), says: numbers };
  const page = checkingPage(material, listed, { css: layout.css, pdf: layout.pdf !== null, keys: [...keys.keys()] });
  yield { path: '怎样验这个归档包.html', bytes: Buffer.from(page), says: [] };
  yield { path: INDEX, bytes: indexOf(material, entries, layout.pdf), says: [] };
}
