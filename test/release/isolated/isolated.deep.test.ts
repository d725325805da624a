import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sha256 } from '#pipeline/canonical-json.ts';
import { blobId } from '#pipeline/item/git-ids.ts';
import type { ItemFolder } from '#pipeline/item/item.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { readOrganisation } from '#pipeline/organisation/read-settings.ts';
import { NO_TERMS } from '#pipeline/organisation/terms.ts';
import { type IsolatedLimits, isolatedRenderer, LIMITS } from '#pipeline/release/isolated/isolated.ts';
import {
  payloadFault,
  type Renderer,
  type RenderRequest,
  type RenderSettings,
  renderApproved,
} from '#pipeline/release/isolated/renderer.ts';
import type { Payload } from '#pipeline/render/payload.ts';
import { FOLDER, itemText, ORGANISATION } from '../../bureau.ts';
import { folderOf } from '../../folder.ts';
import { smallJpeg } from '../../jpeg-fixture.ts';
import { inProcess } from '../in-process.ts';

const settings: RenderSettings = {
  organisation: readOrganisation(ORGANISATION, 'content/organisation.yml'),
  policy: policySchema.parse({ site: { url: 'https://www.example.cn' } }),
  terms: NO_TERMS,
  now: '2026-11-24T12:00:00+08:00',
  others: [],
};

function folderWith(body: string, path = FOLDER): ItemFolder {
  const lines = ['cover: street.jpg'];
  const files = {
    'index.md': Buffer.from(itemText({ lines, body, channels: ['website', 'wechat'] })),
    'street.jpg': Buffer.from(smallJpeg()),
  };
  return { path, files: Object.entries(files).map(([name, bytes]) => ({ path: name, mode: '100644', id: blobId(bytes), bytes })) };
}

/** Longer than any pipe is wide. */
function largeFile(): ItemFolder['files'][number] {
  const bytes = Buffer.alloc(3_000_000, 'a');
  return { path: 'large.jpg', mode: '100644', id: blobId(bytes), bytes };
}

const BODY = '街道整治一新。\n\n![整治后的街道](street.jpg)';
const requestOf = (folder: ItemFolder): RenderRequest => ({
  folder,
  check: { released: false },
  payloads: [{ channel: 'wechat', address: undefined, older: null }],
});

function isolated(limits: Partial<IsolatedLimits> = {}): Renderer {
  const renderer = isolatedRenderer({ ...LIMITS, ...limits });
  onTestFinished(() => renderer.close());
  return renderer;
}

/** Names that every object of the language has. */
const HOSTILE = ['__proto__', 'constructor', 'toString'].map(
  (name) => `[${name}][${name}] ![${name}][${name}] [^${name}]\n\n[${name}]: street.jpg "${name}"\n[^${name}]: ${name}`,
);

const PROBE = pathToFileURL(join(import.meta.dirname, 'isolated-probe.ts'));
const MODEL = process.allowedNodeEnvironmentFlags.has('--permission');

describe('texts that are rendered in a process of their own', () => {
  it('come out as they do here, one after the other from one process, with what the rules say', async () => {
    const renderer = isolated();
    const first = requestOf(folderWith(BODY));
    const large = { ...first, folder: { ...first.folder, files: [...first.folder.files, largeFile()] } };
    const wrong = requestOf(folderWith(`${BODY}\n\n请拨打 13812345678 联系。`));
    const corrected: RenderRequest = {
      ...requestOf(folderWith(BODY.replace('一新', '完毕'))),
      payloads: [{ channel: 'wechat', address: 'https://www.example.cn/a', older: { folder: first.folder, edited: false } }],
    };
    for (const request of [first, large, wrong, corrected]) {
      expect(await renderApproved(renderer, settings, request)).toEqual(await renderApproved(inProcess, settings, request));
    }
    expect((await renderApproved(renderer, settings, wrong)).errors).toEqual([expect.stringMatching(/^pii\/phone：/)]);
  });

  it('change nothing of those after them', async () => {
    const renderer = isolated();
    const before = await renderApproved(renderer, settings, requestOf(folderWith(BODY)));
    for (const body of HOSTILE) await renderer.render(settings, requestOf(folderWith(body)));
    expect(await renderApproved(renderer, settings, requestOf(folderWith(BODY)))).toEqual(before);
  });

  it('can’t be read where they are no item: that is told, and the rules’ word', async () => {
    const request = requestOf({ path: FOLDER, files: [] });
    const { payloads, unreadable, errors } = await renderApproved(isolated(), settings, request);
    expect([payloads, unreadable?.code, errors[0]]).toEqual([[], 'E_PATH', expect.stringContaining('index.md')]);
  });
});

describe('what has taken the process over', () => {
  const reach = async (): Promise<Record<string, string>> => {
    const folder = folderOf({ config: 'token' });
    return (await isolated({ program: PROBE }).render(settings, requestOf(folderWith('deed: reach', folder)))) as Record<string, string>;
  };

  it.runIf(MODEL)('finds no secret, reads the program alone, writes nothing and starts nothing', async () => {
    const denied = 'ERR_ACCESS_DENIED';
    expect(await reach()).toEqual({
      environment: '',
      'the environment of whoever started it': denied,
      'its own memory': denied,
      'a file of the machine': denied,
      'a file of the repository': denied,
      'the settings of Git': denied,
      'the program': 'done',
      'writing a file': denied,
      'writing into the program': denied,
      'a process': denied,
      'native code': 'ERR_DLOPEN_DISABLED',
      'a thread': denied,
      'a program made of a text': expect.stringContaining('Code generation from strings disallowed'),
    });
    expect(isolated().fenced).toBe(true);
  });

  it.runIf(!MODEL)('has no environment on Node 20, which can’t keep it from the rest: so such a renderer says of itself', async () => {
    expect(await reach()).toMatchObject({ environment: '', 'a file of the machine': 'done', 'writing a file': 'done' });
    expect(isolated().fenced).toBe(false);
  });

  it.each([
    ['takes longer than it may', 'spin', /超过了/],
    ['takes more memory than it may', 'grow', /内存太多/],
    ['ends', 'exit', /意外中断/],
    ['says more than it may', 'flood', /./],
    ['hands over files', 'files', /./],
    ['says nothing', 'nothing', /没有说明/],
    ['tells lengths below nothing', 'negative', /./],
    ['tells lengths that are no whole numbers', 'fractional', /./],
    ['tells very many lengths', 'many', /./],
    ['tells lengths that are no list', 'unlike', /./],
    ['says what nobody can read', 'unreadable', /./],
    ['ends within a message', 'torn', /意外中断/],
  ])('is ended where it %s, and the next text is rendered all the same', async (_, deed, why) => {
    const renderer = isolated({ program: PROBE, megabytes: 64, text: deed === 'spin' ? 3000 : 60_000, answer: 1_000_000 });
    const place = FOLDER;
    await expect(renderApproved(renderer, settings, requestOf(folderWith(`deed: ${deed}`)))).rejects.toMatchObject({
      code: 'render-failed',
      message: expect.stringMatching(why),
      place,
    });
    const next = requestOf(folderWith(BODY));
    expect((await renderApproved(renderer, settings, next)).payloads.length).toBe(1);
  });

  it('says what is nested without end: that is no payload', async () => {
    const rendered = renderApproved(isolated({ program: PROBE }), settings, requestOf(folderWith('deed: deep')));
    await expect(rendered).rejects.toMatchObject({ code: 'render-differs', message: expect.stringContaining('格式') });
  });

  it('is told where it doesn’t start, and of no text', async () => {
    const program = pathToFileURL(join(folderOf({ 'none.ts': 'process.exit(3);' }), 'none.ts'));
    await expect(isolated({ program }).render(settings, requestOf(folderWith(BODY)))).rejects.toMatchObject({ code: 'fault' });
  });

  it('isn’t started any more by what waits its turn while the run ends', async () => {
    const renderer = isolated();
    const first = renderer.render(settings, requestOf(folderWith(BODY)));
    const second = renderer.render(settings, requestOf(folderWith(BODY)));
    void Promise.allSettled([first, second]);
    await renderer.close();
    await expect(second).rejects.toMatchObject({ code: 'render-failed', message: expect.stringContaining('已经结束') });
  });
});

describe('a payload that isn’t the approved text’s', () => {
  const folder = folderWith(`${BODY}\n\n![](other.jpg)`);
  const [index, street] = folder.files as [ItemFolder['files'][number], ItemFolder['files'][number]];
  const wanted = { channel: 'wechat' as const, address: undefined, older: null };

  async function payload(): Promise<Payload> {
    const { payloads } = await renderApproved(inProcess, settings, requestOf(folder));
    return (payloads[0] as (typeof payloads)[number]).payload;
  }
  const image = { path: 'street.jpg', sha256: sha256(street.bytes), bytes: street.bytes.length, blob: street.id, alt: '整治后的街道' };

  it.each<[what: string, where: RegExp, change: (made: Payload) => Partial<Payload>]>([
    ['another title', /标题/, () => ({ title: '别的标题' })],
    ['another address', /网页地址/, () => ({ sourceUrl: 'https://www.example.cn/evil/' })],
    ['another item', /所属的信息或渠道/, () => ({ item: 'wucheng/2026-11-23-other' })],
    ['another channel', /所属的信息或渠道/, () => ({ channel: 'weibo' })],
    ['a picture of another blob', /图片“street.jpg”/, () => ({ images: [{ ...image, blob: index.id }] })],
    ['a picture of other bytes', /图片“street.jpg”/, () => ({ images: [{ ...image, sha256: sha256('') }] })],
    ['a picture that the tree doesn’t hold', /图片“evil.jpg”/, () => ({ images: [{ ...image, path: 'evil.jpg' }] })],
    ['words of a picture that nobody approved', /图片说明“大火”/, () => ({ images: [{ ...image, alt: '大火' }] })],
    ['a cover that isn’t sent', /封面/, () => ({ cover: 'evil.jpg' })],
    ['another author', /作者/, () => ({ author: '市局 王五' })],
    ['another summary', /摘要/, () => ({ summary: '别的摘要' })],
    ['a picture of another element', /图片/, ({ content }) => ({ content: `${content}<svg><use href="https://evil.example/a"/></svg>` })],
    ['a picture that a style loads', /图片/, ({ content }) => ({ content: `${content}<p style="background:URL (https://evil.example)">` })],
    [
      'words of a picture in the text that nobody approved',
      /图片/,
      ({ content }) => ({ content: content.replace('整治后的街道', '大火') }),
    ],
    ['a picture in the text from elsewhere', /图片/, ({ content }) => ({ content: `${content}<IMG SRC="https://evil.example/a.jpg">` })],
  ])('is refused: %s', async (_, where, change) => {
    const made = await payload();
    const deceiving: Renderer = {
      ...inProcess,
      render: async (...of) => {
        const rendered = (await inProcess.render(...of)) as { payloads: { payload: Payload }[] };
        const { digestOf } = await import('#pipeline/canonical-json.ts');
        const { digest: _, ...rest } = { ...made, ...change(made) };
        return { ...rendered, payloads: [{ payload: { ...rest, digest: digestOf(rest) }, correction: null }] };
      },
    };
    const refused = renderApproved(deceiving, settings, requestOf(folder));
    await expect(refused).rejects.toMatchObject({ code: 'render-differs', message: expect.stringMatching(where) });
  });

  it('is refused where a post on Weibo says anything that the front matter doesn’t', async () => {
    const { digestOf } = await import('#pipeline/canonical-json.ts');
    const asked = { ...wanted, channel: 'weibo' as const };
    const { payloads } = await renderApproved(inProcess, settings, { ...requestOf(folder), payloads: [asked] });
    const { digest: _, ...post } = (payloads[0] as (typeof payloads)[number]).payload;
    const other = { ...post, content: `别的话 ${post.content}` };
    expect(payloadFault({ ...other, digest: digestOf(other) }, folder, asked, settings)).toBe('微博文字');
  });

  it('is refused where it is no payload, or of no digest', async () => {
    const made = await payload();
    expect(payloadFault(made, folder, wanted, settings)).toBeNull();
    expect(payloadFault({ ...made, summary: '别的' }, folder, wanted, settings)).toBe('所属的信息或渠道');
    for (const answer of [
      null,
      'x',
      { errors: [], payloads: [], unreadable: null },
      { errors: [], payloads: [{ payload: {} }], unreadable: null },
    ]) {
      const renderer: Renderer = { ...inProcess, render: async () => answer };
      await expect(renderApproved(renderer, settings, requestOf(folder))).rejects.toMatchObject({ code: 'render-differs' });
    }
  });

  it.each([
    '![A&amp;B 的\\*街道\\*](street.jpg)',
    '![街道 **整治** `后`](street.jpg)',
    '![&lt;街道&gt; ~~旧~~](street.jpg)',
    '![见[网页](https://a.example)](street.jpg)',
    '![见[网页](https://a.example/b)之后](street.jpg)',
    '![整治[^1]之后](street.jpg)\n\n[^1]: 注。',
    '![后"><img src="https://evil.example/a.jpg" style="background:url(b)">](street.jpg)',
  ])('is none that is written with marks: %s', async (body) => {
    const { payloads } = await renderApproved(inProcess, settings, requestOf(folderWith(`正文。\n\n${body}`)));
    expect(payloads.length).toBe(1);
  });
});

it('reads the code of the process from its own path, and imports it nowhere', () => {
  expect(LIMITS.program.pathname).toMatch(/\/pipeline\/release\/isolated\/child\.ts$/);
  expect(readFileSync(LIMITS.program, 'utf8')).not.toContain('sharp');
});
