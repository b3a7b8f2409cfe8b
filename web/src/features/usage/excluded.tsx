/* Whose use counts nowhere: rules for people and robots, tried out before they are added, and test accounts. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client';
import { topicsChanged, useRead, useReadList } from '../../api/query';
import type { Exclusion, TestAccount, UsageSummary } from '../../api/types';
import { useMay } from '../../lib/me';
import { countText } from '../../lib/numbers';
import { Button, TextButton } from '../../ui/button';
import { useQuestion } from '../../ui/dialog';
import { Card, Muted, Notice } from '../../ui/layout';
import { Empty, More, Shown } from '../../ui/state';
import { SmallTable } from '../../ui/table-small';
import { toast } from '../../ui/toast';
import css from './excluded.module.css';
import { AddExclusion, TOPICS } from './excluded-add';
import { type ExcludedWords, useExcludedWords } from './excluded-words';

function ruleText(rule: Exclusion, words: ExcludedWords): string {
  if (rule.kind === 'robot') return words.kinds.robot;
  return rule.field ? `${rule.field} = ${rule.pattern}` : rule.pattern;
}

function Rules({ rules }: { rules: Exclusion[] }) {
  const words = useExcludedWords();
  const mayManage = useMay('manage');
  const [ask, asking] = useQuestion();

  function remove(rule: Exclusion): void {
    ask({
      title: words.deleteAsk(ruleText(rule, words)),
      text: words.deleteText,
      act: words.delete,
      run: async () => {
        await api(`/exclusions/${rule.id}`, { method: 'DELETE' });
        topicsChanged(TOPICS);
        toast(words.deleted);
      },
    });
  }

  return (
    <>
      <SmallTable
        label={words.rules}
        head={[words.kind, words.pattern, words.people]}
        align={[undefined, undefined, 'end']}
        acts={words.delete}
        rows={rules.map((rule) => [
          words.kinds[rule.kind],
          rule.kind === 'robot' ? '' : ruleText(rule, words),
          rule.kind === 'robot' ? '' : countText(rule.people),
          mayManage && (
            <TextButton key="delete" danger onClick={() => remove(rule)}>
              {words.delete}
            </TextButton>
          ),
        ])}
      />
      {asking}
    </>
  );
}

function TestAccounts() {
  const words = useExcludedWords();
  const list = useReadList<TestAccount>({ path: '/test-accounts', topics: ['accounts'] });
  return (
    <Card title={words.tests} beside={words.testsText}>
      {list.items.length === 0 ? (
        <Muted>{words.noTests}</Muted>
      ) : (
        <>
          <SmallTable
            label={words.tests}
            head={[words.account, words.externalId]}
            rows={list.items.map(({ id, name, external_id }) => [
              <Link key="account" to="/accounts/$id" params={{ id: String(id) }}>
                {name}
              </Link>,
              external_id ?? '',
            ])}
          />
          <More list={list} />
        </>
      )}
    </Card>
  );
}

export function ExcludedPart() {
  const words = useExcludedWords();
  const mayManage = useMay('manage');
  const [adding, setAdding] = useState(false);
  const rules = useRead<{ items: Exclusion[] }>({ path: '/exclusions', topics: TOPICS });
  const summary = useRead<UsageSummary>({ path: '/usage/summary', topics: ['usage', 'exclusions', 'accounts'] });
  return (
    <>
      <div className={css.head}>
        <p className={css.text}>{words.text}</p>
        {mayManage && (
          <Button strong onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        )}
      </div>
      {summary.data?.recounting && <Notice>{words.working}</Notice>}
      <Shown reading={rules}>
        {({ items }) => (
          <Card title={words.rules}>
            {items.length === 0 ? <Empty title={words.none}>{words.noneText}</Empty> : <Rules rules={items} />}
          </Card>
        )}
      </Shown>
      <TestAccounts />
      {adding && <AddExclusion onClose={() => setAdding(false)} />}
    </>
  );
}
