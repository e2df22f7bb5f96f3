/** A program as `npm start` is one, for tests: a manager with two processes, the second of which starts a third. */
import { runManaged } from '../src/processes/run-managed.ts';
import { startProcess } from '../src/processes/start-process.ts';

const [stateDirectory = '', mode = 'stay'] = process.argv.slice(2);
const STAY = 'setInterval(() => {}, 1000);';
const child = `const child = require('node:child_process').spawn(process.execPath, ['-e', '${STAY}']); console.log('pid ' + child.pid);`;

process.exit(
  await runManaged({ stateDirectory }, async (manager) => {
    const start = (name: string, code: string) =>
      manager.adopt(name, async (context) => {
        const running = await startProcess(
          { name, command: process.execPath, args: ['-e', code], health: () => Promise.resolve() },
          context,
        );
        manager.say(name, `pid ${running.pid}`);
        return running;
      });
    await start('first', `${STAY} process.on('SIGTERM', () => setTimeout(process.exit, 200));`);
    await start('second', mode === 'crash' ? `setTimeout(() => { throw new Error('broken') }, 500)` : child + STAY);
    manager.say('test', 'all up');
    return mode === 'once' ? 'done' : 'stay';
  }),
);
