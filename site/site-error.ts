/** Why a site can't be built; the message is a sentence for the person who can mend it. */
export class SiteError extends Error {
  readonly code:
    | 'site/address-twice'
    | 'site/meta-tags'
    | 'site/numbers-missing'
    | 'site/pages-missing'
    | 'site/picture-misplaced'
    | 'site/place-taken'
    | 'site/place-unwritable';
  constructor(code: SiteError['code'], message: string) {
    super(message);
    this.name = 'SiteError';
    this.code = code;
  }
}
