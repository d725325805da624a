import { describeScenes } from './workflow-scenes.ts';

describeScenes({
  edition: 'github.com',
  withMistakes: true,
  published: 'publish: approve build deploy release',
  faces: /<!-- sanshen -->[\s\S]*\/actions\/runs\/\d+\/artifacts\/\d+/,
});
