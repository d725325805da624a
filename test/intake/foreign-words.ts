/** Words of others that a forge would act on, and what has to stand there instead. */
export const FOREIGN = '@someone fixes #3 a/b#1 GH-4 <!-- x --> **b** | /close https://x.example/a/b/issues/5 www.x.example `c`';
export const HARMLESS =
  '@\u200bsomeone fixes ＃3 a/b＃1 GH－4 \\<\\!-- x --\\> \\*\\*b\\*\\* \\| /close https：//x.example/a/b／issues／5 www．x.example \\`c\\`';
