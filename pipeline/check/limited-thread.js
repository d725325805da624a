// The thread that limited.ts gives large items to: it can be ended whatever it does.
import { parentPort, workerData } from 'node:worker_threads';

if (!process.features.typescript) (await import('tsx/esm/api')).register();
const [{ checkItem }, { fixItem }] = await Promise.all([import('./engine.ts'), import('./fix.ts')]);
const WORK = { check: checkItem, fix: fixItem };
parentPort.on('message', ({ work, folder, context }) => parentPort.postMessage(WORK[work](folder, { ...workerData, ...context })));
parentPort.postMessage('ready');
