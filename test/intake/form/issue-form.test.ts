import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PICTURE_MARK, readIssueForm } from '#pipeline/intake/form/issue-form.ts';
import { filledForm } from './filled-form.ts';

const PICTURE = 'https://github.com/user-attachments/assets/5b1c3c1e-0000-4000-8000-000000000001';

describe('the issue form, filled in', () => {
  it('is read by its labels: texts, the unit by the id in brackets, ticked channels, boxes left empty, pictures in their places', () => {
    const text = `11月23日，示例分局开展整治。\n\n劝导占道经营6起。\n\n![](${PICTURE})\n\n图为整治现场`;
    const declarations = '- [x] 全文和图片不涉密，不属敏感领域（第五条）\n- [ ] 内容属实，数据已核（第五条）';
    const { answers, ...rest } = readIssueForm(filledForm({ text, declarations }));
    expect(answers).toMatchObject({ submitter: '李四', title: '示例分局整治沿街店铺', event_date: '2026-11-23', secrecy: '周一' });
    expect(answers.source).toBeUndefined();
    expect(rest).toEqual({
      unit: 'wucheng',
      channels: ['website', 'weibo'],
      undeclared: ['内容属实，数据已核（第五条）'],
      text: `11月23日，示例分局开展整治。\n\n劝导占道经营6起。\n\n\n\n${PICTURE_MARK}0\n\n\n\n图为整治现场`,
      pictures: [{ url: PICTURE, alt: '' }],
      files: [],
    });
  });

  it('names the files that were dragged into an answer, which are none of its words', () => {
    const url = 'https://github.com/user-attachments/files/12/default.docx';
    const { text, files, answers } = readIssueForm(
      filledForm({ text: `见附件\n[整治.docx](${url})`, remarks: `[..\\单/审核单.docx](${url})` }),
    );
    expect({ text, files, remarks: answers.remarks }).toEqual({
      ...{ text: '见附件', remarks: undefined },
      files: ['整治.docx', '审核单.docx'].map((name) => ({ name, url })),
    });
  });

  it.each([
    ['line ends of Windows', filledForm().replaceAll('\n', '\r\n')],
    ['an edit that left one label out', filledForm().replace(/### 来源\n\n_No response_\n\n/, '')],
  ])('is read the same with %s', (_, body) => expect(readIssueForm(body)).toEqual(readIssueForm(filledForm())));

  it.each([
    ['text', '备注'],
    ['text', '保密审查人'],
    ['text', '报送单位'],
    ['remarks', '报送单位'],
    ['remarks', '标题'],
  ] as const)('takes a heading of its own words within %s for text: %s', (field, label) => {
    const written = `一段。\n\n### ${label}\n\n别的单位（jindong）`;
    const { answers, unit } = readIssueForm(filledForm({ [field]: written }));
    expect(answers).toMatchObject({ title: '示例分局整治沿街店铺', secrecy: '周一', submitter: '李四', [field]: written });
    expect(unit).toBe('wucheng');
  });

  it('finds pictures that the page writes as HTML, and follows nothing else that looks like one', () => {
    const { pictures, text } = readIssueForm(
      filledForm({ text: `<img width="10" alt="现场" src="${PICTURE}" />\n<img src=x onerror=alert(1)>` }),
    );
    expect(pictures).toEqual([{ url: PICTURE, alt: '现场' }]);
    expect(text).not.toContain('<img');
  });

  it('never throws and loses no line of the text, whatever is written there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (written) => {
        fc.pre(!/[\r\n#<!\u{f0000}]/u.test(written) && written.trim() !== '' && written.trim() !== '_No response_');
        expect(readIssueForm(filledForm({ text: `首段\n${written}` })).text).toBe(`首段\n${written}`.trim());
      }),
    );
  });
});
