const FORM = /审核单|审批单|审核表/;
const MAYBE = /签字|签批|签发|盖章|扫描|scan/i;

/** What the name of a picture says: that it shows the signed form, that it may (it is asked about), or `null`: it is one of the text's. */
export function scanNamed(name: string): 'form' | 'maybe' | null {
  return FORM.test(name) ? 'form' : MAYBE.test(name) ? 'maybe' : null;
}
