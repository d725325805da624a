import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fileKind } from '#pipeline/intake/file-kind.ts';
import { READERS } from '#pipeline/intake/readers.ts';
import { readOldWord } from '#pipeline/intake/word/old-word.ts';
import { folderOf } from '../../folder.ts';
import { smallJpeg } from '../../jpeg-fixture.ts';
import { listen } from '../../listen.ts';
import { field, markdownOf, par, picture, row, run, table, toldOf, type WordParts, wordFile } from './word-file.ts';

const isInstalled = spawnSync('soffice', ['--version']).error === undefined;
if (!isInstalled) console.warn('LibreOffice is not installed: the tests that convert real .doc files are left out');

const part = (name: string, kind: string): string =>
  `<Override PartName="/word/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${kind}+xml"/>`;
/** What LibreOffice asks of a .docx, and our own reader doesn't. */
const TYPES = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="xml" ContentType="application/xml"/>${part('document', 'document.main')}${part('header', 'header')}${part('comments', 'comments')}</Types>`;

/** A .doc as LibreOffice writes it, with a profile as anybody has it. */
async function oldFile(parts: WordParts): Promise<Uint8Array> {
  const docx = wordFile({ ...parts, files: { '[Content_Types].xml': TYPES, ...parts.files } });
  const folder = folderOf({ 'text.docx': docx });
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`;
  await promisify(execFile)('soffice', [profile, '--headless', '--convert-to', 'doc', '--outdir', folder, join(folder, 'text.docx')], {
    env: { PATH: process.env.PATH, HOME: folder },
  });
  return readFileSync(join(folder, 'text.doc'));
}

/** A path on which no network can be left behind: only the profile stands between a file and what it points to. */
function unfenced(): string {
  const folder = folderOf({ unshare: '#!/bin/sh\nexit 1\n' });
  chmodSync(join(folder, 'unshare'), 0o755);
  return [folder, process.env.PATH].join(delimiter);
}

const inline = (relation: string): string =>
  picture('x')
    .replace('<wp:docPr', '<wp:extent cx="900000" cy="900000"/><wp:docPr')
    .replace('<pic:pic>', '<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="a"/><pic:cNvPicPr/></pic:nvPicPr>')
    .replace('</pic:blipFill>', '</pic:blipFill><pic:spPr/>')
    .replace('r:embed="x"', relation)
    .replace('<a:graphicData>', '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">');

describe.skipIf(!isInstalled)('a .doc that LibreOffice converts', () => {
  it('keeps its words, table, picture and what is told beside', async () => {
    const doc = await oldFile({
      header: par('婺城分局简报'),
      body: [
        par('婺城分局开展专项整治'),
        par(run('劝导增加的商户')),
        table(row('项目', '数量'), row('劝导', '86起')),
        par(inline('r:embed="rId9"')),
        '<w:sectPr><w:headerReference w:type="default" r:id="own-header"/></w:sectPr>',
      ].join(''),
      relations: { rId9: ['image', 'media/a.jpeg'] },
      files: { 'word/media/a.jpeg': smallJpeg() },
    });
    expect(fileKind('稿件.doc', doc)).toBe('word');
    const received = await READERS.word(doc, '稿件.doc');
    const markdown = markdownOf(received);
    for (const words of ['婺城分局开展专项整治', '劝导增加的商户', '86起']) expect(markdown).toContain(words);
    expect(markdown).toContain('| 项目 ');
    expect(received.pictures.size).toBe(1);
    expect(toldOf(received).slice(0, 1)).toEqual(['converted 文件']);
    expect(toldOf(received)).toEqual(expect.arrayContaining(['header 页眉：婺城分局简报']));
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`sanshen-word-${process.pid}-`))).toEqual([]);
  });

  it('fetches nothing that it points to, with a network and without', async () => {
    const asked: string[] = [];
    const address = await listen(({ url = '' }, response) => {
      asked.push(url);
      response.writeHead(404).end();
    });
    const folder = folderOf({ 'secret.txt': 'CANARY' });
    const secret = join(folder, 'secret.txt');
    const doc = await oldFile({
      body: [
        par('近日开展整治。'),
        par(field(`INCLUDETEXT "${secret}"`, run('当时的'))),
        par(field(`INCLUDETEXT "${address}/text"`, run('那时的'))),
        par(field(`DDEAUTO soffice "${secret}" x`, run('别处的'))),
        par(inline('r:link="rId9"')),
      ].join(''),
      relations: { rId9: ['image', `${address}/picture.png`, 'outside'] },
      settings: '<w:attachedTemplate r:id="rId1"/>',
    });
    // With a profile as anybody has it, it does ask.
    expect(asked).toContain('/picture.png');
    asked.length = 0;
    for (const path of [process.env.PATH ?? '', unfenced()]) {
      const received = await readOldWord(doc, '稿件.doc', { path });
      expect(markdownOf(received)).toContain('当时的');
      expect(markdownOf(received)).not.toContain('CANARY');
      expect(toldOf(received)).toContain('active-field 文件');
      expect(toldOf(received).join()).toContain(`external-image 第3段后：${address}/picture.png`);
    }
    expect(asked).toEqual([]);
  });
});
