import { describe, expect, it } from 'vitest';
import { formDocx } from '#pipeline/review/form/form-docx.ts';
import { longText, page } from './form-page-builder.ts';
import { samples } from './form-samples.ts';
import { unpacked } from './unpacked.ts';

const VERIFY = 'npx --no-install sanshen verify wucheng/2026-11-23-street';
const golden = (name: string, kind: string): string => `./golden/form ${name}.${kind}`.replaceAll(/,? /g, '-');

describe.each(Object.entries(samples))('a review form, %s, is to the letter', (name, sample) => {
  it('the page that was looked at', async () => {
    const { form, options } = sample();
    await expect(page(form, { css: ':root{}', ...options })).toMatchFileSnapshot(golden(name, 'html'));
  });

  it('the Word file that was looked at', async () => {
    const { form, options } = sample();
    const docx = formDocx(form, { draft: false, verifyCommand: VERIFY, ledgerNumber: '0001', paragraphs: longText, ...options });
    const xml = unpacked(docx).get('word/document.xml')?.toString('utf8') ?? '';
    await expect(xml.replaceAll(/(?<=<\/w:(?:p|tc|tr|tblGrid)>|<w:body>)/g, '\n')).toMatchFileSnapshot(golden(name, 'xml'));
  });
});
