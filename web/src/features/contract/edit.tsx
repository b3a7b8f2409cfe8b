/* Contracts: all lines with their days, the terms, a cancellation. */
import { api } from '../../api/client';
import { topicsChanged } from '../../api/query';
import type { Contract, ContractLine, Day } from '../../api/types';
import { dayAdd, today, useDates } from '../../lib/dates';
import { useMe } from '../../lib/me';
import { countText, moneyText, percentText } from '../../lib/numbers';
import { Button, TextButton } from '../../ui/button';
import type { EditorProps } from '../../ui/feature';
import { DateBox, NumberBox, TextBox } from '../../ui/field';
import { OnOff } from '../../ui/field-more';
import { Form, Row, useForm } from '../../ui/form';
import { Facts, Muted, Tag } from '../../ui/layout';
import { Shown } from '../../ui/state';
import { toast } from '../../ui/toast';
import { useContracts, useProductOf } from './card';
import css from './contract.module.css';
import { lastDay } from './last-day';
import { LineBoxes, type LineValues, lineBody, lineStart } from './line-boxes';
import { useContractWords } from './words';

function changes(account: number): string[] {
  return [`account:${account}`, 'accounts', 'contract', 'today'];
}

type OneProps = Pick<EditorProps, 'mayManage' | 'onEdit'> & { contract: Contract };

function Line({ line, contract, mayManage, onEdit }: OneProps & { line: ContractLine }) {
  const words = useContractWords();
  const productOf = useProductOf();
  const dates = useDates();
  return (
    <li className={css.contractLine}>
      <div>
        <strong>
          {productOf(line) ?? contract.name} {line.plan}
        </strong>{' '}
        <Tag>{words.kind[line.kind]}</Tag> {line.corrected_at && <Tag>{words.corrected}</Tag>}
      </div>
      <Muted small>{words.span(dates.day(line.from_on), line.until_on ? dates.day(dayAdd(line.until_on, -1)) : null)}</Muted>
      <div>
        {moneyText(line.price)} {words.perTerm(line.term_months)} · MRR {moneyText(line.mrr)}
        {line.seats !== null && ` · ${words.seats(countText(line.seats))}`}
        {line.discount > 0 && ` · ${words.discount} ${percentText(line.discount)}`}
      </div>
      {mayManage && (
        <div className={css.lineActs}>
          {line.until_on === null && (
            <TextButton onClick={() => onEdit({ what: 'line', of: { contract, line } })}>{words.change}</TextButton>
          )}
          <TextButton onClick={() => onEdit({ what: 'line', of: { contract, line, correct: true } })}>{words.correct}</TextButton>
        </div>
      )}
    </li>
  );
}

function Days({ contract }: { contract: Contract }) {
  const words = useContractWords();
  const dates = useDates();
  return (
    <Facts
      items={[
        contract.starts_on ? [words.start, dates.day(contract.starts_on)] : null,
        contract.ends_on ? [words.endsOn, dates.day(dayAdd(contract.ends_on, -1))] : null,
        contract.renews_on
          ? [words.renewal, `${dates.day(contract.renews_on)}${contract.auto_renews ? ` · ${words.autoRenews}` : ''}`]
          : null,
        contract.notice_on ? [words.noticeOn, dates.day(contract.notice_on)] : null,
        contract.cancelled_on ? [words.cancelOn, dates.day(contract.cancelled_on)] : null,
      ]}
    />
  );
}

function WholeContract({ contract, mayManage, onEdit }: OneProps) {
  const words = useContractWords();
  const lines = [...contract.lines].sort((one, other) => other.from_on.localeCompare(one.from_on));
  return (
    <section className={css.contractWhole}>
      <h3>
        {contract.name ?? contract.external_id ?? words.contract} <Tag>{words.status[contract.status]}</Tag>
      </h3>
      <Days contract={contract} />
      <ul className={css.contractLines}>
        {lines.map((line) => (
          <Line key={line.id} line={line} contract={contract} mayManage={mayManage} onEdit={onEdit} />
        ))}
      </ul>
      {mayManage && (
        <div className={css.lineActs}>
          <Button onClick={() => onEdit({ what: 'line', of: { contract } })}>{words.addLine}</Button>
          <Button onClick={() => onEdit({ what: 'terms', of: contract })}>{words.editContract}</Button>
          {!contract.cancelled_on && <Button onClick={() => onEdit({ what: 'cancellation', of: contract })}>{words.cancel}</Button>}
        </div>
      )}
    </section>
  );
}

export function ContractList({ account, mayManage, onEdit }: EditorProps) {
  const words = useContractWords();
  const reading = useContracts(account.id);
  return (
    <Shown reading={reading}>
      {({ items }) => (
        <div className={css.contractList}>
          {items.map((contract) => (
            <WholeContract key={contract.id} contract={contract} mayManage={mayManage} onEdit={onEdit} />
          ))}
          {mayManage && (
            <Button strong onClick={() => onEdit({ what: 'contract' })}>
              {words.addContract}
            </Button>
          )}
        </div>
      )}
    </Shown>
  );
}

interface Terms {
  name: string;
  external_id: string;
  renews_on: Day | null;
  notice_days: number | null;
  grace_days: number | null;
  auto_renews: boolean;
}

function termsOf(contract: Contract | undefined): Terms {
  return {
    name: contract?.name ?? '',
    external_id: contract?.external_id ?? '',
    renews_on: contract?.renews_on ?? null,
    notice_days: contract?.notice_days ?? 30,
    grace_days: contract?.grace_days ?? 30,
    auto_renews: contract?.auto_renews ?? true,
  };
}

function termsBody(terms: Terms): Record<string, unknown> {
  return {
    ...terms,
    name: terms.name || null,
    external_id: terms.external_id || null,
    notice_days: terms.notice_days ?? 0,
    grace_days: terms.grace_days ?? 0,
  };
}

function TermBoxes<V extends Terms>({ form }: { form: ReturnType<typeof useForm<V>> }) {
  const words = useContractWords();
  const box = form.box as unknown as ReturnType<typeof useForm<Terms>>['box'];
  return (
    <>
      <Row>
        <TextBox label={words.contractName} {...box('name')} />
        <TextBox label={words.externalId} {...box('external_id')} />
      </Row>
      <Row>
        <DateBox label={words.renewal} clearable {...box('renews_on')} />
        <NumberBox label={words.noticeDays} min={0} {...box('notice_days')} />
        <NumberBox label={words.graceDays} min={0} {...box('grace_days')} />
      </Row>
      <OnOff label={words.auto} value={box('auto_renews').value} onChange={box('auto_renews').onChange} />
    </>
  );
}

interface NewValues extends Terms, LineValues {
  from_on: Day | null;
  until_on: Day | null;
}

export function NewContract({ account, onDone }: EditorProps) {
  const words = useContractWords();
  const { currency } = useMe().workspace;
  const form = useForm<NewValues>({
    ...termsOf(undefined),
    ...lineStart(undefined, account.mrr?.currency ?? currency),
    from_on: today(),
    until_on: null,
  });
  async function send(values: NewValues): Promise<void> {
    const { name, external_id, renews_on, notice_days, grace_days, auto_renews, from_on, until_on } = values;
    const terms = termsBody({ name, external_id, renews_on, notice_days, grace_days, auto_renews });
    await api('/contracts', {
      method: 'POST',
      body: { account_id: account.id, ...terms, lines: [{ ...lineBody(values), from_on, until_on }] },
    });
    topicsChanged(changes(account.id));
    toast(words.contractAdded);
  }
  return (
    <Form form={form} onSend={send} onSent={onDone} onCancel={onDone}>
      <TermBoxes form={form} />
      <h3 className={css.small}>{words.lines}</h3>
      <Row>
        <DateBox label={words.start} required {...form.box('from_on')} />
        <DateBox label={words.end} clearable placeholder={words.endHint} {...lastDay(form.box('until_on'))} />
      </Row>
      <LineBoxes form={form} />
    </Form>
  );
}

export function EditContract({ account, of: contract, onDone }: EditorProps & { of: Contract }) {
  const words = useContractWords();
  const form = useForm(termsOf(contract));
  async function send(values: Terms): Promise<void> {
    await api(`/contracts/${contract.id}`, { method: 'PATCH', version: contract.version, body: termsBody(values) });
    topicsChanged(changes(account.id));
    toast(words.saved);
  }
  return (
    <Form form={form} onSend={send} onSent={onDone} onCancel={onDone}>
      <TermBoxes form={form} />
    </Form>
  );
}

export function Cancellation({ account, of: contract, onDone }: EditorProps & { of: Contract }) {
  const words = useContractWords();
  const form = useForm<{ on: Day | null; ends_on: Day | null }>({ on: today(), ends_on: contract.renews_on ?? contract.ends_on });
  async function send(values: { on: Day | null; ends_on: Day | null }): Promise<void> {
    await api(`/contracts/${contract.id}/cancellation`, { method: 'POST', version: contract.version, body: values });
    topicsChanged(changes(account.id));
    toast(words.cancelSaved);
  }
  return (
    <Form
      form={form}
      onSend={send}
      onSent={onDone}
      onCancel={onDone}
      send={words.cancel}
      disabled={!form.values.on || !form.values.ends_on}
    >
      <Row>
        <DateBox label={words.cancelOn} required {...form.box('on')} />
        <DateBox label={words.end} required {...lastDay(form.box('ends_on'))} />
      </Row>
    </Form>
  );
}
