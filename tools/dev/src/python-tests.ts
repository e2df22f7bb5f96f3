/**
 * The `test` of a Python package, started in its folder: ruff, mypy and pytest in an environment with what its
 * requirements-test.txt pins. Writes the counts where `npm test` looks for those of vitest; each static check counts as one test.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pythonEnvironment } from './python/environment.ts';

const checks = [
  ['ruff', 'check', '--quiet', '.'],
  ['ruff', 'format', '--quiet', '--check', '.'],
  ['mypy', '--no-error-summary'],
];

const programs = pythonEnvironment(resolve('requirements-test.txt'));
const folder = resolve('.facet');
const junit = join(folder, 'pytest.xml');
mkdirSync(folder, { recursive: true });
rmSync(junit, { force: true });

let [passed, failed, skipped] = [0, 0, 0];
for (const check of checks) {
  const isRight = run(check) === 0;
  console.log(`${isRight ? 'ok  ' : 'FAIL'} ${check.join(' ')}`);
  if (isRight) passed++;
  else failed++;
}
const status = run(['python', '-m', 'pytest', '--quiet', `--junitxml=${junit}`]);
if (existsSync(junit)) {
  const suite = /<testsuite [^>]*>/.exec(readFileSync(junit, 'utf8'))?.[0] ?? '';
  const count = (name: string): number => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const broken = count('failures') + count('errors');
  passed += count('tests') - broken - count('skipped');
  failed += broken;
  skipped += count('skipped');
}
// What ends badly without a test that failed must not pass unseen.
if (status !== 0 && failed === 0) failed++;

writeFileSync(
  join(folder, 'test.json'),
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numFailedTestSuites: 0,
    success: failed === 0,
  }),
);
process.exitCode = failed === 0 ? 0 : 1;

function run([program = '', ...args]: readonly string[]): number {
  const { status: code, error } = spawnSync(join(programs, program), args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) console.error(error.message);
  return code ?? 1;
}
