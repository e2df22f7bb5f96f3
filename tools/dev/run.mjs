// Runs one of the workspace's programs on a machine that has only Node >= 20 and npm:
// installs what the lockfile asks for and node_modules lacks, then starts the program under
// the Node version that the lockfile pins (the node-<platform> packages).
// Plain JavaScript without dependencies, because it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const bin = join(root, 'node_modules', '.bin');
const [program, ...args] = process.argv.slice(2);

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(
    `Facet needs Node 20 or newer to start, this is ${process.version}. Install a current one from https://nodejs.org`,
  );
if (!program) fail('Usage: node tools/dev/run.mjs <program.ts> [arguments]');

if (args.includes('--json') && process.env.npm_lifecycle_event && process.env.npm_config_loglevel !== 'silent')
  console.error(
    '[facet] npm has written lines of its own before the JSON. Programs use: npm run -s ... or npm start -s',
  );
install();
start(pinnedNode());

/** Runs `npm ci` when a package of the lockfile is missing from node_modules or has another version there. */
function install() {
  const stale = missingPackage();
  if (!stale) return;
  console.error(`[facet] Installing packages (${stale}) ...`);
  const npm = process.env.npm_execpath;
  const command = npm && /\.c?js$/.test(npm) ? [process.execPath, npm] : ['npm'];
  const result = spawnSync(command[0], [...command.slice(1), 'ci', '--ignore-scripts', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: command[0] === 'npm' && process.platform === 'win32',
  });
  if (result.error) fail(`npm could not be started (${result.error.message}). Is npm on the PATH?`);
  if (result.status !== 0)
    fail(
      'npm ci failed, see above. Facet needs the npm registry once; behind a proxy set npm_config_proxy or npm_config_registry.',
    );
}

/** Names the first package that node_modules lacks, compared with package-lock.json; undefined when all are there. */
function missingPackage() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return 'first start';
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.startsWith('node_modules/')) continue;
    const found = installed[path];
    if (!found && (entry.optional || entry.devOptional || entry.peer)) continue;
    if (!found) return `${path.slice('node_modules/'.length)} is missing`;
    if (found.version !== entry.version || Boolean(found.link) !== Boolean(entry.link))
      return `${path.slice('node_modules/'.length)} changed`;
  }
  return undefined;
}

/** Path of the Node that runs our TypeScript: the pinned one, or this one where no pinned one exists for the platform. */
function pinnedNode() {
  const pinned = join(bin, process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail(
    `No pinned Node exists for ${process.platform}-${process.arch}, and ${process.version} cannot run TypeScript. Install Node 24 or newer.`,
  );
}

/** Starts the program, passes signals on, and ends as it ends. */
function start(node) {
  const child = spawn(node, [join(root, program), ...args], {
    stdio: 'inherit',
    env: {
      // Compiled modules of it and of the programs that it starts: halves what a start takes from the second on.
      NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
      ...process.env,
      PATH: bin + delimiter + (process.env.PATH ?? ''),
      FACET_ROOT: root,
    },
  });
  // A terminal's Ctrl-C reaches the child too, and a signal sent to npm alone reaches only this process. So all are passed
  // on; the programs take two interrupts at once for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`Could not start ${node}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

function fail(message) {
  console.error(`[facet] ${message}`);
  process.exit(1);
}
