/* A line of a contract: a change from a day on (a new line), or the correction of a mistake (the same line, marked). */
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Contract, ContractLine, Day } from '../../api/types';
import { today } from '../../lib/dates';
import { useMe } from '../../lib/me';
import type { EditorProps } from '../../ui/feature';
import { DateBox } from '../../ui/field';
import { Form, Row, useForm } from '../../ui/form';
import { toast } from '../../ui/toast';
import css from './contract.module.css';
import { lastDay } from './last-day';
import { LineBoxes, type LineValues, lineBody, lineStart } from './line-boxes';
import { useContractWords } from './words';

interface Values extends LineValues {
  from_on: Day | null;
  until_on: Day | null;
}

/** A new line, another from a day on in the place of this one, or this one put right. */
export interface LineEdited {
  contract: Contract;
  line?: ContractLine;
  correct?: boolean;
}

export function EditLine({ account, of, onDone, onEdit }: EditorProps & { of: LineEdited }) {
  const { contract, line, correct = false } = of;
  const words = useContractWords();
  const { currency } = useMe().workspace;
  const start: Values = {
    ...lineStart(line, contract.lines[0]?.price.currency ?? currency),
    from_on: correct && line ? line.from_on : today(),
    until_on: correct && line ? line.until_on : null,
  };
  const form = useForm(start);
  async function send(values: Values): Promise<void> {
    const { from_on, until_on } = values;
    const path = `/contracts/${contract.id}/lines`;
    const body = { ...lineBody(values), from_on, until_on };
    if (correct && line) await api(`${path}/${line.id}`, { method: 'PATCH', version: contract.version, body });
    else await api(path, { method: 'POST', version: contract.version, body });
    topicsChanged([`account:${account.id}`, 'accounts', 'contract', 'today']);
    toast(correct ? words.correctedToast : words.changed);
  }
  return (
    <Form form={form} onSend={send} onSent={onDone} onCancel={() => onEdit({ what: 'contracts' })}>
      {line && <p className={css.quiet}>{correct ? words.correctText : words.changeText}</p>}
      <Row>
        <DateBox label={words.from} required {...form.box('from_on')} />
        <DateBox label={words.end} clearable placeholder={words.endHint} {...lastDay(form.box('until_on'))} />
      </Row>
      <LineBoxes form={form} />
    </Form>
  );
}
