// The thread that limited.ts gives large items to: it can be ended whatever it does.
import '../typescript.js';
import { parentPort, workerData } from 'node:worker_threads';

const { checkItem } = await import('./engine.ts');
parentPort.on('message', ({ folder, context }) => parentPort.postMessage(checkItem(folder, { ...workerData, ...context })));
parentPort.postMessage('ready');
