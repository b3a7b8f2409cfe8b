// A desk with office hours in Tokyo, Japan's holidays and an SLA policy.
import { desk } from './desk.mjs';
import { OWNER } from './program.mjs';

export const FRIDAY = '2026-09-18T08:00:00Z'; // 17:00 in Tokyo
const window = (weekday, from, until) => ({ weekday, from_minute: from * 60, until_minute: until * 60 });
const OFFICE = [1, 2, 3, 4, 5].flatMap(day => [window(day, 9, 12), window(day, 13, 18)]);
export const tokyo = text => new Date(`2026-09-${text}:00+09:00`).toISOString();

/** `policy`: of four hours, two for each further message, and two days to the end, unless it says otherwise; null = none. */
export async function promised(program, policy = {}) {
  const at = await desk(program);
  await at.owner.patch('/api/v1/calendar', { country: 'JP' });
  const hours = await at.owner.post('/api/v1/hours', { name: 'Support', windows: OFFICE });
  const targets = [{ priority: 'any', first_minutes: 240, next_minutes: 120, resolution_minutes: 960 }];
  const add = more => at.owner.post('/api/v1/sla-policies', { name: 'Standard', targets, warn_minutes: 60, ...more });
  const made = policy && (await add(policy));
  const clocks = async ticket => (await at.owner.get(`/api/v1/tickets/${ticket.id}/clocks`)).items;
  const clock = async (ticket, kind = 'first') => (await clocks(ticket)).filter(one => one.kind === kind).at(-1);
  const told = (kind, ticket) => Number(program.query(`SELECT COUNT(*) FROM fact WHERE kind = '${kind}' AND subject = 'ticket:${ticket.id}'`));
  /** Sessions end meanwhile, and an answer of a key is no answer. */
  const leap = async time => {
    program.clock(time);
    await at.owner.post('/api/v1/session', { email: OWNER.email, password: OWNER.password });
  };
  return { ...at, leap, hours, add, made, clocks, clock, told };
}
