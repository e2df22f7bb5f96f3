import type { OrganizationId } from '@facet/contracts';
import {
  changeRole,
  deleteUser,
  endMembership,
  getMembers,
  requireMembership,
  roleOf,
  teamsOf,
  type TeamOf,
} from '@facet/db';
import { InvalidInputError, NotFoundError, OwnerNeededError } from '../errors.ts';
import { translated, viewerOf, type Context } from '../graphql/context.ts';
import { endWorkflows, removeOrganization } from './delete-organization.ts';

/** What becomes of a team whose only owner goes: it has another, or goes too. */
export interface TeamEnding {
  readonly organizationId: OrganizationId;
  /** Of the member; undefined: it is deleted. */
  readonly successorId: string | undefined;
}

/**
 * Deletes the account of the person who asks: leaves every team, where what they made stays, and takes the personal organisation along.
 * Throws `OwnerNeededError` for teams that nothing is said of, before anything is done.
 */
export async function deleteAccount(context: Context, endings: readonly TeamEnding[]): Promise<void> {
  const { operations, log } = context.services;
  const { id: userId } = viewerOf(context).user!;
  const teams = await operations.withOperations((transaction) => teamsOf(transaction, userId));
  const endingOf = ({ id }: TeamOf): TeamEnding | undefined => endings.find((each) => each.organizationId === id);
  await checkEndings(context, endings, teams);
  const undecided = teams.filter((team) => team.isLastOwner && !endingOf(team));
  if (undecided.length > 0) throw new OwnerNeededError(undecided);
  for (const team of teams) await leaveOrDelete(context, team, endingOf(team));
  await endWorkflows(context, await operations.withOperations((transaction) => deleteUser(transaction, userId)));
  log.info({ deletedUserId: userId }, 'an account was deleted');
}

async function leaveOrDelete(
  context: Context,
  { id, isLastOwner }: TeamOf,
  ending: TeamEnding | undefined,
): Promise<void> {
  if (isLastOwner && ending && ending.successorId === undefined) return removeOrganization(context, id);
  const person = { kind: 'user', id: viewerOf(context).user!.id } as const;
  await translated(
    context.services.database.withOrganization(id, async (transaction) => {
      if (ending?.successorId !== undefined) await changeRole(transaction, person, ending.successorId, 'owner');
      const { id: memberId } = await requireMembership(transaction, person.id);
      await endMembership(transaction, person, memberId);
    }),
  );
}

/** Throws `NotFoundError` for what is no organisation of the person, or no member of it. */
async function checkEndings(context: Context, endings: readonly TeamEnding[], teams: readonly TeamOf[]): Promise<void> {
  const { id: userId } = viewerOf(context).user!;
  for (const { organizationId, successorId } of endings) {
    const [role, successors] = await context.services.database.withOrganization(organizationId, async (transaction) => [
      await roleOf(transaction, userId),
      successorId === undefined ? undefined : await getMembers(transaction, [successorId]),
    ]);
    if (!role || successors?.length === 0) throw new NotFoundError();
    const isTeam = teams.some(({ id }) => id === organizationId);
    if (successors && (!isTeam || successors[0]!.userId === userId))
      throw new InvalidInputError('A successor is another member of a team.');
  }
}
