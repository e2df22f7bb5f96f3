import { ATTACKS, type Means } from './attacks.ts';

/** What an attacker is told: which attack, on what, by which means. */
export interface Order {
  readonly name: string;
  readonly url: string;
  readonly means: Means;
}

// A process of its own, so that its own work is not measured as a neighbour's wait. Its end is the attack's.
process.once('message', ({ name, url, means }: Order) => {
  const attack = ATTACKS.find((one) => one.name === name)!;
  void attack.run(means, url);
});
process.on('disconnect', () => process.exit());
