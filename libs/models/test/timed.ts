/** Runs it, and says what it took of time, processor and memory. */
export async function timed<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = ((performance.now() - began) / 1000).toFixed(2);
  const resident = (process.memoryUsage().rss / 2 ** 30).toFixed(2);
  const peak = (process.resourceUsage().maxRSS / 2 ** 20).toFixed(2);
  const cpuSeconds = ((user + system) / 1e6).toFixed(2);
  console.log(`${what}: ${seconds} s, ${cpuSeconds} CPU-s, ${resident} GB resident, peak ${peak}`);
  return result;
}
