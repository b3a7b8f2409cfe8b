/* What the pages of macros share. */
import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Id, Macro, TicketStatus } from '../../api/types';
import { type Language, named } from '../../lib/language';
import { PRIORITIES, TYPES } from '../../ui/ticket-attributes';
import type { MacroWords } from './words';

export const TOPICS = ['macros', 'macro'];

/** In the order of `{{…}}` that the server knows. */
export const PLACEHOLDERS = ['requester', 'account', 'number', 'subject', 'agent'] as const;

export function useMacros() {
  return useRead<{ items: Macro[] }>({ path: '/macros', topics: TOPICS });
}

export function useStatuses(): readonly TicketStatus[] {
  return useRead<{ items: TicketStatus[] }>({ path: '/ticket-statuses', topics: ['ticket_statuses', 'ticket_status'] }).data?.items ?? [];
}

/** The text in that language, or in the other. */
export function textIn({ text, text_ja }: Pick<Macro, 'text' | 'text_ja'>, language: Language): string | null {
  return language === 'ja' ? (text_ja ?? text) : (text ?? text_ja);
}

/** What it does beside the text, a line each. */
export function setsOf(macro: Macro, statuses: readonly TicketStatus[], language: Language, words: MacroWords): string[] {
  const status = statuses.find(({ id }) => id === macro.status_id);
  return [
    status && words.setsStatus(named(status, language)),
    macro.type && words.setsType(TYPES[macro.type][language]),
    macro.priority && words.setsPriority(PRIORITIES[macro.priority][language]),
    macro.tags.length > 0 && words.setsTags(macro.tags.join(', ')),
    macro.takes && words.setsTakes,
  ].filter((line) => typeof line === 'string');
}

export function macrosChanged(): void {
  topicsChanged(TOPICS);
}

async function call(id: Id, version: number, path: string, method: 'POST' | 'DELETE'): Promise<void> {
  await api(`/macros/${id}${path}`, { method, version });
  macrosChanged();
}

export const macroShare = ({ id, version, shared }: Macro) => call(id, version, '/share', shared ? 'DELETE' : 'POST');
export const macroTake = ({ id, version }: Macro) => call(id, version, '/owner', 'POST');
export const macroDelete = ({ id, version }: Macro) => call(id, version, '', 'DELETE');

export async function macroCopy(macro: Macro, name: string): Promise<void> {
  const { name_ja, kind, text, text_ja, status_id, type, priority, takes, tags } = macro;
  await api('/macros', { method: 'POST', body: { name, name_ja, kind, text, text_ja, status_id, type, priority, takes, tags } });
  macrosChanged();
}
