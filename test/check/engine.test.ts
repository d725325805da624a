import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkItem, severityOf } from '#pipeline/check/engine.ts';
import { resultOf } from '#pipeline/check/finding.ts';
import { isIdCard } from '#pipeline/check/personal/personal-data.ts';
import { phone } from '#pipeline/check/rules/phone.ts';
import { RULES } from '#pipeline/check/rules.ts';
import { subjectOf } from '#pipeline/check/subject.ts';
import { andMore, contextFor, folderFor, itemFile } from './example-item.ts';

const waiver = (match: string, rule = 'pii/phone') => ({ rule, match, reason: '本人书面同意公开此号码' });
const check = (example: Parameters<typeof folderFor>[0]) => checkItem(folderFor(example), contextFor(example)).findings;

describe('an address without < > that runs into the text behind it', () => {
  it.each([
    ['见https://www.example.gov.cn/a详情', 'text/markdown-traps'],
    ['见https://www.example.gov.cn/a，详情请看', 'text/markdown-traps'],
    ['见https://www.example.gov.cn详情', 'link/internal'],
    ['见https://www.example.gov.cn：详情请看', 'link/internal'],
    ['登录 www.example.gov.cn查看', 'link/internal'],
    ['示例网站（www.example.gov.cn）上查看', 'link/internal'],
    ['见https://www.example.gov.cn。详情请看', 'link/internal'],
    ['见https://www.example.gov.cn详情.evil.example/a', 'link/internal'],
  ])('%s: one finding says it all', (text, rule) =>
    expect(check({ body: andMore(`${text}。\n`) }).map((finding) => finding.rule)).toEqual([rule]),
  );

  it('is judged by its site all the same, and by what stands in for Latin letters', () => {
    const rulesOf = (text: string) => check({ body: andMore(`${text}。\n`) }).map(({ rule }) => rule);
    expect(rulesOf('见https://people.example/a详情')).toContain('link/external-host');
    expect(rulesOf('见https://t.cn/a详情')).toContain('link/disguised');
    expect(rulesOf('见https://www.gоv.cn/详情')).toContain('link/disguised');
  });
});

describe('a waiver', () => {
  it('passes what it names, and is counted in nothing else', () => {
    const example = { body: andMore('电话13800138000。\n'), frontMatter: { waivers: [waiver('13800138000')] } };
    expect(check(example)).toMatchObject([{ rule: 'pii/phone', waivable: true, waived: true }]);
    const { errors, warnings, infos, waived } = resultOf([checkItem(folderFor(example), contextFor(example))]);
    expect({ errors, warnings, infos, waived }).toEqual({ errors: 0, warnings: 0, infos: 0, waived: 1 });
  });

  it('passes the same text wherever it stands in the item, and no other text', () => {
    const body = andMore('电话13800138000，又13800138000，又13900139000。\n');
    const findings = check({ body, frontMatter: { waivers: [waiver('13800138000')] } });
    expect(findings.map(({ waived }) => waived)).toEqual([true, true, false]);
  });

  it.each([
    ['for another rule', waiver('13800138000', 'secret/mark')],
    ['for a part of the text', waiver('138001380')],
    ['for more than the text', waiver('电话13800138000')],
    ['for anything', waiver('.*')],
  ])('%s passes nothing and is pointed out itself', (_, given) => {
    const findings = check({ body: andMore('电话13800138000。\n'), frontMatter: { waivers: [given] } });
    expect(findings).toMatchObject([
      { rule: 'meta/unused-waiver', severity: 'warning', waived: false },
      { rule: 'pii/phone', waived: false },
    ]);
  });

  it('can’t pass a rule that has none', () => {
    const number = '11010519491231002X';
    const findings = check({ body: `证号${number}。\n`, frontMatter: { waivers: [waiver(number, 'pii/id-card')] } });
    expect(findings.map(({ rule, waived }) => [rule, waived])).toContainEqual(['pii/id-card', false]);
  });
});

describe('the policy’s severities', () => {
  const policy = (severities: Record<string, 'error' | 'warning' | 'info' | 'off'>) => ({ policy: { severities } });

  it('tune a rule that may be waived', () => {
    expect(
      checkItem(folderFor({ body: andMore('电话13800138000。\n') }), contextFor(policy({ 'pii/phone': 'info' }))).findings,
    ).toMatchObject([{ rule: 'pii/phone', severity: 'info' }]);
    expect(checkItem(folderFor({ body: andMore('电话13800138000。\n') }), contextFor(policy({ 'pii/phone': 'off' }))).findings).toEqual([]);
  });

  it.each(RULES.filter(({ severity, waivable }) => severity === 'error' && !waivable).map(({ id }) => id))('never lower %s', (id) => {
    const rule = RULES.find((entry) => entry.id === id);
    for (const wanted of ['warning', 'info', 'off'] as const)
      expect(rule && severityOf(rule, { severities: { [id]: wanted } })).toBe('error');
  });
});

describe('evidence', () => {
  const secrets = ['13800138000', '138 0013 8000', '11010519491231002X', '6222020200112233445', '秘密★10年'];

  it.each(secrets)('of %s is shown in no output', (secret) => {
    const places = [
      { body: `正文${secret}。\n` },
      { body: `[x](tel:${secret})\n` },
      { body: `[${secret}](javascript:${secret})\n` },
      { body: `![${secret}](${secret}.jpg)\n` },
      { body: `<b>${secret}</b>\n` },
      { frontMatter: { title: secret } },
      { frontMatter: { category: secret } },
      { frontMatter: { submitter: secret } },
      { frontMatter: { event_date: secret } },
      { frontMatter: { remarks: secret, waivers: [waiver(`${secret} `)] } },
      { frontMatter: { source: { name: secret, url: `https://${secret}.example/${secret}` }, category: '转发' } },
      { frontMatter: { secrecy_review: { by: 'zhouyi', date: '2026-11-23', conclusion: secret } } },
      { frontMatter: { [secret]: 'x' } },
    ];
    for (const example of places) {
      const { findings } = checkItem(folderFor(example), contextFor());
      expect(JSON.stringify(findings)).not.toContain(secret);
    }
  });

  it('can’t bring control characters or line breaks into a report', () => {
    const findings = check({ files: { 'a\n::error::x\x1b[2J.png': 'text' } });
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.map(({ file, message }) => file + message).join('')).not.toMatch(/\p{Cc}/u);
  });
});

describe('identity numbers', () => {
  it('count only with their check digit', () => {
    const body = fc.tuple(fc.constantFrom('110105', '330702'), fc.constantFrom('19491231', '20000229'), fc.integer({ min: 0, max: 999 }));
    fc.assert(
      fc.property(body, ([place, birth, sequence]) => {
        const front = `${place}${birth}${String(sequence).padStart(3, '0')}`;
        expect([...'0123456789X'].filter((digit) => isIdCard(front + digit))).toHaveLength(1);
      }),
    );
  });

  it('need a birthday that exists', () => expect([...'0123456789X'].some((digit) => isIdCard(`11010520010229001${digit}`))).toBe(false));
});

describe('the engine', () => {
  it('finds the faults of one part though another can’t be read', () => {
    const findings = check({
      frontMatter: { title: undefined },
      body: andMore('电话13800138000。\n'),
      files: { 'street.jpg': 'jpeg-gps' },
    });
    expect(findings.map(({ rule }) => rule).sort()).toEqual(['img/exif-gps', 'meta/schema', 'pii/phone']);
  });

  it('lists the text before the pictures, each in the order of its places', () => {
    const findings = check({
      frontMatter: { title: '电话13800138000' },
      body: andMore('甲13800138000。\n\n乙<b>13900139000\n\n![店面甲](a.jpg)![店面乙](b.jpg)\n'),
      files: { 'a.jpg': 'png', 'b.jpg': 'jpeg-gps' },
    });
    const places = findings.map(
      ({ file, line, column }) => `${file.split('/').pop()} ${String(line).padStart(3)}:${String(column).padStart(3)}`,
    );
    expect(places.slice(0, 4)).toEqual(places.slice(0, 4).sort());
    expect(places.slice(4).map((place) => place.split(' ')[0])).toEqual(['a.jpg', 'b.jpg']);
  });

  it('knows a folder that isn’t an item’s by its path alone', () => {
    expect(checkItem(folderFor({ folder: 'content/items/wucheng/x' }), contextFor())).toMatchObject({
      id: null,
      path: 'content/items/wucheng/x',
    });
  });

  it('refuses a link in place of the text and reads nothing through it', () => {
    const folder = { path: 'content/items/wucheng/2026-11-23-x', files: [itemFile('index.md', '/etc/passwd', '120000')] };
    expect(checkItem(folder, contextFor()).findings.map(({ code }) => code)).toEqual(['E_PATH', 'E_MODE']);
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uint8Array(), (text, bytes) => {
        const folder = folderFor({ body: text });
        checkItem({ ...folder, files: [...folder.files, itemFile('x.jpg', bytes), itemFile(text, bytes)] }, contextFor());
      }),
      { numRuns: 50 },
    );
  });

  it('sees a telephone number through any marks put into it', () => {
    const cuts = fc.array(fc.constantFrom('', '**', '\u200B', '\u00AD'), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(cuts, (between) => {
        const open = between.filter((mark) => mark === '**').length % 2;
        const body = `电话${[...'13800138000'].map((digit, index) => digit + (between[index] ?? '')).join('')}${open ? '**' : ''}。\n`;
        // Two marks side by side are stars to be read, not marks.
        if (body.includes('****')) return;
        expect(phone.check(subjectOf(folderFor({ body })), contextFor()).length).toBe(1);
      }),
    );
  });
});

it.each([
  ['right behind it', '墙上涂着打倒某某。的的确确的的工作。'],
  ['that begins in it', '墙上涂着推翻社会主义制度的的工作。'],
])('a slogan isn’t shown by the name of the place %s', (_, body) => {
  const { findings, title } = checkItem(folderFor({ body: `${body}\n`, frontMatter: { title: '清除“打倒某某”标语' } }), contextFor());
  expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['prohib/slogan', 'text/doubled']));
  expect(`${title} ${JSON.stringify(findings)}`).not.toMatch(/打倒某某|翻社会主义/);
});

it('a slogan isn’t shown by a rule that finds it twice', () => {
  const { findings } = checkItem(folderFor({ body: '墙上涂着打倒共产党打倒共产党，尽快清除。\n' }), contextFor());
  expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['prohib/slogan', 'text/doubled']));
  expect(JSON.stringify(findings)).not.toContain('打倒共产党');
});

it('a slogan pulled apart by thousands of hidden characters is told, and the item checked to its end', () => {
  const { findings } = checkItem(folderFor({ body: `墙上涂着打${'\u200B'.repeat(5000)}倒某某。\n` }), contextFor());
  expect(findings.map(({ rule }) => rule)).toContain('prohib/slogan');
});
