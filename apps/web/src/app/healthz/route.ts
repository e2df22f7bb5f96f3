/** Whether this process answers, with its number: another one may have its port. */
export function GET(): Response {
  return Response.json({ pid: process.pid });
}
