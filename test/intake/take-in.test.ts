import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportLine } from '#pipeline/intake/report.ts';
import { type Sending, takeIn } from '#pipeline/intake/take-in.ts';
import { readFrontMatter } from '#pipeline/item/front-matter/front-matter.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { ORGANISATION, receivedText } from './draft/received-text.ts';
import { cell, par, picture, row, run, table, wordFile } from './word/word-file.ts';

const text = (title: string): Uint8Array =>
  Buffer.from(`${title}\n11月23日上午，婺城分局组织执法队员开展沿街店铺专项整治，劝导占道经营86起，清理乱堆放41处。\n`);
const STORY = text('婺城分局开展专项整治');

const sent = (files: Record<string, Uint8Array>, part: Partial<Sending> = {}): Sending => ({
  files: Object.entries(files).map(([name, bytes]) => ({ name, bytes })),
  sender: { person: 'lisi', unit: 'wucheng' },
  arrivedAt: '2026-11-24T09:30:00+08:00',
  organisation: ORGANISATION,
  ...part,
});

/** A saved mail; its files are attached as Base64. */
function savedMail(body: string, files: Record<string, Uint8Array> = {}, subject = 'baosong'): Uint8Array {
  const part = (head: string, text: string): string => `--x\r\n${head}\r\n\r\n${text}\r\n`;
  const attached = Object.entries(files).map(([name, bytes]) =>
    part(
      `Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64`,
      Buffer.from(bytes).toString('base64'),
    ),
  );
  const head = `From: lisi@example.gov.cn\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n`;
  return Buffer.from(`${head}${part('Content-Type: text/plain; charset=utf-8', body)}${attached.join('')}--x--\r\n`);
}

/** `pictures of each draft | code file of each refusal`, in their order. */
async function outcome(sending: Sending): Promise<string> {
  const { drafts, refused } = await takeIn(sending);
  const told = drafts.map(({ files, report }) => [files.length - 1, ...report.map(({ kind }) => kind)].join(' '));
  return `${told.join(', ')} | ${refused.map(({ code, file }) => `${code.slice(7)} ${file}`).join(', ')}`;
}

/** A text in Word, one of its paragraphs as somebody has changed it. */
const revised = (paragraph: string): Uint8Array =>
  wordFile({ body: `<w:p><w:r><w:t>婺城分局开展专项整治，劝导占道经营86起。</w:t></w:r></w:p><w:p>${paragraph}</w:p>` });
const RUN = '<w:r><w:t>回访商户</w:t></w:r>';
const GONE = '<w:r><w:delText>秘密</w:delText></w:r>';

/** The annex's form, filled in. */
const formOf = (content: string): Uint8Array =>
  wordFile({
    body: table(row('报送人', '李四'), row('报送单位', '婺城分局'), row('标题', '婺城分局开展专项整治'), row('信息内容', content)),
  });

const jpeg = smallJpeg();
const OLD_WORD = Buffer.from('d0cf11e0a1b11ae1', 'hex');

describe('what comes at once', () => {
  it.each<[string, Record<string, Uint8Array>, string]>([
    ['one text', { 'a.txt': STORY }, '0 | '],
    ['a text with its pictures', { 'a.txt': STORY, '2.jpg': jpeg, '10.jpg': jpeg }, '2 | '],
    ['two texts', { 'a.txt': STORY, 'b.txt': text('另一篇') }, '0, 0 | '],
    ['two folders', { 'a/a.txt': STORY, 'a/1.jpg': jpeg, 'b/b.txt': text('另一篇'), 'b/1.jpg': jpeg, 'b/2.jpg': jpeg }, '1, 2 | '],
    ['pictures named like their texts', { 'a.txt': STORY, 'a-1.jpg': jpeg, 'b.txt': text('另一篇'), 'b1.jpg': jpeg }, '1, 1 | '],
    ['a picture of nobody knows which text', { 'a.txt': STORY, 'b.txt': text('另一篇'), '1.jpg': jpeg }, '0, 0 | whose 1.jpg'],
    ['pictures alone', { '1.jpg': jpeg }, ' | no-text 1.jpg'],
    ['a picture that could be the signed form', { 'a.txt': STORY, '扫描件.jpg': jpeg }, '0 picture-scan | '],
    ['a signed form of a unit that reviews on the platform', { 'a.txt': STORY, '审核单.jpg': jpeg }, '0 picture-scan | '],
    ['a picture that can’t be read', { 'a.txt': STORY, '1.jpg': jpeg.subarray(0, 200) }, '0 picture-unreadable | '],
    ['a lock file', { 'a.txt': STORY, '~$a.docx': Buffer.alloc(162, 1) }, '0 | lock-file ~$a.docx'],
    ['words that somebody put in', { 'a.docx': revised(`<w:ins w:id="1">${RUN}</w:ins>`) }, ' | revisions a.docx'],
    [
      'words that somebody took out',
      { 'a.docx': revised(`${RUN}<w:del w:id="1"><w:r><w:delText>三次</w:delText></w:r></w:del>`) },
      ' | revisions a.docx',
    ],
    ['revisions that are accepted', { 'a.docx': revised(RUN) }, '0 | '],
    ['a mark that somebody took out', { 'a.docx': revised(`${RUN}<w:del w:id="1">${GONE}</w:del>`) }, ' | secret a.docx'],
    ['an old Word file', { 'a.doc': OLD_WORD }, ' | old-word a.doc'],
    ['a PDF called .docx', { 'a.docx': Buffer.from('%PDF-1.7') }, ' | pdf a.docx'],
    ['RAR', { 'a.rar': Buffer.from('Rar!\x1a\x07') }, ' | rar a.rar'],
    ['a BMP', { 'a.txt': STORY, 'b.bmp': Buffer.from('BM0000') }, '0 | picture-kind b.bmp'],
    ['a film', { 'a.mp4': Buffer.from('00000018667479706d703432', 'hex') }, ' | kind a.mp4'],
    ['a table of an office', { 'a.xlsx': wordFile({ body: RUN }), 'b.xls': OLD_WORD }, ' | kind a.xlsx, kind b.xls'],
    ['an empty file', { 'a.txt': Buffer.alloc(0) }, ' | empty a.txt'],
    ['what programs leave behind', { 'a.txt': STORY, '.DS_Store': jpeg, '__MACOSX/._a.txt': jpeg, 'Thumbs.db': jpeg }, '0 | '],
    ['a picture called .txt', { 'a.txt': STORY, 'b.txt': jpeg }, '1 | '],
    [
      'a picture that lies beside a text which isn’t taken',
      { 'a/a.doc': OLD_WORD, 'a/1.jpg': jpeg, 'b/b.txt': STORY },
      '0 | old-word a/a.doc, whose a/1.jpg',
    ],
    ['a folder with a mark', { '机密★1年/a.txt': STORY }, ' | secret 一个文件'],
    ['a saved mail that is the text', { 'a.eml': savedMail(Buffer.from(STORY).toString('utf8'), { '1.jpg': jpeg }) }, '1 | '],
    ['a saved mail with a text', { 'a.eml': savedMail('您好，现报送一篇。', { 'a.txt': STORY, '1.jpg': jpeg }) }, '1 cover-note | '],
    [
      'two saved mails',
      { 'a.eml': savedMail('', { 'a.txt': STORY }), 'b.eml': savedMail('', { 'a.txt': text('另一篇'), '1.jpg': jpeg }) },
      '0, 1 | ',
    ],
    ['a saved mail with a mark in its subject', { 'a.eml': savedMail('', { 'a.txt': STORY }, '机密★') }, ' | secret a.eml'],
    ['a mail within a mail', { 'a.eml': savedMail('', { 'a.txt': STORY, 'b.eml': savedMail('x') }) }, '0 | kind a/b.eml'],
    [
      'a saved mail with a link to its text alone',
      { 'a.eml': savedMail('见附件。\n从网易163邮箱发来的云附件\nhttps://mail.163.com/large-attachment-download/index.html?p=1') },
      ' | no-text a.eml',
    ],
    ['the same text twice', { 'a.docx': revised(RUN), 'a(1).docx': revised(RUN), '1.jpg': jpeg }, '1 | '],
    ['a text, its PDF and a picture', { 'a.docx': revised(RUN), 'a.pdf': Buffer.from('%PDF-1.7'), '1.jpg': jpeg }, '1 | pdf a.pdf'],
    [
      'a text, its form as a PDF and a picture',
      { 'a.txt': STORY, '审核单.pdf': Buffer.from('%PDF-1.7'), '1.jpg': jpeg },
      '1 | pdf 审核单.pdf',
    ],
    [
      'a form that says the text once more',
      { 'a.txt': STORY, '审核单.docx': formOf(Buffer.from(STORY).toString().split('\n')[1] ?? ''), '1.jpg': jpeg },
      '1 | ',
    ],
    [
      'a form whose text is of several paragraphs, and a table in it',
      {
        'a.docx': formOf(
          par('11月22日，婺城分局开展夜查。') +
            par('共劝导5起。') +
            table(`<w:tr>${cell('合计', '<w:gridSpan w:val="2"/>')}</w:tr>`, row('一', '二')),
        ),
      },
      '0 merged-cell | ',
    ],
    ['a form of another text', { 'a.txt': STORY, '审核单.docx': formOf('11月22日，婺城分局开展夜查。') }, '0, 0 | '],
    ...['name="机密★1年"', 'name="图片" title="机密★1年"'].map((name): [string, Record<string, Uint8Array>, string] => [
      `a mark that only a picture’s ${name} says`,
      { 'a.docx': revised(`${RUN}${picture('rId9').replace('name="图片 1"', name)}`) },
      ' | secret a.docx',
    ]),
    ['a mark in the tip of a link', { 'a.docx': revised(`<w:hyperlink w:tooltip="秘密★">${RUN}</w:hyperlink>`) }, ' | secret a.docx'],
    [
      'a list to choose grades from',
      {
        'a.docx': revised(
          `<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:value="机密"/></w:dropDownList></w:sdtPr><w:sdtContent>${RUN}</w:sdtContent></w:sdt>`,
        ),
      },
      '0 | ',
    ],
    ['a text that is none', { 'a.txt': Buffer.from('b1ff81', 'hex') }, ' | encoding a.txt'],
  ])('%s', async (_, files, expected) => expect(await outcome(sent(files))).toBe(expected));

  it('that is refused for its revisions says where they are', async () => {
    const { refused } = await takeIn(sent({ 'a.docx': revised(`${RUN}<w:ins w:id="1">${RUN}</w:ins>`) }));
    expect(refused[0]?.message).toBe('修订还没有接受完（第2段）；应为定稿；请在 Word 里接受或拒绝全部修订后再发。');
  });

  it.each<[string, Record<string, Uint8Array>, Partial<Sending>, RegExp]>([
    [
      'formats that somebody has changed',
      { 'a.docx': revised(`<w:r><w:rPr><w:b/><w:rPrChange w:id="1"/></w:rPr><w:t>回访</w:t></w:r>`) },
      {},
      /第2段：修订：有格式改动/,
    ],
    [
      'a table that somebody has changed',
      {
        'a.docx': wordFile({
          body: `${par(run('婺城分局开展整治，劝导占道经营86起。'))}<w:tbl><w:tblPr><w:tblPrChange w:id="1"/></w:tblPr>${row('一', '二')}</w:tbl>`,
        }),
      },
      {},
      /第2段：修订：有格式改动/,
    ],
    ['a picture that isn’t there', { 'a.docx': revised(picture('rId9')) }, {}, /图片在文件里找不到/],
    [
      'what is told of all that came',
      { 'a.txt': STORY },
      { report: [reportLine('remote-attachment', '邮件正文', 'a.zip')] },
      /邮件正文：附件只是一个下载链接/,
    ],
    ['a picture that can’t be read', { 'a.txt': STORY, '1.jpg': jpeg.subarray(0, 200) }, {}, /图片 1.jpg：图片读不出来/],
  ])('that has to be asked about holds its item, and check finds it: %s', async (_, files, part, told) => {
    const [draft] = (await takeIn(sent(files, part))).drafts;
    const { raw, problems } = readFrontMatter(draft?.files[0]?.bytes ?? new Uint8Array());
    expect(raw?.unsettled).toEqual([expect.stringMatching(told)]);
    expect(problems.filter(({ code }) => code === 'E_UNSETTLED')).toHaveLength(1);
    expect(JSON.stringify(raw)).not.toContain('a.zip');
  });

  it('that has nothing to be asked about has no such line', async () => {
    const [draft] = (await takeIn(sent({ 'a.docx': revised(RUN) }))).drafts;
    expect(readFrontMatter(draft?.files[0]?.bytes ?? new Uint8Array()).raw).not.toHaveProperty('unsettled');
  });

  it('puts pictures in the order that people count in', async () => {
    const { drafts } = await takeIn(sent({ 'a.txt': STORY, '执法队员在巡查10.jpg': jpeg, '执法队员在讲解2.jpg': jpeg }));
    const index = Buffer.from(drafts[0]?.files[0]?.bytes ?? []).toString();
    expect(index.match(/!\[[^\]]*\]/g)).toHaveLength(2);
  });

  it('is stopped as a whole by one mark, and nothing quotes it', async () => {
    const files = { 'a.txt': STORY, '机密★5年.jpg': jpeg, 'b.txt': Buffer.from('秘密★1年\n标题一行\n正文一段。') };
    const { drafts, refused } = await takeIn(sent(files));
    expect(drafts).toEqual([]);
    expect(refused.map(({ code }) => code)).toEqual(['intake/secret', 'intake/secret', 'intake/held']);
    expect(JSON.stringify(refused)).not.toMatch(/机密|秘密★|5年/);
  });

  it('takes texts that were read already', async () => {
    const received = {
      ...receivedText('标题一行\n婺城分局正文一段，劝导占道经营86起。\n![a]'),
      pictures: new Map([['a', { name: 'a.jpg', bytes: jpeg }]]),
    };
    expect(await outcome(sent({ '1.jpg': jpeg }, { texts: [received] }))).toBe('2 | ');
  });

  it('is a draft or a refusal, whatever the bytes are and whatever they are called', async () => {
    const heads = [
      '',
      '\u00ff\u00d8\u00ff',
      '\u0089PNG\r\n\u001a\n',
      '\u0000\u0000\u0000\u0018ftypheic',
      '\u00ff\u00fe',
      '%PDF',
      '\u00d0\u00cf\u0011\u00e0',
    ];
    const bytes = fc
      .tuple(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 300 }))
      .map(([head, rest]) => Buffer.concat([Buffer.from(head, 'latin1'), rest]));
    const name = fc.constantFrom('a.txt', 'a.jpg', 'a.heic', 'a', 'a.doc', '~$a.docx', 'a/b.png');
    await fc.assert(
      fc.asyncProperty(name, bytes, async (called, content) => {
        const { drafts, refused } = await takeIn(sent({ 'story.txt': STORY, [called]: content }));
        expect(drafts.length + refused.length).toBeGreaterThan(0);
        const inDraft = drafts.some(({ files, report }) => files.length > 1 || report.length > 0);
        expect(inDraft || drafts.length === 2 || refused.length > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('asks for the unit where neither sender nor text says it', async () => {
    const files = { 'a.txt': Buffer.from('标题一行\n正文一段，劝导占道经营86起。\n') };
    expect(await outcome(sent(files, { sender: { person: 'lisi', unit: null } }))).toBe(' | unit a.txt');
  });
});
