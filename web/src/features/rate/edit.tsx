/* One rate: its year, its two currencies, how much the one is worth in the other. The rate stays the text that was typed. */
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Day, NewRate, Rate } from '../../api/types';
import { currencyOptions } from '../../lib/currencies';
import { dayAdd, monthText, today } from '../../lib/dates';
import { useLanguage } from '../../lib/language';
import { useMe } from '../../lib/me';
import { Dialog } from '../../ui/dialog';
import { Select, TextBox } from '../../ui/field';
import { Form, Row, useForm } from '../../ui/form';
import { toast } from '../../ui/toast';
import css from './rate.module.css';
import { useRateWords } from './words';

export const TOPICS = ['rate', 'rates', 'accounts', 'today'];
const YEARS_BACK = 10;
const YEARS_AHEAD = 1;

function firstDay(year: number, month: number): Day {
  return `${year}-${String(month).padStart(2, '0')}-01`;
}

export function fiscalYearOf(day: Day, month: number): number {
  const [year = 0, ofDay = 1] = day.split('-').map(Number);
  return ofDay < month ? year - 1 : year;
}

/** "FY2026: Apr 2026 – Mar 2027" */
export function useYearText(): (year: number) => string {
  const words = useRateWords();
  const language = useLanguage();
  const { fiscal_month } = useMe().workspace;
  const month = (day: Day) => monthText(day, language);
  return (year) => words.fiscal(year, month(firstDay(year, fiscal_month)), month(dayAdd(firstDay(year + 1, fiscal_month), -1)));
}

/** What the dialog begins with: a rate that is there, or a currency that has none. */
export interface Editing {
  rate?: Rate;
  currency?: string;
}

export function RateDialog({ editing: { rate, currency }, onClose }: { editing: Editing; onClose: () => void }) {
  const words = useRateWords();
  const yearText = useYearText();
  const { workspace } = useMe();
  const now = fiscalYearOf(today(), workspace.fiscal_month);
  const years = Array.from({ length: YEARS_BACK + YEARS_AHEAD + 1 }, (_, at) => now + YEARS_AHEAD - at);
  const form = useForm({
    fiscal_year: rate?.fiscal_year ?? now,
    from: rate?.from ?? currency ?? (workspace.currency === 'USD' ? 'EUR' : 'USD'),
    to: rate?.to ?? workspace.currency,
    rate: rate?.rate ?? '',
  });
  const { values } = form;

  async function save(given: NewRate): Promise<void> {
    if (rate) await api(`/rates/${rate.id}`, { method: 'PATCH', body: { rate: given.rate }, version: rate.version });
    else await api('/rates', { method: 'POST', body: given });
    topicsChanged(TOPICS);
    toast(words.saved);
    onClose();
  }

  return (
    <Dialog open onClose={onClose} title={rate ? words.editRate : words.newRate}>
      <Form form={form} onSend={save} onCancel={onClose} disabled={values.rate.trim() === ''}>
        <Select
          label={words.year}
          disabled={rate !== undefined}
          error={form.mark('fiscal_year')}
          value={String(values.fiscal_year)}
          onChange={(year) => year && form.set({ fiscal_year: Number(year) })}
          options={[...new Set([values.fiscal_year, ...years])].map((year) => ({ value: String(year), label: yearText(year) }))}
        />
        <Row>
          <Select
            label={words.from}
            search
            disabled={rate !== undefined}
            error={form.mark('from')}
            value={values.from}
            onChange={(from) => from && form.set({ from })}
            options={currencyOptions([values.from])}
          />
          <Select
            label={words.to}
            search
            disabled={rate !== undefined}
            error={form.mark('to')}
            value={values.to}
            onChange={(to) => to && form.set({ to })}
            options={currencyOptions([workspace.currency, values.to])}
          />
        </Row>
        <TextBox label={words.is} required autoFocus {...form.box('rate')} />
        <p className={css.says}>{words.says(values.from, values.rate.trim() || '…', values.to)}</p>
      </Form>
    </Dialog>
  );
}
