// Lines of headings as programs and people write them: where each column goes. `-` is left out.
import assert from 'node:assert/strict';
import { test } from '../kit/hung.mjs';
import { with_program } from '../kit/program.mjs';

/* kind: heading = target, … */
const LINES = `
accounts: 顧客ID=external_id, 会社名=name, フリガナ=reading, 業種=-, 従業員数=-, 担当CSM=owner_email, 登録日=created_on
accounts: 取引先コード=external_id, 取引先名=name, 取引先名カナ=reading, 住所=-, 電話番号=-, ホームページ=domain
accounts: 顧客コード=external_id, 顧客名称=name, 国=country, タイムゾーン=time_zone, 言語=language, フェーズ=stage
accounts: 企業ID=external_id, 企業名=name, 企業名フリガナ=reading, URL=domain, 弊社担当=owner_email, 利用開始日=created_on
accounts: 会社コード=external_id, 会社名称=name, 親会社コード=parent_external_id, 都道府県=-, 業界=-
accounts: 管理番号=external_id, 法人名=name, 法人番号=-, 担当者メール=owner_email, 備考=-
accounts: 得意先コード=external_id, 得意先名=name, 得意先略称=-, 締日=-, 取引開始日=created_on
accounts: テナントID=external_id, 貴社名=name, メールドメイン=domain, タッチ区分=touch, ステージ=stage
accounts: ID=external_id, 名称=name, よみがな=reading, 担当=owner_email
accounts: "顧客番号"=external_id, お客様名=name, 契約開始日=-, ランク=-
accounts: Account ID=external_id, Account Name=name, Website=domain, Country=country, Owner=owner_email, Created Date=created_on
accounts: company_id=external_id, company_name=name, industry=-, country=country, signup_date=created_on, referral_source=-, plan_tier=-, is_trial=-
accounts: customerId=external_id, customerName=name, timezone=time_zone, locale=language, lifecycleStage=stage
accounts: id=external_id, name=name, domain=domain, csm_email=owner_email, touch_model=touch, created_at=created_on
accounts: Tenant ID=external_id, Organization=name, Parent Account ID=parent_external_id, CSM=owner_email, Region=-
accounts: Customer Number=external_id, Company=name, Website URL=domain, Country Code=country, Customer Since=created_on
accounts: groupId=external_id, Client Name=name, Employees=-, Account Manager=owner_email
contacts: 顧客ID=account, 担当者名=name, フリガナ=reading, メールアドレス=email, 電話番号=phone, 部署=title, 窓口区分=roles
contacts: 企業ID=account, ユーザーID=external_id, 氏名=name, 氏名カナ=reading, メール=email, 役職=title
contacts: 取引先コード=account, 取引先名=-, お名前=name, Eメール=email, 携帯電話=phone, 部署・役職=title
contacts: 会社ID=account, 連絡先ID=external_id, ご担当者名=name, 担当者メールアドレス=email, TEL=phone, 役職名=title
contacts: 顧客コード=account, 利用者ID=external_id, 利用者名=name, 連絡先メール=email, 部署名=title, 権限=-
contacts: 得意先コード=account, ご担当者様名=name, 読み仮名=reading, 電子メール=email, 電話=phone, 肩書き=title, 備考=-
contacts: テナントID=account, ログインID=external_id, 名前=name, メールアドレス=email, 言語=language, 役割=roles
contacts: 顧客企業の外部ID=account, 外部ID=external_id, 氏名=name, よみ=reading, メール=email
contacts: 顧客ID=account, 担当者=name, メアド=-, 直通=phone, 所属部署=title, 担当者区分=roles
contacts: Account ID=account, User ID=external_id, Full Name=name, Email=email, Phone=phone, Job Title=title
contacts: company_id=account, contact_id=external_id, contact_name=name, email_address=email, phone_number=phone, role=roles
contacts: customerId=account, userId=external_id, displayName=name, mail=email, position=title, locale=language
contacts: Customer Code=account, Contact=name, E-mail=email, Mobile Phone=phone, Department=title, Notes=-
contacts: account=account, id=external_id, name=name, email=email, title=title, roles=roles
contacts: Client ID=account, Member ID=external_id, Name=name, Work Email=email, Telephone=phone, Last Login=-
contracts: 顧客ID=account, 契約番号=external_id, 契約開始=from_on, 契約終了=until_on, プラン=plan, 月額(税抜)=mrr
contracts: 企業ID=account, 契約ID=external_id, 契約開始日=from_on, 契約終了日=until_on, 料金プラン=plan, 月額料金(円)=mrr, 自動更新=auto_renews
contracts: 取引先コード=account, 商品名=product, 数量=seats, 契約金額=price, 契約期間(月)=term_months, 開始日=from_on, 終了日=until_on
contracts: 会社ID=account, サービス名=product, プラン名=plan, ID数=seats, 月額利用料（税抜）=mrr, 利用開始日=from_on, 契約満了日=until_on
contracts: 顧客コード=account, 契約No.=external_id, 契約プラン=plan, ライセンス数=seats, 年額(税別)=arr, 契約開始年月日=from_on, 契約終了年月日=until_on
contracts: 得意先コード=account, 製品名=product, 席数=seats, 年間契約金額=arr, 契約期間(自)=from_on, 契約期間(至)=until_on, 解約予告期間=notice_days
contracts: 顧客番号=account, 受注番号=external_id, コース名=plan, ユーザー数=seats, 月額税抜=mrr, 割引率(%)=discount, 課金開始日=from_on
contracts: テナントID=account, エディション=plan, 契約アカウント数=seats, 月額費用=mrr, 通貨=currency, 利用開始=from_on, 利用終了=until_on, 次回更新日=renews_on
contracts: 顧客ID=account, プロダクト=product, 有償無償=kind, 契約開始日=from_on, 契約期限=until_on, 解約日=cancelled_on
contracts: 企業コード=account, 契約サービス=product, 契約総額=price, 契約月数=term_months, 開始年月日=from_on, 終了年月日=until_on, 担当営業=-
contracts: 顧客企業の外部ID=account, 契約の外部ID=external_id, 開始日=from_on, 終了日=until_on, ライセンス数=seats, 月額=mrr, 更新日=renews_on
contracts: account_id=account, subscription_id=external_id, start_date=from_on, end_date=until_on, plan_tier=plan, seats=seats, mrr_amount=mrr, arr_amount=-, auto_renew_flag=auto_renews
contracts: Account ID=account, Contract Number=external_id, Contract Start Date=from_on, Contract End Date=until_on, Product Name=product, Quantity=seats, Currency=currency
contracts: customer_id=account, plan=plan, licenses=seats, monthly_price=mrr, starts_on=from_on, ends_on=until_on, notice_period=notice_days
contracts: Company ID=account, Term Start=from_on, Term End=until_on, Annual Contract Value=arr, Contract Term=term_months, Renewal Date=renews_on
contracts: customerId=account, MRR (USD)=-, Effective Date=from_on, Expiration Date=until_on, Discount=discount, Trial=is_trial
contracts: Client ID=account, Subscription ID=external_id, Edition=plan, Users=seats, ARR=arr, Start=from_on, End=until_on, Cancellation Date=cancelled_on
events: 企業ID=account, ユーザーID=user, 操作名=event, 操作日時=at, 回数=value
events: 顧客ID=account, 利用者ID=user, 機能名=event, 利用日=at, 利用回数=value
events: テナントID=account, ログインID=user, イベント名=event, 発生日時=at, IPアドレス=-
events: 会社コード=account, 操作者=user, 操作内容=event, 日時=at, ログID=message
events: 顧客コード=account, 実行ユーザー=user, アクション=event, タイムスタンプ=at, 結果=-
events: 取引先コード=account, 会員ID=user, 画面名=event, アクセス日時=at, 件数=value
events: account_id=account, user_id=user, event_type=event, event_time=at, event_id=message
events: Company ID=account, Actor=user, Action=event, Timestamp=at, Source=-
events: usage_id=message, subscription_id=-, usage_date=at, feature_name=event, usage_count=value, error_count=-
events: tenantId=account, memberId=user, activity=event, datetime=at, quantity=value
events: customer_id=account, email=user, feature=event, date=at, count=value
events: groupId=account, userId=user, event=event, timestamp=at, messageId=message
`;

test('at least nine of ten columns of sixty lines of headings go where they belong', t => with_program({ clock: '2026-11-20T12:00:00Z' }, async ({ owner }) => {
  const lines = LINES.trim().split('\n').map(line => line.match(/^(\w+): (.*)$/).slice(1));
  assert.ok(lines.length >= 60, `${lines.length} lines`);
  const wrong = [];
  let columns = 0;
  for (const [kind, pairs] of lines) {
    const expected = pairs.split(', ').map(pair => pair.split(/=(?=[^=]*$)/));
    const csv = `${expected.map(([name]) => name).join(',')}\n${expected.map(() => 'x').join(',')}\n`;
    const made = await owner.post(`/api/v1/imports?kind=${kind}&file_name=a.csv`, csv, { headers: { 'content-type': 'text/csv' } });
    expected.forEach(([name, target], at) => {
      columns++;
      const got = made.columns[at]?.target ?? '-';
      if (got !== target) wrong.push(`${kind}: ${name} went to ${got}, not ${target}`);
    });
  }
  t.diagnostic(`${columns - wrong.length} of ${columns} columns`);
  assert.ok(wrong.length * 10 <= columns, `${wrong.length} of ${columns} are wrong:\n${wrong.join('\n')}`);
}, t));

const targets_of = async (owner, headings) => {
  const made = await owner.post('/api/v1/imports?kind=contracts&file_name=a.csv', `${headings.join(',')}\n${headings.map(() => '1').join(',')}\n`, { headers: { 'content-type': 'text/csv' } });
  return made.columns.map(column => column.target);
};

test('a column of money whose heading tells of thousands, tax or another currency is left to a person', t => with_program({ clock: '2026-11-20T12:00:00Z' }, async ({ owner }) => {
  const left = ['月額(千円)', '月額（万円）', '年額【百万円】', '月額(税込)', '月額［税込］', '月額(内税)', 'MRR (USD)', 'mrr_usd', 'mrrUsd', 'MRR [EUR]', 'MRR ($)', 'MRR (€)', '月額(ドル)', 'MRR (CHF)',
    'MRR (thousands)', 'MRR (k)', 'MRR (JPY 000)', 'ARR (incl. tax)', '年額(US$)', '契約金額(億円)'];
  for (const heading of left) assert.deepEqual(await targets_of(owner, ['account', 'from_on', heading]), ['account', 'from_on', null], heading);
  const taken = { '月額(円)': 'mrr', '月額(税抜)': 'mrr', 'MRR (JPY)': 'mrr', mrr_jpy: 'mrr', mrr_yen: 'mrr', '月額(¥)': 'mrr', '契約金額(税別)': 'price', 'ARR amount': null, 'Total Price': 'price' };
  for (const [heading, target] of Object.entries(taken)) assert.deepEqual(await targets_of(owner, ['account', 'from_on', heading]), ['account', 'from_on', target], heading);
  await owner.patch('/api/v1/workspace', { currency: 'USD' });
  assert.deepEqual(await targets_of(owner, ['account', 'MRR (USD)']), ['account', 'mrr']);
  assert.deepEqual(await targets_of(owner, ['account', '月額(円)']), ['account', null]);
}, t));
