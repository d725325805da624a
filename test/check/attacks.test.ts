import { afterEach, describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { readItem } from '#pipeline/item/item.ts';
import { decodePictures } from '#pipeline/item/picture/decode-pictures.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { renderItem } from '#pipeline/render/render-item.ts';
import { smallJpeg, withSegments } from '../jpeg-fixture.ts';
import { contextFor, folderFor, itemFile, ORGANISATION, textOf } from './example-item.ts';

type Folder = ReturnType<typeof folderFor>;
type Attack = [row: number, what: string, folder: Folder, codes: string | readonly string[]];

const withText = (text: string | Uint8Array): Folder => {
  const folder = folderFor({});
  return { ...folder, files: [itemFile('index.md', text), ...folder.files.filter(({ path }) => path !== 'index.md')] };
};
const good = textOf({});
const edited = (from: string | RegExp, to: string): Folder => withText(good.replace(from, () => to));
const withLine = (line: string): Folder => edited('---\n', `---\n${line}\n`);
const withBody = (body: string): Folder => folderFor({ body });
const withFile = (path: string, bytes: Uint8Array | string = 'hello\n', mode = '100644'): Folder => {
  const folder = folderFor({});
  return { ...folder, files: [...folder.files, itemFile(path, bytes, mode)] };
};
const withPicture = (bytes: Uint8Array | string): Folder => {
  const folder = folderFor({});
  return { ...folder, files: folder.files.map((file) => (file.path === 'cover.jpg' ? itemFile('cover.jpg', bytes) : file)) };
};
/** Two million segments that say nothing, in eight megabytes. */
const commentsOnly = (): Uint8Array => withSegments(smallJpeg(), Buffer.alloc(8_000_000, Buffer.from([0xff, 0xfe, 0, 2])));
const CODE = 'globalThis.sanshenAttacked = true';
const TEMPLATES = ['{{ 7+7 }} {% include "x" %} $', '{7+7} <%= 7+7 %> @{7+7}'].join('');

/** The attacks that lie in an item, by the rows of the attack catalogue; each is refused by its code. */
const ATTACKS: Attack[] = [
  [1, 'front matter in JavaScript', withText(`---js\n${CODE}\n---\n正文。\n`), 'E_FM_DELIM'],
  [1, 'the same with its long name', withText(`---javascript\n${CODE}\n---\n正文。\n`), 'E_FM_DELIM'],
  [1, 'the same with a space and in capitals', withText(`--- JS\n${CODE}\n---\n正文。\n`), 'E_FM_DELIM'],
  [2, 'a language that every object has', edited('---\n', '---constructor\n'), 'E_FM_DELIM'],
  [2, 'JSON', withText('---json\n{"title":"x"}\n---\n正文。\n'), 'E_FM_DELIM'],
  [2, 'TOML', withText('---toml\ntitle = "x"\n---\n正文。\n'), 'E_FM_DELIM'],
  [3, 'a second block in the body', withBody(`上文。\n\n---js\n${CODE}\n---\n`), 'E_FM_SECOND'],
  [4, 'a byte order mark', withText(`\uFEFF${good}`), 'E_BYTES'],
  [4, 'Windows line ends', withText(good.replaceAll('\n', '\r\n')), 'E_BYTES'],
  [4, 'a lone carriage return', withText(good.replace('队员', '队\r员')), 'E_BYTES'],
  [4, 'a NUL', withText(`${good}\0`), 'E_BYTES'],
  [4, 'bytes that are no UTF-8', withText(Buffer.concat([Buffer.from(good), Buffer.from([0xff, 0xfe])])), 'E_BYTES'],
  [5, 'an alias bomb', withLine('remarks: [&a [x, x], *a, *a]'), 'E_YAML_ALIAS'],
  [5, 'a merge key', withLine('basis: {<<: {kind: 认定发布}}'), 'E_YAML_ALIAS'],
  [6, 'a key twice', withLine('title: 另一个标题'), 'E_YAML_DUP'],
  [7, '__proto__', withLine('__proto__: {polluted: true}'), 'E_KEY'],
  [7, 'constructor below a key', withLine('basis: {constructor: {prototype: {polluted: true}}}'), 'E_KEY'],
  [8, 'a function as a tag', withLine("remarks: !!js/function 'function(){}'"), 'E_YAML_TAG'],
  [8, 'binary', withLine('remarks: !!binary aGVsbG8='), 'E_YAML_TAG'],
  ...['permalink: ../../x.html', 'layout: base', 'tags: [x]', 'pagination: {data: x}', 'date: git Last Modified'].map(
    (line): Attack => [9, line, withLine(line), 'E_KEY_UNKNOWN'],
  ),
  [9, 'computed data', withLine('eleventyComputed: {title: x}'), ['E_KEY', 'E_KEY_UNKNOWN']],
  [10, 'a day that does not exist', folderFor({ frontMatter: { event_date: '2026-02-30' } }), 'E_DATE'],
  [10, 'a month that does not exist', folderFor({ frontMatter: { event_date: '2026-13-01' } }), 'E_DATE'],
  [10, 'a time with a zone', folderFor({ frontMatter: { submitted_at: '2026-11-24T09:30:00Z' } }), 'E_DATE'],
  [11, 'an information date in the future', folderFor({ frontMatter: { event_date: '2026-11-30' } }), 'E_DATE_FUTURE'],
  [12, 'an item older than seven days', folderFor({ frontMatter: { event_date: '2026-11-10' } }), 'E_STALE'],
  ...['item.11ty.js', 'item.11tydata.js', 'items.json', 'page.njk', 'x.ts', 'x.vue'].map(
    (name): Attack => [14, name, withFile(name), 'E_PATH_TYPE'],
  ),
  [15, 'a name that leads up', withFile('../x.jpg'), 'E_PATH'],
  [15, 'a backslash', withFile('a\\b.jpg'), 'E_PATH'],
  [15, 'an encoded step up', withFile('%2e%2e.jpg'), 'E_PATH'],
  [15, 'a device of Windows', withFile('con.jpg'), 'E_PATH'],
  [15, 'a name that isn’t composed', withFile('e\u0301.jpg'), 'E_PATH'],
  [15, 'a name too long', withFile(`${'a'.repeat(200)}.jpg`), 'E_PATH'],
  [16, 'a symbolic link in place of a picture', withFile('x.jpg', '/etc/passwd', '120000'), 'E_MODE'],
  [17, 'another repository', withFile('x.jpg', '', '160000'), 'E_MODE'],
  [17, 'an executable bit', withFile('x.jpg', '', '100755'), 'E_MODE'],
  [17, '.gitmodules', withFile('.gitmodules'), 'E_PATH_TYPE'],
  [18, '.gitattributes', withFile('.gitattributes', '* -diff\n'), 'E_PATH_TYPE'],
  [19, 'a pointer of Git LFS', withPicture('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n'), 'E_IMAGE_MAGIC'],
  [20, 'a page of HTML', withPicture('<!doctype html><script>alert(1)</script>'), 'E_IMAGE_MAGIC'],
  [20, 'a program of PHP', withPicture('GIF89a<?php phpinfo(); ?>'), 'E_IMAGE_MAGIC'],
  [21, 'a pixel bomb', folderFor({ files: { 'cover.jpg': 'jpeg-huge' } }), 'E_IMAGE_PIXELS'],
  [21, 'a picture cut short', folderFor({ files: { 'cover.jpg': 'jpeg-truncated' } }), 'E_IMAGE_TRUNCATED'],
  [21, 'a picture whose data end early', folderFor({ files: { 'cover.jpg': 'jpeg-cut' } }), 'E_IMAGE_TRUNCATED'],
  [21, 'a picture whose data are damaged', folderFor({ files: { 'cover.jpg': 'jpeg-damaged' } }), 'E_IMAGE_DAMAGED'],
  [21, 'a picture that no browser reads', folderFor({ files: { 'cover.jpg': 'jpeg-arithmetic' } }), 'E_IMAGE_KIND'],
  [21, 'a picture of nothing but comments', withPicture(commentsOnly()), 'E_IMAGE_TRUNCATED'],
  [22, 'where a photo was taken', folderFor({ files: { 'cover.jpg': 'jpeg-gps' } }), 'E_EXIF_GPS'],
  [23, 'SVG', withBody('![街道](x.svg)\n'), 'E_IMAGE_TYPE'],
  [23, 'a picture written as data', withBody('![街道](data:image/svg+xml;base64,AAAA)\n'), 'E_IMAGE_TYPE'],
  [24, 'a file of Git', withBody('![街道](../../.git/config)\n'), 'E_IMAGE_REF'],
  [24, 'a file of the machine', withBody('![街道](file:///etc/passwd)\n'), 'E_IMAGE_REF'],
  [24, 'another item’s picture', withBody('![街道](../2026-11-23-other/a.jpg)\n'), 'E_IMAGE_REF'],
  [25, 'a picture of an inner address', withBody('![街道](http://169.254.169.254/latest)\n'), 'E_REMOTE_IMAGE'],
  [25, 'a picture of this machine', withBody('![街道](http://localhost/a.jpg)\n'), 'E_REMOTE_IMAGE'],
  ...['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<iframe src=x></iframe>', '<style>*{}</style>', '<svg onload=x>'].map(
    (html): Attack => [26, html, withBody(`文。${html}\n`), 'E_HTML'],
  ),
  ...['javascript:alert(1)', 'data:text/html,x', 'JaVaScRiPt:x', 'java&#x73;cript:x', '<java&Tab;script:x>', 'vbscript:x'].map(
    (url): Attack => [27, url, withBody(`[网页](${url})\n`), 'E_LINK_SCHEME'],
  ),
  [28, 'a user name before the host', withBody('[网页](https://www.gov.cn@evil.example/)\n'), 'E_LINK_HOST'],
  [28, 'a look-alike of a government host', withBody('[网页](https://www.gоv.cn/)\n'), ['E_LINK_HOST', 'E_LINK_LOOKALIKE']],
  [29, 'a text that names another host than the link', withBody('[www.gov.cn](https://evil.example/)\n'), 'E_LINK_MISMATCH'],
  ...['\u202A', '\u202E', '\u2066', '\u2069'].map(
    (mark): Attack => [30, `U+${mark.codePointAt(0)?.toString(16)}`, withBody(`专项${mark}整治。\n`), 'E_BIDI'],
  ),
  ...['\u200B', '\u00AD', '\u{E0041}', '\u{E0100}'].map(
    (mark): Attack => [31, `U+${mark.codePointAt(0)?.toString(16)}`, withBody(`专项${mark}整治。\n`), 'E_INVISIBLE'],
  ),
  [36, 'a text of a megabyte', withBody('文'.repeat(400_000)), 'E_SIZE'],
  [36, 'a picture of eleven megabytes', withPicture(Buffer.alloc(11 * 1024 * 1024)), 'E_SIZE'],
  [
    36,
    'two hundred files',
    { ...folderFor({}), files: [...folderFor({}).files, ...Array.from({ length: 200 }, (_, n) => itemFile(`${n}.jpg`, ''))] },
    'E_SIZE',
  ],
  [
    36,
    'pictures of forty-five megabytes together',
    {
      ...folderFor({}),
      files: [...folderFor({}).files, ...Array.from({ length: 5 }, (_, n) => itemFile(`${n}.jpg`, Buffer.alloc(9 * 1024 * 1024)))],
    },
    'E_SIZE',
  ],
  [37, 'quotes in quotes', withBody(`${'>'.repeat(5000)} 文\n`), 'E_MARKDOWN_DEPTH'],
  [37, 'a thousand lines of lists in quotes', withBody(`${'> - '.repeat(7)}文\n`.repeat(1000)), 'E_MARKDOWN_DEPTH'],
  [37, 'delimiters without end', withBody(`${'*a_'.repeat(20_000)}\n`), 'E_MARKDOWN_MARKS'],
  [37, 'a bracket and then ten thousand words', withBody(`[${'1 '.repeat(10_000)}](tel:12345)\n`), 'E_MARKDOWN_MARKS'],
  [37, 'brackets without end', withBody(`${'['.repeat(50_000)}\n`), 'E_MARKDOWN_MARKS'],
];

afterEach(() => {
  expect((globalThis as { sanshenAttacked?: true }).sanshenAttacked).toBeUndefined();
  expect(({} as { polluted?: true }).polluted).toBeUndefined();
});

describe('the attack catalogue', () => {
  it.each(ATTACKS)('%i is refused: %s', async (_row, _what, folder, codes) => {
    const { findings } = checkItem(folder, { ...contextFor(), pictures: await decodePictures(folder) });
    const found = findings.filter(({ severity, code }) => severity === 'error' && code !== undefined && codes.includes(code));
    expect(found.map(({ code }) => code)).not.toEqual([]);
    for (const { message, line } of found) expect([/[\u4e00-\u9fff]/.test(message), line >= 1]).toEqual([true, true]);
  });

  it('13: what looks like a template is published letter by letter', () => {
    const { item } = readItem(withBody(`${TEMPLATES}\n`));
    const context = { organisation: ORGANISATION, policy: policySchema.parse({}), now: '2026-11-24T12:00:00+08:00' };
    const escaped = TEMPLATES.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
    for (const channel of ['website', 'wechat'] as const) {
      const content = item && renderItem(item, channel, context).content;
      expect(content?.replaceAll('&#x3C;', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')).toContain(escaped);
    }
  });
});
