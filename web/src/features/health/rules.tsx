/* The rules that decide at once: band, name, condition, and on how many accounts each fires now. */
import { useState } from 'react';
import { conditionOf } from '../../lib/condition';
import { countText } from '../../lib/numbers';
import { BandBadge } from '../../ui/band';
import { TextButton } from '../../ui/button';
import type { Naming } from '../../ui/catalogue';
import { ConditionBuilder, conditionText } from '../../ui/condition';
import { Select, TextBox } from '../../ui/field';
import { IconButton } from '../../ui/icon-button';
import { Card, Muted } from '../../ui/layout';
import { type Draft, type DraftRule, newRule, type RuleBand } from './draft';
import css from './health.module.css';
import { useHealthWords } from './words';

const BANDS: RuleBand[] = ['BAD', 'NORMAL', 'GOOD'];

interface RulesProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  fires: { key: string; accounts: number }[] | undefined;
  naming: Naming;
  editable: boolean;
}

function RuleEditor({ rule, onChange, naming }: { rule: DraftRule; onChange: (rule: DraftRule) => void; naming: Naming }) {
  const words = useHealthWords();
  return (
    <>
      <div className={css.boxes}>
        <Select
          size="xs"
          width={110}
          label={words.band}
          value={rule.band}
          onChange={(band) => band && onChange({ ...rule, band: band as RuleBand })}
          options={BANDS.map((band) => ({ value: band, label: band }))}
        />
        <span className={css.wide}>
          <TextBox size="xs" label={words.ruleName} value={rule.name} onChange={(name) => onChange({ ...rule, name })} />
        </span>
      </div>
      <ConditionBuilder label={words.ruleWhen} value={rule.when} onChange={(when) => onChange({ ...rule, when })} naming={naming} />
    </>
  );
}

interface RowProps {
  rule: DraftRule;
  fires: number | undefined;
  open: boolean;
  editable: boolean;
  naming: Naming;
  onOpen: (open: boolean) => void;
  onChange: (rule: DraftRule) => void;
  onRemove: () => void;
}

function RuleRow({ rule, fires, open, editable, naming, onOpen, onChange, onRemove }: RowProps) {
  const words = useHealthWords();
  const condition = conditionOf(rule.when);
  return (
    <li className={css.item}>
      <div className={css.line}>
        <span>
          <BandBadge band={rule.band} /> <strong>{rule.name}</strong>
        </span>
        <span className={css.acts}>
          {fires !== undefined && words.fires(countText(fires))}
          {editable && <TextButton onClick={() => onOpen(!open)}>{open ? words.done : words.edit}</TextButton>}
          {editable && (
            <IconButton name={words.removeRule(rule.name)} onClick={onRemove}>
              ×
            </IconButton>
          )}
        </span>
      </div>
      <div className={css.when}>{condition ? conditionText(condition, naming) : <Muted small>{words.incomplete}</Muted>}</div>
      {open && <RuleEditor rule={rule} onChange={onChange} naming={naming} />}
    </li>
  );
}

export function Rules({ draft, onChange, fires, naming, editable }: RulesProps) {
  const words = useHealthWords();
  const [open, setOpen] = useState<string | null>(null);

  function add(): void {
    const rule = newRule(draft, words.newRule);
    onChange({ ...draft, rules: [...draft.rules, rule] });
    setOpen(rule.key);
  }

  return (
    <Card title={words.rules} beside={words.rulesText}>
      {draft.rules.length === 0 && <Muted>{words.noRules}</Muted>}
      <ul className={css.list}>
        {draft.rules.map((rule) => (
          <RuleRow
            key={rule.key}
            rule={rule}
            fires={fires?.find((one) => one.key === rule.key)?.accounts}
            open={open === rule.key}
            editable={editable}
            naming={naming}
            onOpen={(on) => setOpen(on ? rule.key : null)}
            onChange={(next) => onChange({ ...draft, rules: draft.rules.map((one) => (one.key === rule.key ? next : one)) })}
            onRemove={() => onChange({ ...draft, rules: draft.rules.filter((one) => one.key !== rule.key) })}
          />
        ))}
      </ul>
      {editable && <TextButton onClick={add}>+ {words.addRule}</TextButton>}
    </Card>
  );
}
