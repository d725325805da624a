import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileKind } from '#pipeline/intake/file-kind.ts';
import { readOldWord } from '#pipeline/intake/word/old-word.ts';
import { Problem } from '#pipeline/problem.ts';
import { folderOf } from '../../folder.ts';
import { markdownOf, par, toldOf, wordFile } from './word-file.ts';

const ole = (...names: string[]): Uint8Array =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), ...names.map((name) => Buffer.from(name, 'utf16le'))]);
const OLD = ole('WordDocument');

/** A path on which `soffice` is this script; `$made` is where its result belongs, `$example` a .docx. */
function standIn(script: string): { path: string; said: string } {
  const folder = folderOf({});
  const [program, example, said] = ['soffice', 'example.docx', 'said'].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(example, wordFile({ body: par('近日，婺城分局开展专项整治。') }));
  const made = 'while [ "$1" != --outdir ]; do shift; done; mkdir "$2"; made="$2/text.docx"';
  writeFileSync(program, `#!/bin/sh\nexample='${example}'; said='${said}'; all="$*"\n${made}\n${script}\n`);
  chmodSync(program, 0o755);
  return { path: [folder, process.env.PATH].join(delimiter), said };
}

const left = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(`sanshen-word-${process.pid}-`));

const FAILS: [what: string, script: string][] = [
  ['takes longer than it may', 'cp "$example" "$made"; sleep 600'],
  ['starts another program that stays', 'cp "$example" "$made"; sleep 600 & wait'],
  ['breaks', `cp "$example" "$made"; sh -c 'kill -SEGV $$'; exit $?`],
  ['says that it failed', 'exit 1'],
  ['makes nothing', 'exit 0'],
  ['makes a folder', 'mkdir "$made"'],
  ['makes a link to another file', 'ln -s "$example" "$made"'],
  ['writes without end', 'head -c 20000000 /dev/zero > "$made"'],
];

describe('a file of the old format', () => {
  it.each<[string, Uint8Array, unknown]>([
    ['a text of Word’s or of WPS', OLD, 'word'],
    ['a table', ole('Workbook'), { code: 'old-word' }],
    ['a file with a password', ole('EncryptedPackage', 'WordDocument'), { code: 'encrypted' }],
  ])('%s is known by its parts', (_, bytes, kind) => {
    const found = fileKind('稿件.wps', bytes);
    if (typeof kind === 'string') expect(found).toBe(kind);
    else expect(found).toMatchObject(kind as object);
  });

  it('is refused with what to do where no LibreOffice is installed', async () => {
    const error = (await readOldWord(OLD, '稿件.doc', { path: folderOf({}) }).catch((thrown: unknown) => thrown)) as Problem;
    expect([error.code, error.exitCode]).toEqual(['intake/old-word', 1]);
    expect(error.message).toContain('另存为 .docx');
  });

  it.each<[string, Uint8Array, string[]]>([
    ['without macros', OLD, ['converted 文件']],
    ['with macros', ole('WordDocument', '_VBA_PROJECT'), ['converted 文件', 'macro 文件']],
    [
      'with a field that asks another program',
      Buffer.concat([OLD, Buffer.from(' DDEAUTO excel ')]),
      ['converted 文件', 'active-field 文件'],
    ],
  ])('%s is read by what LibreOffice makes of it, and told', async (_, bytes, told) => {
    const received = await readOldWord(bytes, '稿件.doc', standIn('cp "$example" "$made"'));
    expect(received.file).toBe('稿件.doc');
    expect(markdownOf(received)).toBe('近日，婺城分局开展专项整治。');
    expect(toldOf(received)).toEqual(told);
    expect(left()).toEqual([]);
  });

  it('is given to a program that has nothing of this one’s environment, and limits', async () => {
    const { path, said } = standIn(
      'cp "$example" "$made"; env > "$said"; echo "$all" >> "$said"; for limit in c v f; do ulimit -$limit; done >> "$said"',
    );
    await readOldWord(OLD, '稿件.doc', { path });
    const words = readFileSync(said, 'utf8');
    const names = words.match(/^[A-Z_a-z]+(?==)/gm)?.filter((name) => !/^(?:PWD|SHLVL|_|OLDPWD)$/.test(name));
    expect(names?.sort()).toEqual(['HOME', 'LANG', 'PATH', 'SAL_USE_VCLPLUGIN', 'TMPDIR']);
    expect(words).toMatch(/--headless .*-env:UserInstallation=file:\/\/\S+ --convert-to docx --outdir/);
    expect(words.trim()).toMatch(/\n0\n2097152\n204800$/);
  });

  it.each(FAILS)('whose LibreOffice %s is refused, and leaves nothing behind', async (_, script) => {
    const given = { path: standIn(script).path, seconds: 2, fileBytes: 10 * 1024 * 1024 };
    const error = await readOldWord(OLD, '稿件.doc', given).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Problem);
    expect((error as Problem).code).toBe('intake/old-word');
    expect((error as Problem).message).toMatch(/^[^；]+；应[^；]+；[^；]+。$/);
    expect(left()).toEqual([]);
  });

  it('whose result our own reader refuses is refused by it', async () => {
    const error = await readOldWord(OLD, '稿件.doc', standIn('echo no > "$made"')).catch((thrown: unknown) => thrown);
    expect((error as Problem).code).toBe('intake/not-word');
  });
});
