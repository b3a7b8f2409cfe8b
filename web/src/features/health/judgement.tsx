import { api } from '../../api/client';
import { topicsChanged, useRead } from '../../api/query';
import type { Band, Day, Judgement } from '../../api/types';
import { today, useDates } from '../../lib/dates';
import { useDraft } from '../../lib/draft';
import { BandBadge } from '../../ui/band';
import type { EditorProps } from '../../ui/feature';
import { DateBox, Select } from '../../ui/field';
import { TextArea } from '../../ui/field-more';
import { Form, Row, useForm } from '../../ui/form';
import { Muted } from '../../ui/layout';
import { toast } from '../../ui/toast';
import css from './account.module.css';
import { useAccountHealthWords } from './account-words';

const CHOICES: Band[] = ['GOOD', 'NORMAL', 'BAD'];

/** What the CSM sees beyond the numbers; it stands beside the score and never changes it. */
export function EditJudgement({ account, onDone }: EditorProps) {
  const words = useAccountHealthWords();
  const dates = useDates();
  const [text, setText] = useDraft(`judgement.${account.id}`);
  const form = useForm<{ band: Band; on_day: Day | null; text: null }>({
    band: account.band === 'UNKNOWN' || account.band === null ? 'NORMAL' : account.band,
    on_day: today(),
    text: null,
  });
  const earlier = useRead<{ items: Judgement[] }>({ path: `/accounts/${account.id}/judgements`, topics: [`account:${account.id}`] });
  async function send(): Promise<void> {
    const { band, on_day } = form.values;
    await api(`/accounts/${account.id}/judgements`, { method: 'POST', body: { band, on_day: on_day ?? today(), text } });
    setText('');
    topicsChanged([`account:${account.id}`]);
    toast(words.judged);
  }
  return (
    <>
      <Form form={form} onSend={send} onSent={onDone} onCancel={onDone} disabled={text.trim() === ''}>
        <Row>
          <Select
            label={words.judgeBand}
            value={form.values.band}
            error={form.box('band').error}
            onChange={(value) => value && form.set({ band: value as Band })}
            options={CHOICES.map((band) => ({ value: band, label: band }))}
          />
          <DateBox label={words.judgeDay} max={today()} {...form.box('on_day')} />
        </Row>
        <TextArea label={words.judgeText} required value={text} onChange={setText} error={form.box('text').error} />
      </Form>
      {earlier.data && earlier.data.items.length > 0 && (
        <section className={css.earlier}>
          <h3 className={css.small}>{words.earlier}</h3>
          {earlier.data.items.map((one) => (
            <div key={one.id} className={css.earlierOne}>
              <BandBadge band={one.band} /> <Muted small>{words.judgedBy(one.author ?? '–', dates.day(one.on_day))}</Muted>
              <div>{one.text}</div>
            </div>
          ))}
        </section>
      )}
    </>
  );
}
