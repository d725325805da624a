import { describe, expect, it } from 'vitest';
import { canonicalJson, digestOf, sha256 } from '#pipeline/canonical-json.ts';

describe('canonical JSON', () => {
  it('is what RFC 8785 makes of its own example (3.2.2 and 3.2.3), numbers and escapes included', () => {
    const text =
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}';
    expect(canonicalJson(JSON.parse(text))).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('orders names by UTF-16 code unit, as its example of seven names does, and not by character', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const written = canonicalJson(Object.fromEntries(names.map((name) => [name, 0])));
    expect(Object.keys(JSON.parse(written)).filter((name) => name !== '1')).toEqual([
      '\r',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\u{1f600}',
      '\ufb33',
    ]);
    expect(written.indexOf('"1"')).toBeGreaterThan(written.indexOf('"\\r"'));
    expect(written.indexOf('"1"')).toBeLessThan(written.indexOf('"\u0080"'));
  });

  it('leaves out what is undefined in an object, keeps its place in a list, and writes no spaces', () =>
    expect(canonicalJson({ b: [1, undefined, { d: undefined, c: -0 }], a: 'x y' })).toBe('{"a":"x y","b":[1,null,{"c":0}]}'));

  it('is hashed as UTF-8', () => {
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(digestOf('审')).toBe(`sha256:${sha256(Buffer.from('"审"', 'utf8'))}`);
  });
});
