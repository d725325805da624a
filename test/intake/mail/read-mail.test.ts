import { describe, expect, it } from 'vitest';
import { type ReadMail, readMail } from '#pipeline/intake/mail/read-mail.ts';
import { gbk, mailOf, withFile, word } from './gbk.ts';

const PLAIN = ['Content-Type: text/plain; charset=utf-8'];
const DOCX = 'Content-Type: application/octet-stream';
const whole = gbk('关于开展街面秩序整治的通知');

/** The cases of Chinese mail programs that parsers read differently (facts/intake 4). */
const CHINESE: { what: string; mail: Buffer; expected: Partial<ReadMail> & { name?: string } }[] = [
  {
    what: 'a name as an encoded word of GBK, as QQ and Foxmail write it',
    mail: withFile(PLAIN, [`${DOCX}; name="${word(gbk('街面整治.docx'), 'gbk')}"`, 'Content-Disposition: attachment']),
    expected: { name: '街面整治.docx' },
  },
  {
    what: 'a name by RFC 2231 labelled gb2312',
    mail: withFile(PLAIN, [
      DOCX,
      `Content-Disposition: attachment; filename*=gb2312''${[...gbk('镕基.docx')].map((byte) => `%${byte.toString(16)}`).join('')}`,
    ]),
    expected: { name: '镕基.docx' },
  },
  {
    what: 'a subject of raw UTF-8',
    mail: withFile(PLAIN, [DOCX, 'Content-Disposition: attachment; filename=a.docx'], 'Subject: 街面整治信息'),
    expected: { subject: '街面整治信息' },
  },
  {
    what: 'a name that is a path',
    mail: withFile(PLAIN, [DOCX, 'Content-Disposition: attachment; filename="../../etc/x.docx"']),
    expected: { name: 'x.docx' },
  },
  {
    what: 'encoded words cut inside of a character',
    mail: withFile(
      PLAIN,
      [DOCX, 'Content-Disposition: attachment; filename=a.docx'],
      `Subject: ${word(whole.subarray(0, 7))}\r\n ${word(whole.subarray(7))}`,
    ),
    expected: { subject: '关于开展街面秩序整治的通知' },
  },
  {
    what: 'a subject and a name of raw GBK',
    mail: withFile(
      PLAIN,
      [Buffer.concat([Buffer.from(`${DOCX}; name="`), gbk('街面整治.docx'), Buffer.from('"')]), 'Content-Disposition: attachment'],
      Buffer.concat([Buffer.from('Subject: '), gbk('街面整治信息')]),
    ),
    expected: { subject: '街面整治信息', name: '街面整治.docx' },
  },
  {
    what: 'a character of four bytes in a body labelled gb2312',
    mail: mailOf('From: lisi@example.gov.cn', 'Subject: x', 'Content-Type: text/plain; charset=gb2312', '', gbk('联系人𠀀某。')),
    expected: { body: '联系人𠀀某。' },
  },
  {
    what: 'a body of GBK without a charset',
    mail: mailOf('From: lisi@example.gov.cn', 'Subject: x', '', gbk('近日，示例分局开展街面整治。')),
    expected: { body: '近日，示例分局开展街面整治。' },
  },
];

describe('a Chinese mail', () => {
  it.each(CHINESE)('is read right with $what', async ({ mail, expected: { name, ...expected } }) => {
    const read = await readMail(mail);
    expect(read).toMatchObject(expected);
    if (name !== undefined) expect(read.files.map((file) => file.name)).toEqual([name]);
  });

  it.each([
    [
      'a body of GBK in base64 that calls itself UTF-8',
      mailOf(
        'Subject: x',
        'Content-Type: text/html; charset="utf-8"',
        'Content-Transfer-Encoding: base64',
        '',
        gbk('<p>示例街道整治。</p>').toString('base64'),
      ),
      '示例街道整治。',
    ],
    [
      'a body of GBK in quoted-printable',
      mailOf(
        'Subject: x',
        'Content-Type: text/plain',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        [...gbk('示例整治')].map((byte) => `=${byte.toString(16).toUpperCase()}`).join(''),
      ),
      '示例整治',
    ],
    [
      'Western letters, which stay as they are',
      mailOf(
        'Subject: x',
        'Content-Type: text/plain; charset=iso-8859-1',
        '',
        Buffer.from('Fran\xe7ois a \xe9t\xe9 l\xe0, na\xefve', 'latin1'),
      ),
      'François a été là, naïve',
    ],
  ])('is read right with %s', async (_, mail, body) => expect((await readMail(mail)).body).toBe(body));
});

const letter = (text: string, subject = 'x', type = 'text/plain'): Buffer =>
  mailOf('From: lisi@example.gov.cn', `Subject: ${subject}`, `Content-Type: ${type}; charset=utf-8`, '', text);

describe('what a mail quotes', () => {
  it.each([
    ['QQ', '补充照片。\n\n\n------------------ 原始邮件 ------------------\n发件人: "办公室"<bgs@example.gov.cn>;\n缺信息日期'],
    ['163', '补充照片。\n\n在 2026-11-24 09:00:00，"办公室" <bgs@example.gov.cn> 写道：\n>缺信息日期'],
    ['Outlook', '补充照片。\n\n发件人: 办公室 <bgs@example.gov.cn>\n发送时间: 2026年11月24日 9:00\n收件人: 李四\n主题: 回执\n\n缺信息日期'],
    ['Thunderbird', '补充照片。\n\nOn 11/24/26 9:00 AM, 办公室 wrote:\n> 缺信息日期'],
    ['marks of lines alone', '补充照片。\n> 办公室：\n> 缺信息日期\n'],
    ['Apple', '补充照片。\n\n2026年11月24日 上午9:00，办公室 <bgs@example.gov.cn> 写道：\n缺信息日期'],
  ])('is told and is no part of the text, as %s writes it', async (_, text) => {
    const { body, quoted, report } = await readMail(letter(text, '回复：回执'));
    expect(body).toBe('补充照片。');
    expect(quoted).toContain('缺信息日期');
    expect(report.map(({ kind }) => kind)).toEqual(['quoted-mail']);
  });

  it.each([
    ['发自我的iPhone', '发自我的iPhone'],
    ['发自我的华为手机\n来自QQ邮箱手机版', '华为手机'],
    ['--\n李四\n电话：0579-82345678', '电话'],
    ['\n发自我的小米手机\n\n------------------ 原始邮件 ------------------\n发件人: 办公室\n缺信息日期', '小米手机'],
  ])('goes with what a program or a signature adds: %j', async (below, said) => {
    const { body, quoted } = await readMail(letter(`示例分局开展整治，已由手机发送通知。\n\n${below}`));
    expect(body).toBe('示例分局开展整治，已由手机发送通知。');
    expect(quoted).toContain(said);
  });

  it('is the text where a letter was passed on and adds nothing', async () => {
    const text = '\n------------------ 原始邮件 ------------------\n发件人: 王五\n主题: 街面整治\n\n近日，示例分局开展街面整治。';
    expect((await readMail(letter(text, 'Fw: 街面整治'))).body).toBe('近日，示例分局开展街面整治。');
  });

  it('is not taken for a quotation where the text only speaks of one', async () => {
    const text = '他在来信中写道：“感谢城管队员。”\n发件人：热心市民。\n来信已转。';
    expect(await readMail(letter(text))).toMatchObject({ body: text, quoted: '' });
  });
});

describe('a mail of HTML', () => {
  it.each(['<img alt="秘密★1年">', '<p title="秘密★1年">文</p>', '<head><title>秘密★1年</title></head>'])(
    'keeps what it calls its pictures and itself for marks alone: %s',
    async (html) => {
      const { hidden, body, report } = await readMail(letter(`${html}<p>近日，示例分局开展整治。</p>`, '报送', 'text/html'));
      expect(hidden).toContain('秘密★1年');
      expect(body).not.toContain('秘密');
      expect(report).toEqual([]);
    },
  );

  it('gives its words alone: nothing is executed, fetched or seen that was hidden', async () => {
    const html =
      '<html><head><style>p{}</style></head><body><script>alert(1)</script><p>第一段&nbsp;&ldquo;引&rdquo;&#x3002;</p><div style="display:none">藏<div>着</div></div><p>第二段<img src="https://x.example/a.gif"></p></body>';
    const { body, hidden, report } = await readMail(letter(html, 'x', 'text/html'));
    expect({ body, hidden }).toEqual({ body: '第一段 “引”。\n\n第二段', hidden: '藏着' });
    expect(report).toEqual([{ kind: 'hidden', place: '邮件正文', quote: '藏着' }]);
  });

  it('is cut where the mail program marks what it quotes', async () => {
    const html = '<p>补充。</p><div id="isReplyContent"><p>缺信息日期</p></div>';
    expect(await readMail(letter(html, '回复', 'text/html'))).toMatchObject({
      body: '补充。',
      quoted: expect.stringContaining('缺信息日期'),
    });
  });
});

describe('files that came as a link alone', () => {
  it.each([
    [
      'QQ',
      '见附件。\n从QQ邮箱发来的超大附件\n照片.zip (50M, 2026年12月24日 09:00 到期)进入下载页面：https://wx.mail.qq.com/ftn/download?func=3&k=1',
    ],
    ['163', '见附件。\n从网易163邮箱发来的云附件\nhttps://mail.163.com/large-attachment-download/index.html?p=1'],
    [
      '163 with the file above its link',
      '见附件。\n云附件\n稿件.zip (50M, 2026年12月24日到期)\nhttps://mail.163.com/large-attachment-download/index.html?p=1',
    ],
    ['163 with its name alone', '见附件。\n稿件.docx\nhttps://mail.163.com/large-attachment-download/index.html?p=1'],
    ['网盘', '见附件。\n链接: https://pan.baidu.com/s/1abc 提取码: 1234'],
  ])('are told, as %s sends them', async (_, text) => {
    const { body, report } = await readMail(letter(text));
    expect(body).toBe('见附件。');
    expect(report.map(({ kind }) => kind)).toEqual(['remote-attachment']);
  });
});

describe('a mail passed on as a file', () => {
  it('gives its files, and its sender is nobody’s', async () => {
    const inner = withFile(PLAIN, [DOCX, 'Content-Disposition: attachment; filename=内.docx'], 'Subject: 原信')
      .toString('utf8')
      .replace('lisi@', 'mallory@');
    const mail = mailOf(
      'From: lisi@example.gov.cn',
      'Subject: 转',
      'Content-Type: multipart/mixed; boundary=b2',
      '',
      '--b2',
      ...PLAIN,
      '',
      '请收。',
      '--b2',
      'Content-Type: message/rfc822',
      'Content-Disposition: attachment',
      '',
      inner,
      '--b2--',
    );
    const read = await readMail(mail);
    expect(read.from?.address).toBe('lisi@example.gov.cn');
    expect(read.files.map(({ name }) => name)).toEqual(['内.docx']);
    expect(read.report).toEqual([{ kind: 'quoted-mail', place: '转发的邮件“原信”', quote: '正文。' }]);
  });
});

describe('who sent a mail', () => {
  it.each([
    ['From: "李四" <LiSi@Example.gov.cn>', 'lisi@example.gov.cn'],
    ['From: lisi@example.gov.cn, mallory@example.com', null],
    ['From: lisi@example.gov.cn\r\nFrom: mallory@example.com', null],
    ['From: <lisi@example.gov.cn> <mallory@example.com>', null],
    ['From: "lisi@example.gov.cn" <mallory@example.com>', 'mallory@example.com'],
    ['From: 单位: lisi@example.gov.cn, wangwu@example.gov.cn;', null],
    ['From: 无', null],
    ['To: x@example.com', null],
  ])('is one address or nobody: %s', async (line, address) =>
    expect((await readMail(mailOf(line, 'Subject: x', '', 'y'))).from?.address ?? null).toBe(address),
  );

  it('makes a mail without Message-ID known by its bytes', async () => {
    expect((await readMail(mailOf('Subject: x', '', 'y'))).key).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await readMail(mailOf('Message-ID: <a@b>', 'In-Reply-To: <c@d>', 'References: <e@f> <c@d>', '', 'y'))).toMatchObject({
      key: '<a@b>',
      answers: ['<c@d>', '<e@f>'],
    });
  });
});

describe('a file’s name', () => {
  it.each([
    ['..\\..\\秘.docx', '秘.docx'],
    ['a\u202excod.exe', 'axcod.exe'],
    ['..', '附件2.jpg'],
    ['', '附件2.jpg'],
    [`${'长'.repeat(300)}.docx`, `${'长'.repeat(100)}${'长'.repeat(15)}.docx`],
  ])('%s is %s', async (name, expected) => {
    const file = ['Content-Type: image/jpeg', `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}`];
    const mail = withFile(PLAIN, [DOCX, 'Content-Disposition: attachment; filename=a.docx'])
      .toString('utf8')
      .replace('--b1--', ['--b1', ...file, '', 'jpeg', '--b1--'].join('\r\n'));
    expect((await readMail(Buffer.from(mail))).files.at(-1)?.name).toBe(expected);
  });
});

describe('a mail that is made to keep a parser busy', () => {
  const parts = (line: string, count: number): Buffer =>
    Buffer.from(`From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${line.repeat(count)}`);

  it.each([
    ['parts without number', parts('--b\r\n\r\nx\r\n', 300_000)],
    ['parts without content', parts('--b\r\nX: y\r\n', 300_000)],
    ['lines that look like the beginning of one', parts('--c\r\n', 1_000_000)],
    ['mails in mails', Buffer.from('Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n'.repeat(2000))],
  ])('by %s is refused', async (_, mail) => await expect(readMail(mail)).rejects.toMatchObject({ code: 'intake/mail-unreadable' }));

  it.each([
    ['lines of quotation', letter(`${'>x\n'.repeat(30_000)}完`)],
    ['heads of quotations', letter('From: x\nzz\n'.repeat(20_000))],
    ['tags', letter('<a '.repeat(500_000), 'x', 'text/html')],
    ['paragraphs', letter('<p>字'.repeat(200_000), 'x', 'text/html')],
    ['comments', letter('<!--'.repeat(500_000), 'x', 'text/html')],
    ['encoded words', mailOf(`Subject: ${'=?gb2312?B?xx?= '.repeat(50_000)}`, '', 'x')],
    ['headers', mailOf('From: a@example.com', ...Array.from({ length: 100_000 }, () => 'X: y'))],
  ])('by %s is read, and what is too long is told', async (_, mail) => {
    const { body, report } = await readMail(mail);
    expect(body.length).toBeLessThanOrEqual(200_000);
    expect(report.every(({ quote }) => quote.length <= 120)).toBe(true);
  });
});

describe('a mail whose page and plain text differ', () => {
  const both = (plain: string, page: string): Promise<ReadMail> =>
    readMail(
      Buffer.from(
        [
          ...['From: lisi@example.gov.cn', 'Subject: a', 'MIME-Version: 1.0', 'Content-Type: multipart/alternative; boundary=b', ''],
          ...['--b', 'Content-Type: text/plain; charset=utf-8', '', plain],
          ...['--b', 'Content-Type: text/html; charset=utf-8', '', page, '--b--', ''],
        ].join('\r\n'),
      ),
    );

  it.each<[string, string, string, Partial<ReadMail>]>([
    ['the page says more', '请看网页。', '<p>机密★1年</p><p>正文一行。</p>', { body: '机密★1年\n\n正文一行。', hidden: '请看网页。' }],
    ['the plain text says more', '第一段文字很长很长。', '<p>另一句。</p>', { body: '第一段文字很长很长。', hidden: '另一句。' }],
  ])('is the longer one, and the other is told and counts for marks: %s', async (_, plain, page, expected) => {
    const mail = await both(plain, page);
    expect(mail).toMatchObject(expected);
    expect(mail.report).toMatchObject([{ kind: 'unknown', quote: expected.hidden }]);
  });

  it('is the plain text where both say the same in other lines', async () => {
    const mail = await both(
      '第一段\r\n文字。见 a <https://example.org/x>',
      '<p>第一段<b>文字</b>。见 <a href="https://example.org/x">a</a></p>',
    );
    expect([mail.hidden, mail.report]).toEqual(['', []]);
  });
});
