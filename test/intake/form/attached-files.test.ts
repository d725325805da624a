import { describe, expect, it } from 'vitest';
import { par, run, wordFile } from '../word/word-file.ts';
import { bureauWithForm } from './form-bureau.ts';

const FILES = 'https://github.com/user-attachments/files';
const WORD = par(run('示例分局整治沿街店铺')) + par(run('11月23日，婺城分局开展整治，劝导占道经营6起，清理乱堆物料7处，发放告知书60份。'));
const cell = (words: string): string => `<w:tc>${par(run(words))}</w:tc>`;
const row = (...cells: string[]): string => `<w:tr>${cells.map(cell).join('')}</w:tr>`;
const ANNEX = `<w:tbl>${row('报送人', '李四')}${row('标题', '另一个标题')}${row('拟发布渠道', '微信☑')}${row('备注', '急')}</w:tbl>`;
const LONG =
  '11月23日，婺城分局开展沿街店铺整治，劝导占道经营6起，清理乱堆物料7处，发放告知书60份，帮助经营户把物品搬进店内。下一步将每周回访。';

/** A form with a Word file attached, whose bytes the forge gives, or doesn't. */
async function withWord(text: string, given: Uint8Array | null) {
  const place = await bureauWithForm({ attachment: async (address) => (address.startsWith(FILES) ? given : null) });
  const number = await place.open('lisi', { text: `${text}\n[整治.docx](${FILES}/12/default.docx)`, channels: '- [ ] 网站' });
  const outcome = await place.take(number);
  const draft = outcome !== null && outcome.kind !== 'refused' ? outcome.draft : null;
  return { ...place, number, outcome, draft, index: Buffer.from(draft?.files[0]?.bytes ?? []).toString('utf8') };
}

describe('an issue that the form made', () => {
  it('with a Word file is what the file says where its own text only points there', async () => {
    const { draft, index } = await withWord('见附件', wordFile({ body: WORD }));
    expect(index).toContain('发放告知书60份');
    expect(index).not.toContain('见附件');
    expect(draft?.report).toMatchObject([{ kind: 'cover-note', quote: '见附件' }]);
  });

  it('with a text of its own keeps that, and tells that the Word file isn’t used', async () => {
    const { draft, index } = await withWord(LONG, wordFile({ body: WORD }));
    expect(index).toContain('下一步将每周回访');
    expect(index).not.toContain('default.docx');
    expect(draft?.report).toMatchObject([{ kind: 'second-text' }]);
  });

  it.each(['11月23日，开展整治。', LONG])('with the annex’s form filled in takes from it what the issue doesn’t say: %s', async (text) => {
    const { draft, index } = await withWord(text, wordFile({ body: ANNEX }));
    expect(index).toContain('channels: [wechat]');
    expect(index).toContain('remarks: 急');
    expect(draft?.title).toBe('示例分局整治沿街店铺');
    expect(index).toContain(text);
  });

  it('whose Word file the forge doesn’t give is told where to put it, and nothing is made of 见附件', async () => {
    const { outcome, answers, number } = await withWord('见附件', null);
    expect(outcome).toMatchObject({ kind: 'refused', code: 'intake/attachment' });
    expect((await answers(number))[0]).toMatch(
      /附件 整治.docx 平台没有给程序.*\n\n上传的办法：打开\[上传的文件夹\]\(https:\/\/git\.example\/tree\/main\/content\/inbox\)/,
    );
    expect((await withWord(LONG, null)).draft?.report).toMatchObject([{ kind: 'file-missing', place: '附件 整治.docx' }]);
  });

  it('whose Word file can’t be read is refused with what to do', async () => {
    const { outcome } = await withWord('见附件', Buffer.from('d0cf11e0a1b11ae1', 'hex'));
    expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining('整治.docx：是旧格式') });
  });

  it.each(['见附件', LONG])('whose Word file bears a mark stops whole: %s', async (text) => {
    const { outcome, secrets, answers, number, world } = await withWord(text, wordFile({ body: par(run('机密★1年')) + WORD }));
    expect(outcome).toMatchObject({ kind: 'refused', code: 'intake/secret' });
    expect(secrets).toMatchObject([{ mark: { kind: '密级标志' } }]);
    expect((await answers(number))[0]).toContain('请电话联系办公室');
    expect((await world.as('lisi').pulls.list({ ...world.of, state: 'all' })).data).toEqual([]);
  });
});
