import { describe, expect, it } from 'vitest';
import { draftOf } from '#pipeline/intake/draft/draft.ts';
import { markIn, markOf } from '#pipeline/intake/draft/marks.ts';
import { ORGANISATION, receivedText } from './received-text.ts';

const IN_TEXT: [line: string, kind: string][] = [
  ['秘密★1年', '密级标志'],
  ['机密★', '密级标志'],
  ['绝密★长期', '密级标志'],
  ['机　密', '密级标志'],
  ['绝密', '密级标志'],
  ['【秘密】', '密级标志'],
  ['【机密】关于示例的情况', '密级标志'],
  ['密级：秘密', '密级标志'],
  ['密　级：机密', '密级标志'],
  ['工作秘密', '工作秘密标志'],
  ['工作秘密★3年', '工作秘密标志'],
  ['密级：工作秘密', '工作秘密标志'],
  ['（工作秘密）', '工作秘密标志'],
  ['内部资料', '内部标志'],
  ['内部资料　注意保存', '内部标志'],
  ['内部文件，不得外传', '内部标志'],
  ['（内部资料）', '内部标志'],
  ['注意保存', '内部标志'],
  ['【内部】', '内部标志'],
  ['秘\u200B密★1年', '密级标志'],
  ['（密级：内部）', '内部标志'],
];

const BESIDE: [line: string, kind: string][] = [
  ['★秘密', '密级标志'],
  ['秘密', '密级标志'],
  ['秘密级', '密级标志'],
  ['绝密件', '密级标志'],
  ['秘密·长期', '密级标志'],
  ['示例局文件 机密', '密级标志'],
  ['第1页 / 秘 密', '密级标志'],
  ['（工作秘密，3年）', '工作秘密标志'],
  ['密级：内部', '内部标志'],
  ['密级：核心', '密级标志'],
  ['内部资料（免费交流）', '内部标志'],
  ['示例市综合行政执法局内部资料', '内部标志'],
];

const COMMON_BESIDE = [
  '保密宣传周',
  '保守国家秘密，人人有责',
  '标题：城市干净的秘密',
  '密级：公开',
  '内部资料室管理办法',
  '机密性与完整性',
];

const COMMON = [
  '执法队员注意保守国家秘密，不泄露商业秘密和个人隐私。',
  '组织工作秘密管理培训，学习保密法。',
  '数据的机密性、完整性得到保障。',
  '绝密任务式的夜间行动圆满结束。',
  '加强单位内部管理，内部审计发现问题3个。',
  '整理内部资料室，向职工开放。',
  '内部文件流转更快，平均用时缩短一半。',
  '获评★★★★★星级窗口。',
  '请市民注意保存票据，以便核对。',
  '保密宣传月：什么是秘密、机密、绝密？',
  '不得泄露工作秘密。',
];

const TEXT = '11月23日，婺城分局组织执法队员开展沿街店铺专项整治，劝导占道经营86起。';

describe('marks that stop an item', () => {
  it.each(IN_TEXT)('%s', (line, kind) => expect(markOf(receivedText(`${line}\n标题一行\n${TEXT}`))).toEqual({ kind, place: '第1段' }));

  it.each(COMMON)('lets pass: %s', (line) => expect(markOf(receivedText(`标题一行\n${TEXT}\n${line}`))).toBeNull());

  it('lets pass grades that are explained, one a line', () => expect(markOf(receivedText('密级分为三级：\n绝密\n机密\n秘密'))).toBeNull());

  it.each(['页眉', '批注', '属性', '水印'])('finds one beside the text: %s', (place) => {
    const received = { ...receivedText(TEXT), aside: [{ place, text: '秘密★10年' }] };
    expect(markOf(received)).toEqual({ kind: '密级标志', place });
  });

  it.each(BESIDE)('finds one in a header: %s', (line, kind) => {
    expect(markOf({ ...receivedText(TEXT), aside: [{ place: '页眉', text: line }] })).toEqual({ kind, place: '页眉' });
  });

  it.each([...COMMON, ...COMMON_BESIDE])('lets pass in a header: %s', (line) =>
    expect(markOf({ ...receivedText(TEXT), aside: [{ place: '页眉', text: line }] })).toBeNull(),
  );

  it.each([
    ['a header of one grade over a text of another', [{ place: '页眉', text: '秘密' }], '机密'],
    ['a header over a text that explains grades', [{ place: '页眉', text: '秘密' }], '绝密\n机密\n秘密'],
    ['a grade that was changed to another', [{ place: '第1段', text: '秘密' }], '机密'],
  ])('stops %s', (_, aside, lines) => {
    expect(markOf({ ...receivedText(`${lines}\n${TEXT}`), aside })).toMatchObject({ kind: '密级标志' });
  });

  it('finds one in a name', () => expect(markOf(receivedText(TEXT), ['机密★5年.jpg'])).toEqual({ kind: '密级标志', place: '文件名' }));

  it('finds one in a cell of a table', () => {
    const cell = (value: string) => ({ type: 'tableCell' as const, children: [{ type: 'text' as const, value }] });
    const table = { type: 'table' as const, children: [{ type: 'tableRow' as const, children: [cell('密级'), cell('机密★1年')] }] };
    const received = receivedText(TEXT);
    expect(markOf({ ...received, text: { type: 'root', children: [table] } })).toEqual({ kind: '密级标志', place: '正文开头' });
  });

  it('is told with kind and place, and quotes nothing', () => {
    const material = { text: receivedText(`机密★5年\n${TEXT}`, '来稿.txt'), pictures: [], sender: { person: null, unit: 'wucheng' } };
    const draft = () => draftOf({ ...material, arrivedAt: '2026-11-24T09:00:00+08:00', organisation: ORGANISATION });
    expect(draft).toThrow(/^第1段有密级标志，.*请电话联系办公室，不要再从网上发送。$/);
    expect(draft).not.toThrow(/机密|5年/);
  });

  it.each([
    ['填报的内容', { told: { title: '【机密】示例' } }],
    ['填报的内容', { told: { source: { name: '内部资料' } } }],
    ['图片说明', { pictures: [{ key: null, name: 'a.jpg', bytes: new Uint8Array(), report: [], description: '秘密★1年' }] }],
  ])('finds one in what people wrote beside: %s', (place, part) => {
    const material = { text: receivedText(TEXT), pictures: [], sender: { person: null, unit: 'wucheng' }, ...part };
    const draft = () => draftOf({ ...material, arrivedAt: '2026-11-24T09:00:00+08:00', organisation: ORGANISATION });
    expect(draft).toThrow(place);
  });

  it('names no file whose name holds the mark', () => {
    expect(markIn([{ place: '文件名', text: '秘密★1年' }])).toEqual({ kind: '密级标志', place: '文件名' });
  });
});
