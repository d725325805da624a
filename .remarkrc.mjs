// The rules of `sanshen check` in editors that speak remark (VS Code: extension unifiedjs.vscode-remark), while an item is being written.
import './pipeline/typescript.js';

const { sanshenRules } = await import('./pipeline/commands/remark-plugin.ts');

export default { plugins: [sanshenRules] };
