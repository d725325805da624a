import { Problem } from './problem.ts';

throw new Problem('cli/not-built', 'not built yet');
