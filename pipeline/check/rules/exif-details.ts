import { factsOf, pictureFiles } from '../pictures.ts';
import type { Rule } from '../rule.ts';
import { privateParts } from './exif-gps.ts';

/** Camera, program, time and words in a picture harm nobody; the reviewer knows that they go out with it. What must go is img/exif-gps. */
export const exifDetails: Rule = {
  id: 'img/exif-details',
  asks: '照片里的相机型号、软件、时间等，发布前宜清除。',
  severity: 'info',
  article: '第五条',
  waivable: false,
  check: (subject) =>
    pictureFiles(subject).flatMap((file) => {
      const facts = factsOf(file);
      if (facts.problem !== null || !facts.details || privateParts(facts).length > 0) return [];
      const problem = '照片里写着相机型号、软件、拍摄时间或文字说明。';
      const fix = '需要清除的，运行 npx --no-install sanshen check --fix，画面不变。';
      return [{ file: file.path, words: { problem, expected: '读者用不到的宜清除。', fix } }];
    }),
  good: [
    { title: '没有拍摄信息', files: { 'street.jpg': 'jpeg' } },
    { title: '只有照片的方向', files: { 'street.jpg': 'jpeg-turned' } },
    { title: '带经纬度的另作错误，不重复提示', files: { 'street.jpg': 'jpeg-gps' } },
    { title: '不是照片', files: { 'street.jpg': 'text' } },
  ],
  bad: [
    { title: '带相机型号', files: { 'street.jpg': 'jpeg-camera' }, finds: { count: 1 } },
    { title: '带拍摄时间', files: { 'street.jpg': 'jpeg-old' }, finds: { count: 1 } },
  ],
};
