/* What is agreed now: lines, money, the days that matter. */
import { Link } from '@tanstack/react-router';
import { useRead } from '../../api/query';
import type { AccountPage, Contract, ContractLine } from '../../api/types';
import { daysBetween, today, useDates } from '../../lib/dates';
import { named, useLanguage } from '../../lib/language';
import { useSees } from '../../lib/me';
import { countText, moneyText } from '../../lib/numbers';
import { Button, TextButton } from '../../ui/button';
import type { AccountPart } from '../../ui/feature';
import { Card, Tag } from '../../ui/layout';
import { useProducts } from '../../ui/measure';
import { Empty, Shown } from '../../ui/state';
import css from './contract.module.css';
import { useContractWords } from './words';

const NEAR_DAYS = 30;

export function lineInForce(line: ContractLine, day: string): boolean {
  return line.from_on <= day && (line.until_on === null || line.until_on > day);
}

/** A line's product in the reader's language. */
export function useProductOf(): (line: ContractLine) => string | null {
  const language = useLanguage();
  const products = useProducts().data?.items ?? [];
  return (line) => {
    const found = products.find((one) => one.id === line.product_id);
    return found ? named(found, language) : line.product;
  };
}

/** Red is what is still ahead, and near. `passed`: what a day gone by means. */
function DayLine({ label, day, asOf, passed }: { label: string; day: string; asOf: string; passed?: string }) {
  const words = useContractWords();
  const dates = useDates();
  const away = daysBetween(asOf, day);
  return (
    <div className={css.dayLine}>
      <span>
        {label} {dates.day(day)}
      </span>
      <span className={away >= 0 && away <= NEAR_DAYS ? css.near : css.quiet}>
        {away < 0 && passed !== undefined ? passed : words.inDays(away)}
      </span>
    </div>
  );
}

function OneContract({ contract, part }: { contract: Contract; part: AccountPart }) {
  const words = useContractWords();
  const productOf = useProductOf();
  const dates = useDates();
  const asOf = part.asOf ?? today();
  const lines = contract.lines.filter((line) => lineInForce(line, asOf));
  const over = contract.ends_on !== null && contract.ends_on <= asOf;
  return (
    <div className={css.contract}>
      {over && contract.ends_on && <Tag tone="bad">{words.ended(dates.day(contract.ends_on))}</Tag>}
      {contract.cancelled_on && contract.cancelled_on <= asOf && <Tag tone="bad">{words.cancelled(dates.day(contract.cancelled_on))}</Tag>}
      {lines.map((line) => (
        <div key={line.id} className={css.line}>
          <span>
            {productOf(line) ?? contract.name} {line.plan} {line.seats !== null && words.seats(countText(line.seats))}{' '}
            {line.kind !== 'paid' && <Tag>{words.kind[line.kind]}</Tag>} {line.corrected_at && <Tag>{words.corrected}</Tag>}
          </span>
          <span>{moneyText(line.mrr)}</span>
        </div>
      ))}
      {!over && contract.renews_on && <DayLine label={words.renewsOn} day={contract.renews_on} asOf={asOf} />}
      {!over && contract.notice_on && contract.notice_on !== contract.renews_on && (
        <DayLine
          label={words.noticeOn}
          day={contract.notice_on}
          asOf={asOf}
          passed={contract.auto_renews && !contract.cancelled_on ? words.passedRenews : words.passed}
        />
      )}
    </div>
  );
}

export function useContracts(account: number) {
  return useRead<{ items: Contract[] }>({
    path: '/contracts',
    query: { account_id: account, limit: 200 },
    topics: [`account:${account}`],
  });
}

/** What it counts for where that is another currency, or that it counts for nothing. */
function Money({ account: { mrr, mrr_converted, mrr_without_rate } }: { account: AccountPage }) {
  const words = useContractWords();
  const converted = mrr && mrr_converted && mrr_converted.currency !== mrr.currency;
  return (
    <>
      {converted && <p className={css.quiet}>{words.converted(moneyText(mrr_converted))}</p>}
      {mrr_without_rate && mrr_without_rate.length > 0 && (
        <p className={css.quiet}>
          {words.withoutRate(mrr_without_rate.join(', '))} <Link to="/settings/rates">{words.rates}</Link>
        </p>
      )}
    </>
  );
}

/** For those who do not see what is paid: how many may use it, and until when. */
function DaysCard({ part: { account, asOf } }: { part: AccountPart }) {
  const words = useContractWords();
  if (account.seats === null && account.renews_on === null) return null;
  return (
    <Card title={words.contract}>
      {account.seats !== null && <p>{words.seats(countText(account.seats))}</p>}
      {account.renews_on && <DayLine label={words.renewsOn} day={account.renews_on} asOf={asOf ?? today()} />}
    </Card>
  );
}

export function ContractsCard({ part }: { part: AccountPart }) {
  return useSees('revenue') ? <WholeCard part={part} /> : <DaysCard part={part} />;
}

function WholeCard({ part }: { part: AccountPart }) {
  const words = useContractWords();
  const { account } = part;
  const asOf = part.asOf ?? today();
  const reading = useContracts(account.id);
  return (
    <Card
      title={words.contract}
      beside={
        account.mrr && (
          <>
            {moneyText(account.mrr)}
            {words.perMonth} · {moneyText({ ...account.mrr, amount: account.mrr.amount * 12 })}
            {words.perYear}
          </>
        )
      }
    >
      <Money account={account} />
      <Shown reading={reading} lines={3}>
        {({ items }) => {
          const begun = items.filter((one) => one.starts_on !== null && one.starts_on <= asOf);
          if (begun.length === 0) {
            return (
              <Empty
                title={words.noContract}
                action={part.mayManage && <Button onClick={() => part.onEdit({ what: 'contract' })}>{words.addContract}</Button>}
              >
                {words.noContractText}
              </Empty>
            );
          }
          const current = begun.filter((one) => one.ends_on === null || one.ends_on > asOf);
          return (
            <>
              {(current.length > 0 ? current : begun.slice(0, 1)).map((one) => (
                <OneContract key={one.id} contract={one} part={part} />
              ))}
              <div className={css.foot}>
                <TextButton onClick={() => part.onEdit({ what: 'contracts' })}>{words.details}</TextButton>
              </div>
            </>
          );
        }}
      </Shown>
    </Card>
  );
}
