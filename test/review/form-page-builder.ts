import { readFileSync } from 'node:fs';
import { type FormPageOptions, formPage } from '#pipeline/review/form/form-page.ts';
import type { ReviewForm } from '#pipeline/review/form/review-form.ts';
import { samplePicture } from '#pipeline/sandbox/sample-picture.ts';
import { type Story, story } from './evidence-builder.ts';

const css = readFileSync('site/assets/tokens.css', 'utf8');
const TITLE = '婺城分局开展冬季沿街店铺专项整治，三天劝导占道经营八十六起';
export const SENTENCE = '整治中，执法队员采取“先告知、再劝导、后查处”的方式，逐户说明市容和环境卫生责任区要求，3 天共检查 86 处。';
export const longText = Array.from({ length: 24 }, (_, index) => SENTENCE.repeat(3).slice(0, 150) + (index % 2 ? '' : '。'));
export const picture = {
  name: 'street.jpg',
  dataUri: `data:image/jpeg;base64,${Buffer.from(await samplePicture()).toString('base64')}`,
  caption: '执法队员向经营户说明市容责任区要求',
};

/** An item that all three signed, two of them with words of their own. */
export function told(): Story {
  return story()
    .frontMatter({ title: TITLE, channels: ['website', 'wechat'] })
    .organisation((organisation) => Object.assign(organisation, { bureau: '示例市综合行政执法局' }))
    .approves('zhouyi', '10:02', { body: '同意报送，数据已核。' })
    .approves('zhengsi', '10:18')
    .approves('fengliu', '10:31', { body: '同意发布。' });
}

/** A form as the page that is printed. */
export function page(form: ReviewForm, options: Partial<FormPageOptions> = {}): string {
  return formPage(form, {
    draft: false,
    css,
    verifyCommand: `npx --no-install sanshen verify ${form.content.item}`,
    ledgerNumber: '0001',
    paragraphs: longText,
    ...options,
  });
}
