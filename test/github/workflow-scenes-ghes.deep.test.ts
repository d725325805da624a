import { describeScenes } from './workflow-scenes.ts';

// A server of one's own: no artifacts that a browser can open, the site in a folder.
describeScenes({
  edition: 'ghes',
  withMistakes: false,
  published: 'publish: approve build deploy=skipped release',
  faces: /<!-- sanshen -->[\s\S]*三面预览没有做成网页，见\[检查页\]\(http:\/\/[\d.:]+\/shili\/lianxi\/actions\/runs\/\d+\)/,
});
