/*
 * 密级标志 of 保密法 Art. 22 and GB/T 9704, for folded text (find.ts). Spaces, dots and dashes may stand between the characters, and the
 * traditional forms count. The bare words in a sentence are no mark.
 */

/** 密级★期限, 密级★解密时间, 密级★解密条件, 密级★; also with an asterisk where a term follows. */
export const STARRED_MARK =
  /(?:[绝絕][\s·.-]{0,4}密|[机機][\s·.-]{0,4}密|[秘祕][\s·.-]{0,4}密)\s{0,4}(?:[★☆✩✪✫✬✭✮✯✰⭐⭑⭒🌟][^\s,，。;；]{0,12}|[*﹡]\s{0,2}(?:长期|\d{1,2}\s?[年月]))/gu;
/** A document that says its own grade. */
export const DECLARED_GRADE = /密\s?级\s?:\s?(?:[绝絕]\s?密|[机機]\s?密|[秘祕]\s?密)(?!级)/g;
/** A grade alone on its line, in brackets or not, with its term or not. */
export const LONE_GRADE =
  /^[ \t]{0,8}[[(【〔「]?[ \t]{0,8}(?:[绝絕][ \t]{0,4}密|[机機][ \t]{0,4}密|[秘祕][ \t]{0,4}密)(?:[ \t]{0,8}(?:\d{1,2}[ \t]{0,8}年|长期))?[ \t]{0,8}(?:[\])】〕」][ \t]{0,8})?$/gmu;

/** The grade's first character, by which one grade is told from another. */
export function gradeOf(mark: string): string {
  return /[绝絕]/.test(mark) ? '绝' : /[机機]/.test(mark) ? '机' : '秘';
}
