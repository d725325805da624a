import type { FormPageOptions } from '#pipeline/review/form/form-page.ts';
import type { FormLevel, ReviewForm } from '#pipeline/review/form/review-form.ts';
import { type Story, story } from './evidence-builder.ts';
import { formOf } from './form-builder.ts';
import { longText, told } from './form-page-builder.ts';
import { declared, delegated, emergency } from './stories.ts';

/** A form with what stands on its pages, as the golden files show it. */
export interface Sample {
  form: ReviewForm;
  options: Partial<FormPageOptions>;
}

const dataUri = 'data:image/jpeg;base64,/9j/2Q==';
const pictures = [
  { name: 'street.jpg', dataUri, caption: '执法队员向经营户说明市容责任区要求' },
  { name: 'after.jpg', dataUri, caption: '' },
];

/** Two units' item, corrected and with waivers, whose leader's deputy signed. */
function joint(): Story {
  return delegated({ document: '示执法办〔2026〕9号' })
    .frontMatter({
      title:
        '婺城分局、金东分局联合开展冬季沿街店铺专项整治，三天检查八十六处、劝导占道经营八十六起、整改完成八十六起的情况通报，请示例县区各单位参照办理',
      channels: ['website', 'wechat', 'weibo'],
      joint_units: ['jindong'],
      correction: { kind: '事实', note: '“八十八起”更正为“八十六起”' },
      waivers: [{ rule: 'pii/phone', match: '13800138000', reason: '值班电话，本人书面同意公开' }],
      source: { name: '示例市交警支队' },
      basis: { kind: '领导批准', by: '冯六', date: '2026-11-24' },
      remarks: '附图由交警提供，用图已经书面许可；正文第二段数据截至二十三日二十四时，以统计台账为准。',
    })
    .approves('zhouyi', '10:00', { body: '同意报送，\n\n 数据已与金东分局和市交警支队逐条核对，请审。' })
    .approves('qianer', '10:05')
    .approves('zhengsi', '10:10', {
      body: '标题、导语已核。\n  第二段数据与台账一致；图片已去位置信息，人像已征得同意。\n可以签发，建议与交警支队公众号同日发布，三个渠道用同一标题。',
    })
    .approves('baomi', '10:20', { body: '同意。' });
}

const named = (told: Story, change: Parameters<typeof formOf>[1] = {}): ReviewForm => ({
  ...formOf(told, change),
  bureau: '示例市综合行政执法局',
});

function jointOf(units: number): ReviewForm {
  const form = named(joint());
  const [first, second, ...rest] = form.levels as [FormLevel, FormLevel, ...FormLevel[]];
  const more = Array.from(
    { length: units - 2 },
    (_, index): FormLevel => ({
      ...second,
      unit: { id: `unit${index}`, name: `示例${index + 3}分局` },
      ...(index === 0 ? { decision: 'waiting', person: null, at: null, opinion: '' } : {}),
    }),
  );
  return { ...form, levels: [first, second, ...more, ...rest] };
}

const returned = (): ReviewForm => ({
  ...named(story().approves('zhouyi', '10:02').asks('zhengsi', '10:18', { body: '标题与正文的数字不一致，请核。' })),
  submittedAt: null,
  number: '',
  settings: '',
  gate: '',
});

const withdrawn = (): ReviewForm =>
  named(
    story()
      .frontMatter({ withdraw: { kind: 'privacy', reason: '当事人要求' } })
      .approves('zhengsi', '10:10')
      .approves('fengliu', '10:20'),
    { mergeSha: '0123456789abcdef' },
  );

/** Level 1 was signed on paper; the remarks have lines of their own. */
const onPaper = (): ReviewForm => ({
  ...named(
    declared()
      .frontMatter({ remarks: '附图两张。 \n\n  由交警提供，\n用图已经书面许可。' })
      .approves('zhengsi', '10:10', { body: '第一行。  \n \n第二行。' })
      .approves('fengliu', '10:20'),
    { mergeSha: '0123456789abcdef0123456789abcdef01234567' },
  ),
  head: '89abcdef0123456789abcdef0123456789abcdef',
  signedAt: '2026-11-24T11:00:00+08:00',
  evidence: 'e'.repeat(64),
});

/** One of each kind that looks different on paper. */
export const samples: Record<string, () => Sample> = {
  finished: () => ({
    form: formOf(told(), { mergeSha: '8c1e2f0aaaabbbb' }),
    options: { pictures, publicUrl: 'https://www.example.cn/wucheng/2026-11-23-street/' },
  }),
  'short, without a web page': () => ({ form: formOf(told()), options: { paragraphs: ['示例 第一段。', '第二段\n换行。'] } }),
  'returned, its text unread': () => ({
    form: returned(),
    options: { draft: true, paragraphs: undefined, ledgerNumber: undefined, verifyCommand: '' },
  }),
  'of two units, by a deputy': () => ({ form: named(joint()), options: { pictures: pictures.slice(1) } }),
  'of six units': () => ({ form: jointOf(6), options: { paragraphs: longText.slice(0, 1) } }),
  'in an emergency': () => ({
    form: named(emergency().approves('fengliu', '10:00', { body: '紧急：台风预警' })),
    options: { draft: true, paragraphs: longText.slice(0, 1) },
  }),
  'signed on paper, with lines of its own': () => ({
    form: onPaper(),
    options: { pictures, paragraphs: ['第一段。\n \n 第二行。', '第二段。'] },
  }),
  'changed after it was signed': () => ({
    form: named(story().signed().pushes('lisi', 'c2', '10:30')),
    options: { draft: true, paragraphs: longText.slice(0, 1), ledgerNumber: undefined },
  }),
  'of two units, not signed, pictures alone': () => ({
    form: named(story().frontMatter({ joint_units: ['jindong'] })),
    options: { draft: true, paragraphs: undefined, pictures, ledgerNumber: undefined },
  }),
  withdrawn: () => ({ form: withdrawn(), options: { paragraphs: longText.slice(0, 2) } }),
};
