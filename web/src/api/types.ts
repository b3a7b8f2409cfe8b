/* Made from openapi.json by tools/types.mjs; not to be edited. */

export type Id = number;
export type Day = string;
export type Time = string;

export type Band = "GOOD" | "NORMAL" | "BAD" | "UNKNOWN";
export type Circle = "support" | "success" | "revenue";
export type Right = "view" | "act" | "manage" | "admin" | "ingest";
export type Role = "viewer" | "member" | "manager" | "admin";

export type Op = "<" | "<=" | ">" | ">=" | "=" | "!=" | "in" | "contains" | "known" | "unknown";

export type FieldValue = string | number | boolean | null;

export type Condition =
  | { and: Condition[] }
  | { or: Condition[] }
  | { not: Condition }
  | { account: Condition }
  | { measure: MeasureRef; op: Op; value: number }
  | { attribute: string; op: Op; value: FieldValue | (string | number)[] };

export interface LevelRule { key: string; band: Band; name: string; when: Condition }

interface OfMeasure { key: string; name: string; measure: MeasureRef; weight: number }

export type MeasurePoints = OfMeasure & ({ low: number; high: number; scale?: "linear" | "log" } | { pieces: PointsPiece[] });

export interface ChoicePoints {
  key: string;
  name: string;
  attribute: string;
  choices: { value: string | boolean; share: number }[];
  weight: number;
}

export type PointsRule = MeasurePoints | ChoicePoints;

export interface Definition {
  rules: LevelRule[];
  points: PointsRule[];
  bad_below: number;
  good_from: number;
  unknown_below: number;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: "input" | "auth" | "forbidden" | "missing" | "conflict" | "too_large" | "limit" | "full" | "busy" | "internal";
  detail: string;
  field?: string;
  fields?: ({ field: string; text: string })[];
  reason?: string;
  args?: string[];
  request: string;
}

export interface Workspace {
  name: string;
  time_zone: string;
  language: "ja" | "en";
  currency: string;
  fiscal_month: number;
  file_max: number;
  files_max: number;
  demo: boolean;
  version: number;
}

export interface WorkspaceChange {
  name?: string | null;
  time_zone?: string | null;
  language?: "ja" | "en" | null;
  currency?: string | null;
  fiscal_month?: number | null;
  file_max?: number | null;
  files_max?: number | null;
}

export interface SetupState { valid: boolean; needed: boolean }

export interface Setup {
  token: string;
  name: string;
  email: string;
  password: string;
  workspace_name: string;
  time_zone: string;
  language: "ja" | "en";
  currency: string;
}

export interface Me { staff: MeStaff; rights: Right[]; circles: Circle[]; workspace: Workspace; today: Day }

export interface MeStaff { id: Id; name: string; email: string; role: Role; language: "ja" | "en" }

export interface SignIn { email: string; password: string; code?: string | null }

export interface MeChange { name?: string | null; language?: "ja" | "en" | null }

export interface PasswordChange { current: string; password: string }

export interface OwnSession { id: Id; device: string; created_at: Time; seen_at: Time; current: boolean }

export interface TwoStepState { on: boolean; since: Time | null; recovery_codes_left: number }

export interface TwoStepBegin { current: string }

export interface TwoStepSetup { secret: string; uri: string; qr_size: number; qr_path: string }

export interface TwoStepCode { code: string }

export interface RecoveryCodes { codes: string[] }

export interface TwoStepProof { current: string; code: string }

export interface InvitationState { valid: boolean; name: string; email: string; two_step: boolean }

export interface InvitationAccept { token: string; password: string; code?: string | null }

export interface Staff {
  id: Id;
  name: string;
  email: string;
  role: Role;
  circles: Circle[];
  language: "ja" | "en";
  active: boolean;
  last_seen_at: Time | null;
  version: number;
  two_step: boolean;
}

export interface StaffNew { name: string; email: string; role: Role; language: "ja" | "en"; circles?: Circle[] }

export interface StaffInvited { staff: Staff; link: string }

export interface StaffChange { name?: string | null; role?: Role | null; active?: boolean | null; circles?: Circle[] }

export interface InvitationLink { link: string }

export interface Key {
  id: Id;
  name: string;
  kind: "token" | "ingest" | "browser";
  rights: Right;
  circles: Circle[];
  prefix: string;
  origins: string[];
  created_at: Time;
  created_by: string | null;
  last_used_at: Time | null;
  revoked_at: Time | null;
  maker_disabled: boolean;
}

export interface KeyNew {
  name: string;
  rights: Right;
  kind?: "token" | "ingest" | "browser" | null;
  origins?: string[] | null;
  circles?: Circle[];
}

export interface KeyMade { key: Key; token: string }

export interface KeyChange { circles: Circle[] }

export interface SignInForm { email: string; password: string; to: string | null }

export interface CodeForm { pass: string; code: string; to: string | null }

export interface Absence {
  id: Id;
  staff_id: Id;
  staff: string | null;
  from_on: Day;
  until_on: Day;
  stand_in_id: Id | null;
  stand_in: string | null;
  remark: string | null;
  version: number;
}

export interface NewAbsence { from_on: Day; until_on: Day; stand_in_id?: Id | null; remark?: string | null }

export interface AbsencePatch {
  from_on?: Day | null;
  until_on?: Day | null;
  stand_in_id?: Id | null;
  remark?: string | null;
}

export interface Team {
  id: Id;
  name: string;
  about: string | null;
  lead_id: Id | null;
  lead: string | null;
  members: TeamMember[];
  used_by: TeamUsed[];
  created_at: Time;
  version: number;
}

export interface TeamMember { id: Id; name: string; active: boolean }

export interface TeamUsed { kind: string; en: string; ja: string; count: number; names: string[] }

export interface NewTeam { name: string; about?: string | null; lead_id?: Id | null; members?: Id[] | null }

export interface TeamPatch { name?: string | null; about?: string | null; lead_id?: Id | null; members?: Id[] | null }

export interface QualityCheck {
  id: string;
  name: string;
  name_ja: string;
  means: string;
  means_ja: string;
  mend: string;
  mend_ja: string;
  to: string;
  filter: Condition | null;
  found: number | null;
  total: number | null;
  counted_at: Time | null;
  owner_id: Id | null;
  owner: string | null;
  muted_because: string | null;
  muted_by: string | null;
  muted_at: Time | null;
  trend: QualityDay[];
}

export interface QualityDay { day: Day; found: number; total: number }

export interface QualityRow {
  account_id: Id | null;
  account: string | null;
  what: string | null;
  what_ja: string | null;
  beside: string | null;
  count: number | null;
  from_on: Day | null;
  until_on: Day | null;
  at: Time | null;
}

export interface QualityPatch { owner_id?: Id | null; muted_because?: string | null }

export interface SetupStep {
  id: string;
  name: string;
  name_ja: string;
  why: string;
  why_ja: string;
  act: string;
  act_ja: string;
  to: string;
  have: number;
  want: number;
  done: boolean;
}

export interface WebhookKind { kind: string; group: string | null }

export interface Webhook {
  id: Id;
  url: string;
  description: string;
  kinds: string[];
  circles: Circle[];
  active: boolean;
  paused_at: Time | null;
  failing_since: Time | null;
  secret_readable: boolean;
  old_secret_until: Time | null;
  created_at: Time;
  version: number;
}

export interface NewWebhook {
  url: string;
  description?: string | null;
  kinds?: string[] | null;
  circles?: Circle[];
  active?: boolean | null;
}

export interface WebhookMade { webhook: Webhook; secret: string }

export interface WebhookPatch {
  url?: string | null;
  description?: string | null;
  kinds?: string[] | null;
  circles?: Circle[];
  active?: boolean | null;
}

export interface NewWebhookSecret { keep_hours?: number | null }

export interface WebhookDelivery {
  id: Id;
  webhook_id: Id;
  fact_id: Id | null;
  kind: string;
  state: "waiting" | "delivered" | "failed";
  attempts: number;
  next_at: Time;
  tried_at: Time | null;
  outcome: "answered" | "refused_address" | "unknown_host" | "unreachable" | "timeout" | "tls" | "host_key" | "broken" | "stopped" | "none" | "no_secret";
  status: number | null;
  took_ms: number | null;
  created_at: Time;
}

export interface WebhookReplay { since_on: Day }

export interface CustomField {
  id: Id;
  object: "account" | "contact" | "ticket";
  key: string;
  name: string;
  name_ja: string | null;
  kind: "text" | "number" | "date" | "choice" | "flag";
  choices: string[];
  position: number;
  version: number;
}

export interface NewCustomField {
  object: "account" | "contact" | "ticket";
  key: string;
  name: string;
  name_ja?: string | null;
  kind: "text" | "number" | "date" | "choice" | "flag";
  choices?: string[] | null;
  position?: number | null;
}

export interface CustomFieldPatch {
  name?: string | null;
  name_ja?: string | null;
  choices?: string[] | null;
  position?: number | null;
}

export interface Import {
  id: Id;
  kind: "holidays" | "accounts" | "contacts" | "events" | "rates" | "contracts" | "tickets";
  file_name: string;
  state: "mapping" | "checking" | "checked" | "running" | "done" | "undoing" | "undone" | "failed" | "cancelled";
  rows: number;
  done: number;
  good: number;
  bad: number;
  partly: number;
  added: number;
  changed: number;
  unchanged: number;
  empty_rows: number;
  total_rows: number;
  total_line: number | null;
  mapped_as: Time | null;
  changes: number;
  undone: number;
  kept: number;
  can_undo: boolean;
  kept_things: ImportThing[];
  sheets: string[];
  asks: string[];
  columns: ImportColumn[];
  targets: ImportTarget[];
  fields_of: "account" | "contact" | "ticket" | null;
  replaced: Record<string, Record<string, string>>;
  options: ImportOptions;
  preview: Record<string, string>[];
  errors: ImportError[];
  groups: ImportGroup[];
  near_count: number;
  near_ids: ImportNear[];
  error: string | null;
  created_at: Time;
  erased_at: Time | null;
  version: number;
}

export interface ImportThing {
  line: number;
  id: Id;
  thing: string;
  name: string | null;
  reason: "other" | "missing" | "no_date" | "no_time" | "no_number" | "no_whole_number" | "no_flag" | "not_among" | "out_of_range" | "negative" | "too_long" | "too_short" | "common_password" | "code_needed" | "code_wrong" | "no_email" | "no_domain" | "no_url" | "no_https" | "address_refused" | "no_account" | "no_segment" | "segment_loop" | "segment_deep" | "segment_long" | "segment_used" | "team_used" | "lead_outside" | "absent_already" | "own_stand_in" | "no_team" | "no_staff" | "staff_outside" | "no_contact" | "no_time_zone" | "no_country" | "no_currency" | "same_currency" | "not_home_currency" | "other_pair" | "no_rate" | "no_year" | "holiday_long" | "window" | "first_week" | "no_product" | "ends_before_start" | "ends_differ" | "overlaps" | "open_plan" | "of_another" | "taken" | "needs_key" | "needs_subject" | "other_event" | "other_line" | "time_far" | "own_parent" | "cell_large" | "many_columns" | "bad_quote" | "ragged" | "ask_encoding" | "ask_order" | "ask_decimal" | "many_decimals" | "other_currency" | "prices_differ" | "needs_months" | "bad_encoding" | "file_erased" | "gone_since" | "changed_since" | "holds" | "became_one" | "bad_workbook" | "large_workbook" | "column_gone" | "rows_fewer" | "many_refused" | "no_folder" | "no_file" | "fetch_failed" | "no_secret" | "no_text" | "day_range" | "not_positive" | "same_bounds" | "ascending" | "flat" | "turns" | "too_few" | "twice" | "same_folder" | "password_again" | "too_many" | "many_at_once" | "file_large" | "files_full" | "file_name" | "file_name_long" | "files_sent" | "reply_left" | "draft_begun" | "ticket_merged" | "own_ticket" | "merge_accounts" | "merge_requesters" | "ticket_loop" | "merged_on" | "moved_since" | "split_written" | "split_all" | "linked" | "no_placeholder" | "placeholder_open" | "macro_empty" | "needs_rule" | "circle" | "circle_others" | "not_author" | "no_author";
  args: string[];
  text: string;
}

export interface ImportColumn {
  index: number;
  name: string;
  samples: string[];
  target: string | null;
  date_order: "ymd" | "dmy" | "mdy" | null;
  field_kind: "text" | "number" | "date" | "flag";
}

export interface ImportTarget { key: string; name: string; name_ja: string; required: boolean }

export interface ImportOptions {
  encoding: "utf-8" | "utf-16" | "shift_jis" | "euc-jp" | "iso-2022-jp" | "windows-1252" | "xlsx";
  delimiter: "comma" | "semicolon" | "tab" | "pipe";
  sheet: number;
  heading: number;
  totals: "skip" | "take";
  bad_cells: "skip_cell" | "skip_row";
  date_order: "ymd" | "dmy" | "mdy" | null;
  decimal_mark: "point" | "comma" | null;
  ends: "exclusive" | "inclusive" | null;
  time_zone: string;
  currency: string;
  product_id: Id | null;
}

export interface ImportError {
  line: number;
  field: string | null;
  reason: "other" | "missing" | "no_date" | "no_time" | "no_number" | "no_whole_number" | "no_flag" | "not_among" | "out_of_range" | "negative" | "too_long" | "too_short" | "common_password" | "code_needed" | "code_wrong" | "no_email" | "no_domain" | "no_url" | "no_https" | "address_refused" | "no_account" | "no_segment" | "segment_loop" | "segment_deep" | "segment_long" | "segment_used" | "team_used" | "lead_outside" | "absent_already" | "own_stand_in" | "no_team" | "no_staff" | "staff_outside" | "no_contact" | "no_time_zone" | "no_country" | "no_currency" | "same_currency" | "not_home_currency" | "other_pair" | "no_rate" | "no_year" | "holiday_long" | "window" | "first_week" | "no_product" | "ends_before_start" | "ends_differ" | "overlaps" | "open_plan" | "of_another" | "taken" | "needs_key" | "needs_subject" | "other_event" | "other_line" | "time_far" | "own_parent" | "cell_large" | "many_columns" | "bad_quote" | "ragged" | "ask_encoding" | "ask_order" | "ask_decimal" | "many_decimals" | "other_currency" | "prices_differ" | "needs_months" | "bad_encoding" | "file_erased" | "gone_since" | "changed_since" | "holds" | "became_one" | "bad_workbook" | "large_workbook" | "column_gone" | "rows_fewer" | "many_refused" | "no_folder" | "no_file" | "fetch_failed" | "no_secret" | "no_text" | "day_range" | "not_positive" | "same_bounds" | "ascending" | "flat" | "turns" | "too_few" | "twice" | "same_folder" | "password_again" | "too_many" | "many_at_once" | "file_large" | "files_full" | "file_name" | "file_name_long" | "files_sent" | "reply_left" | "draft_begun" | "ticket_merged" | "own_ticket" | "merge_accounts" | "merge_requesters" | "ticket_loop" | "merged_on" | "moved_since" | "split_written" | "split_all" | "linked" | "no_placeholder" | "placeholder_open" | "macro_empty" | "needs_rule" | "circle" | "circle_others" | "not_author" | "no_author";
  args: string[];
  text: string;
  taken: boolean;
}

export interface ImportGroup {
  field: string | null;
  reason: "other" | "missing" | "no_date" | "no_time" | "no_number" | "no_whole_number" | "no_flag" | "not_among" | "out_of_range" | "negative" | "too_long" | "too_short" | "common_password" | "code_needed" | "code_wrong" | "no_email" | "no_domain" | "no_url" | "no_https" | "address_refused" | "no_account" | "no_segment" | "segment_loop" | "segment_deep" | "segment_long" | "segment_used" | "team_used" | "lead_outside" | "absent_already" | "own_stand_in" | "no_team" | "no_staff" | "staff_outside" | "no_contact" | "no_time_zone" | "no_country" | "no_currency" | "same_currency" | "not_home_currency" | "other_pair" | "no_rate" | "no_year" | "holiday_long" | "window" | "first_week" | "no_product" | "ends_before_start" | "ends_differ" | "overlaps" | "open_plan" | "of_another" | "taken" | "needs_key" | "needs_subject" | "other_event" | "other_line" | "time_far" | "own_parent" | "cell_large" | "many_columns" | "bad_quote" | "ragged" | "ask_encoding" | "ask_order" | "ask_decimal" | "many_decimals" | "other_currency" | "prices_differ" | "needs_months" | "bad_encoding" | "file_erased" | "gone_since" | "changed_since" | "holds" | "became_one" | "bad_workbook" | "large_workbook" | "column_gone" | "rows_fewer" | "many_refused" | "no_folder" | "no_file" | "fetch_failed" | "no_secret" | "no_text" | "day_range" | "not_positive" | "same_bounds" | "ascending" | "flat" | "turns" | "too_few" | "twice" | "same_folder" | "password_again" | "too_many" | "many_at_once" | "file_large" | "files_full" | "file_name" | "file_name_long" | "files_sent" | "reply_left" | "draft_begun" | "ticket_merged" | "own_ticket" | "merge_accounts" | "merge_requesters" | "ticket_loop" | "merged_on" | "moved_since" | "split_written" | "split_all" | "linked" | "no_placeholder" | "placeholder_open" | "macro_empty" | "needs_rule" | "circle" | "circle_others" | "not_author" | "no_author";
  args: string[];
  taken: boolean;
  rows: number;
}

export interface ImportNear {
  field: string;
  line: number;
  rows: number;
  given: string;
  other: string;
  other_line: number | null;
}

export interface ImportChange {
  mapping?: Record<string, string | null> | null;
  replaced?: Record<string, Record<string, string | null>> | null;
  options?: ImportOptionsPatch | null;
}

export interface ImportOptionsPatch {
  encoding?: "utf-8" | "utf-16" | "shift_jis" | "euc-jp" | "iso-2022-jp" | "windows-1252" | "xlsx" | null;
  delimiter?: "comma" | "semicolon" | "tab" | "pipe" | null;
  sheet?: number | null;
  heading?: number | null;
  totals?: "skip" | "take" | null;
  bad_cells?: "skip_cell" | "skip_row" | null;
  date_order?: "ymd" | "dmy" | "mdy" | null;
  decimal_mark?: "point" | "comma" | null;
  ends?: "exclusive" | "inclusive" | null;
  time_zone?: string | null;
  currency?: string | null;
  product_id?: Id | null;
}

export interface Calendar { country: "none" | "JP"; weekend: "sat_sun" | "fri_sat" | "sun" | "none"; version: number }

export interface CalendarPatch {
  country?: "none" | "JP" | null;
  weekend?: "sat_sun" | "fri_sat" | "sun" | "none" | null;
}

export interface Holiday {
  id: Id | null;
  from_on: Day;
  until_on: Day;
  name: string;
  name_ja: string | null;
  source: "JP" | "own";
}

export interface NewHoliday { from_on: Day; until_on?: Day | null; name: string }

export interface HoursCalendar {
  id: Id;
  name: string;
  time_zone: string;
  keeps_holidays: boolean;
  position: number;
  version: number;
  weeks: HoursWeekShown[];
  dates: HoursDateShown[];
  open: boolean;
  opens_at: Time | null;
}

export interface HoursWeekShown { id: Id; from_on: Day | null; windows: HoursWindowShown[] }

export interface HoursWindowShown { weekday: number; from_minute: number; until_minute: number }

export interface HoursDateShown {
  id: Id;
  from_on: Day;
  until_on: Day;
  kind: "closed" | "open" | "break";
  from_minute: number | null;
  until_minute: number | null;
  name: string | null;
}

export interface NewHours {
  name: string;
  time_zone?: string | null;
  keeps_holidays?: boolean | null;
  windows: NewHoursWindow[];
}

export interface NewHoursWindow { weekday: number; from_minute: number; until_minute: number }

export interface HoursPatch {
  name?: string | null;
  time_zone?: string | null;
  keeps_holidays?: boolean | null;
  position?: number | null;
}

export interface NewHoursWeek { from_on?: Day | null; windows: NewHoursWindow[] }

export interface NewHoursDate {
  from_on: Day;
  until_on?: Day | null;
  kind: "closed" | "open" | "break";
  windows?: NewHoursTime[];
  name?: string | null;
}

export interface NewHoursTime { from_minute: number; until_minute: number }

export interface HoursMeasured { from: Time; until: Time | null; minutes: number; skipped: HoursSkipped[] }

export interface HoursSkipped {
  from_on: Day;
  until_on: Day;
  why: "holiday" | "closed" | "break" | "other_hours";
  name: string | null;
  name_ja: string | null;
}

export interface File {
  id: Id;
  subject: string;
  account_id: Id | null;
  name: string;
  size: number;
  media: string;
  sha256: string;
  author_id: Id | null;
  author: string | null;
  created_at: Time;
}

export interface FileRoom { file_max: number; files_max: number; used: number }

export type TimelineItem = {
  id: Id;
  at: Time;
  actor: string;
  actor_name: string | null;
  subject: string | null;
  title: string | null;
  text: string | null;
  visible_to: "support" | "success" | "revenue" | "me" | null;
  author_id: Id | null;
  files: File[];
  takes_files: boolean;
} & Fact;

export type Fact =
  | { kind: "workspace.changed"; body: WorkspaceChanged }
  | { kind: "staff.created"; body: StaffCreated }
  | { kind: "staff.joined"; body: Record<string, never> }
  | { kind: "staff.changed"; body: StaffChanged }
  | { kind: "staff.invited"; body: Record<string, never> }
  | { kind: "staff.password_changed"; body: Record<string, never> }
  | { kind: "staff.two_step_on"; body: Record<string, never> }
  | { kind: "staff.two_step_off"; body: Record<string, never> }
  | { kind: "staff.recovery_code_used"; body: Record<string, never> }
  | { kind: "staff.recovery_codes_created"; body: Record<string, never> }
  | { kind: "session.opened"; body: Record<string, never> }
  | { kind: "session.closed"; body: Record<string, never> }
  | { kind: "session.failed"; body: Record<string, never> }
  | { kind: "key.created"; body: KeyCreated }
  | { kind: "key.changed"; body: KeyChanged }
  | { kind: "key.revoked"; body: Record<string, never> }
  | { kind: "absence.created"; body: AbsenceTold }
  | { kind: "absence.changed"; body: AbsenceTold }
  | { kind: "absence.deleted"; body: AbsenceTold }
  | { kind: "team.created"; body: Record<string, never> }
  | { kind: "team.changed"; body: Changes }
  | { kind: "team.deleted"; body: Record<string, never> }
  | { kind: "quality.changed"; body: QualityTold }
  | { kind: "quality.counted"; body: Record<string, never> }
  | { kind: "webhook.created"; body: Record<string, never> }
  | { kind: "webhook.changed"; body: Changes }
  | { kind: "webhook.rotated"; body: Record<string, never> }
  | { kind: "webhook.paused"; body: WebhookPaused }
  | { kind: "webhook.resumed"; body: Changes }
  | { kind: "webhook.replayed"; body: Record<string, never> }
  | { kind: "webhook.deleted"; body: Record<string, never> }
  | { kind: "field.created"; body: Record<string, never> }
  | { kind: "field.changed"; body: Changes }
  | { kind: "field.deleted"; body: Record<string, never> }
  | { kind: "import.checked"; body: ImportTold }
  | { kind: "import.done"; body: ImportTold }
  | { kind: "import.failed"; body: ImportTold }
  | { kind: "import.cancelled"; body: ImportTold }
  | { kind: "import.undone"; body: ImportTold }
  | { kind: "import.deleted"; body: ImportTold }
  | { kind: "calendar.changed"; body: CalendarTold }
  | { kind: "holiday.created"; body: HolidayTold }
  | { kind: "holiday.changed"; body: HolidayTold }
  | { kind: "holiday.deleted"; body: HolidayTold }
  | { kind: "hours.created"; body: Record<string, never> }
  | { kind: "hours.changed"; body: HoursTold }
  | { kind: "hours.deleted"; body: Record<string, never> }
  | { kind: "file.attached"; body: FileOf }
  | { kind: "file.removed"; body: FileOf }
  | { kind: "file.restored"; body: FileOf }
  | { kind: "fetch.created"; body: Record<string, never> }
  | { kind: "fetch.changed"; body: Changes }
  | { kind: "fetch.deleted"; body: Record<string, never> }
  | { kind: "product.created"; body: Record<string, never> }
  | { kind: "product.changed"; body: Changes }
  | { kind: "product.deleted"; body: Record<string, never> }
  | { kind: "feature.created"; body: Record<string, never> }
  | { kind: "feature.changed"; body: Changes }
  | { kind: "feature.deleted"; body: Record<string, never> }
  | { kind: "gauge.created"; body: Record<string, never> }
  | { kind: "gauge.changed"; body: Changes }
  | { kind: "gauge.deleted"; body: Record<string, never> }
  | { kind: "account.created"; body: Changes }
  | { kind: "account.changed"; body: Changes }
  | { kind: "account.uncounted"; body: Record<string, never> }
  | { kind: "account.counted"; body: Record<string, never> }
  | { kind: "account.merged"; body: MergeTold }
  | { kind: "account.absorbed"; body: MergeTold }
  | { kind: "account.unmerged"; body: MergeTold }
  | { kind: "account.restored"; body: MergeTold }
  | { kind: "account.deleted"; body: Record<string, never> }
  | { kind: "contact.created"; body: Changes }
  | { kind: "contact.changed"; body: Changes }
  | { kind: "contact.merged"; body: Record<string, never> }
  | { kind: "contact.withdrawn"; body: Record<string, never> }
  | { kind: "exclusion.created"; body: ExclusionTold }
  | { kind: "exclusion.deleted"; body: ExclusionTold }
  | { kind: "contact.forgotten"; body: Record<string, never> }
  | { kind: "duplicate.changed"; body: Record<string, never> }
  | { kind: "duplicate.dismissed"; body: Record<string, never> }
  | { kind: "duplicate.reopened"; body: Record<string, never> }
  | { kind: "note.added"; body: Record<string, never> }
  | { kind: "note.changed"; body: Record<string, never> }
  | { kind: "note.shared"; body: NoteShared }
  | { kind: "note.deleted"; body: Record<string, never> }
  | { kind: "call.logged"; body: CallLogged }
  | { kind: "call.changed"; body: Changes }
  | { kind: "call.shared"; body: CallShared }
  | { kind: "call.deleted"; body: Record<string, never> }
  | { kind: "task.created"; body: Record<string, never> }
  | { kind: "task.changed"; body: Changes }
  | { kind: "task.done"; body: Record<string, never> }
  | { kind: "task.undone"; body: Record<string, never> }
  | { kind: "task.snoozed"; body: TaskSnoozed }
  | { kind: "task.deleted"; body: Record<string, never> }
  | { kind: "meeting.logged"; body: MeetingLogged }
  | { kind: "meeting.changed"; body: Changes }
  | { kind: "meeting.shared"; body: ActivityShared }
  | { kind: "meeting.deleted"; body: Record<string, never> }
  | { kind: "mail.logged"; body: MailLogged }
  | { kind: "mail.changed"; body: Changes }
  | { kind: "mail.shared"; body: ActivityShared }
  | { kind: "mail.deleted"; body: Record<string, never> }
  | { kind: "segment.created"; body: Record<string, never> }
  | { kind: "segment.changed"; body: Changes }
  | { kind: "segment.deleted"; body: Record<string, never> }
  | { kind: "view.shared"; body: Record<string, never> }
  | { kind: "view.changed"; body: Changes }
  | { kind: "view.unshared"; body: Record<string, never> }
  | { kind: "view.taken"; body: Record<string, never> }
  | { kind: "view.deleted"; body: Record<string, never> }
  | { kind: "agreement.created"; body: Record<string, never> }
  | { kind: "agreement.deleted"; body: Record<string, never> }
  | { kind: "usage.first"; body: UsageFirst }
  | { kind: "rate.created"; body: RateTold }
  | { kind: "rate.changed"; body: RateTold }
  | { kind: "rate.deleted"; body: RateTold }
  | { kind: "contract.created"; body: ContractTold }
  | { kind: "contract.changed"; body: ContractTold }
  | { kind: "contract.corrected"; body: ContractCorrected }
  | { kind: "contract.cancelled"; body: ContractCancelled }
  | { kind: "contract.deleted"; body: Record<string, never> }
  | { kind: "ticket.opened"; body: TicketOpened }
  | { kind: "ticket.changed"; body: Changes }
  | { kind: "ticket.solved"; body: TicketNumbered }
  | { kind: "ticket.reopened"; body: TicketNumbered }
  | { kind: "ticket.snoozed"; body: TicketSnoozed }
  | { kind: "ticket.deleted"; body: TicketNumbered }
  | { kind: "ticket.merged"; body: TicketMoveTold }
  | { kind: "ticket.unmerged"; body: TicketMoveTold }
  | { kind: "ticket.split"; body: TicketMoveTold }
  | { kind: "ticket.unsplit"; body: TicketMoveTold }
  | { kind: "ticket.linked"; body: TicketLinkTold }
  | { kind: "ticket.unlinked"; body: TicketLinkTold }
  | { kind: "message.received"; body: TicketMessageTold }
  | { kind: "message.sent"; body: TicketMessageTold }
  | { kind: "message.noted"; body: TicketMessageTold }
  | { kind: "ticket_status.created"; body: Record<string, never> }
  | { kind: "ticket_status.changed"; body: Changes }
  | { kind: "ticket_status.deleted"; body: Record<string, never> }
  | { kind: "macro.shared"; body: Record<string, never> }
  | { kind: "macro.changed"; body: Changes }
  | { kind: "macro.unshared"; body: Record<string, never> }
  | { kind: "macro.taken"; body: Record<string, never> }
  | { kind: "macro.deleted"; body: Record<string, never> }
  | { kind: "mailbox.created"; body: Record<string, never> }
  | { kind: "mailbox.changed"; body: Changes }
  | { kind: "mailbox.deleted"; body: Record<string, never> }
  | { kind: "incoming.held"; body: Record<string, never> }
  | { kind: "incoming.released"; body: Record<string, never> }
  | { kind: "incoming.discarded"; body: Record<string, never> }
  | { kind: "sla.warned"; body: SlaTold }
  | { kind: "sla.breached"; body: SlaTold }
  | { kind: "sla.recalculated"; body: Record<string, never> }
  | { kind: "sla_policy.created"; body: Record<string, never> }
  | { kind: "sla_policy.changed"; body: Changes }
  | { kind: "sla_policy.deleted"; body: Record<string, never> }
  | { kind: "health.fell"; body: HealthTold }
  | { kind: "health.rose"; body: HealthTold }
  | { kind: "health.known"; body: HealthTold }
  | { kind: "health.lost"; body: HealthTold }
  | { kind: "health.corrected"; body: HealthCorrected }
  | { kind: "judgement.made"; body: JudgementTold }
  | { kind: "scorecard.created"; body: ScorecardTold }
  | { kind: "scorecard.changed"; body: Record<string, never> }
  | { kind: "scorecard.published"; body: ScorecardTold }
  | { kind: "scorecard.applied"; body: ScorecardApplied }
  | { kind: "scorecard.deleted"; body: Record<string, never> }
  | { kind: "today.snoozed"; body: TodaySnoozed }
  | { kind: "today.woken"; body: Record<string, never> }
  | { kind: "today.done"; body: Record<string, never> }
  | { kind: "today.reopened"; body: Record<string, never> }
  | { kind: "today.rest_changed"; body: TodaySettings }
  | { kind: "backup.made"; body: BackupMade }
  | { kind: "ops.rebuild"; body: RebuildAsked }
  | { kind: "fact.withheld"; body: Record<string, never> }
  | { kind: "demo.removed"; body: Record<string, never> };

export interface WorkspaceChanged {
  time_zone_from?: string | null;
  time_zone?: string | null;
  currency?: string | null;
  fiscal_month?: number | null;
  language?: string | null;
}

export interface StaffCreated { role: Role; circles?: Circle[] }

export interface StaffChanged {
  role_from?: Role | null;
  role?: Role | null;
  active?: boolean | null;
  circles_given?: Circle[];
  circles_taken?: Circle[];
}

export interface KeyCreated { kind: "token" | "ingest" | "browser"; rights: Right; circles?: Circle[] }

export interface KeyChanged { circles_given?: Circle[]; circles_taken?: Circle[] }

export interface AbsenceTold { staff_id: Id; from_on: Day; until_on: Day; stand_in_id?: Id | null }

export interface Changes { changed?: Change[] }

export interface Change { field: string; from?: unknown; to?: unknown }

export interface QualityTold { check: string; owner_id?: Id | null; muted: boolean }

export interface WebhookPaused { because: "failing" | "gone" }

export interface ImportTold {
  kind: string;
  added: number;
  changed: number;
  bad: number;
  undone?: number | null;
  kept?: number | null;
}

export interface CalendarTold { country: "none" | "JP"; weekend: "sat_sun" | "fri_sat" | "sun" | "none" }

export interface HolidayTold { from_on: Day; until_on: Day }

export interface HoursTold { what: "settings" | "week" | "dates"; from_on?: Day | null; until_on?: Day | null }

export interface FileOf { of: string }

export interface MergeTold { gone_id: Id; stays_id: Id }

export interface ExclusionTold { kind: "domain" | "address" | "user_id" | "trait" | "robot" }

export interface NoteShared { visible_to?: "support" | "success" | "revenue" | "me" | null }

export interface CallLogged {
  direction: "in" | "out";
  outcome: "reached" | "no_answer" | "left_message";
  minutes: number;
}

export interface CallShared { visible_to?: "support" | "success" | "revenue" | "me" | null }

export interface TaskSnoozed { until: Day }

export interface MeetingLogged { outcome?: "held" | "no_show" | "postponed" | null; minutes?: number | null }

export interface ActivityShared { visible_to?: "support" | "success" | "revenue" | "me" | null }

export interface MailLogged { direction?: "in" | "out" | null }

export interface UsageFirst { feature_id: Id }

export interface RateTold { fiscal_year: number; from: string; to: string; rate?: string; was?: string | null }

export interface ContractTold { lines?: number | null; line?: Id | null; terms?: LineTerms | null; changed?: Change[] }

export interface LineTerms {
  from_on: Day;
  until_on?: Day | null;
  product_id?: Id | null;
  plan?: string | null;
  currency: string;
  seats?: number | null;
  price_minor: number;
  term_months: number;
  discount: number;
  kind: "paid" | "trial" | "free";
}

export interface ContractCorrected { line: Id; currency?: string; changed?: Change[] }

export interface ContractCancelled { on: Day; ends_on?: Day | null }

export interface TicketOpened { number: number; channel: string }

export interface TicketNumbered { number: number }

export interface TicketSnoozed { number: number; snoozed_until?: Time | null }

export interface TicketMoveTold { from_id: Id; from_number?: number | null; into_id: Id; into_number?: number | null }

export interface TicketLinkTold {
  kind: "related" | "parent" | "child" | "split_from" | "split_into";
  ticket_id: Id;
  number: number;
}

export interface TicketMessageTold { ticket_id: Id; number: number; channel: string }

export interface SlaTold { number: number; of: "first" | "next" | "resolution"; due_at?: Time | null }

export interface HealthTold {
  purpose: "retention" | "conversion" | "expansion";
  product_id?: Id | null;
  from: Band;
  to: Band;
  from_points?: number | null;
  points?: number | null;
  scorecard_id: Id;
  number: number;
  day: Day;
  forced_by?: string | null;
}

export interface HealthCorrected {
  purpose: "retention" | "conversion" | "expansion";
  product_id?: Id | null;
  day: Day;
  last_day: Day;
  told: Band;
  now: Band;
  points?: number | null;
}

export interface JudgementTold { band: Band; on_day: Day }

export interface ScorecardTold { number: number; moved?: number | null; restores?: number | null }

export interface ScorecardApplied {
  number: number;
  day: Day;
  better: number;
  worse: number;
  known: number;
  lost: number;
}

export interface TodaySnoozed { until: Day }

export interface TodaySettings { rest_days: number }

export interface BackupMade { file: string }

export interface RebuildAsked { what: "search" | "duplicates" | "usage" | "sla" | "health" | "all" }

export interface FoundPage { items: Found[]; next: string | null; total: number | null; ranked_newest: boolean }

export interface Found {
  kind: string;
  id: Id;
  account_id: Id | null;
  at: Time;
  title: string | null;
  subtitle: string | null;
  visible_to: "support" | "success" | "revenue" | "me" | null;
  title_pieces: SearchPiece[];
  text_pieces: SearchPiece[];
}

export interface SearchPiece { text: string; marked: boolean }

export interface Notice {
  id: Id;
  kind: string;
  subject: string;
  account_id: Id | null;
  account: string | null;
  actor_name: string | null;
  for_name: string | null;
  at: Time;
  read_at: Time | null;
  title: string | null;
  text: string | null;
}

export interface NoticeCount { unread: number }

export interface NoticeMark { read: boolean }

export interface NoticeChoice { kind: string; on: boolean }

export interface ImportSchedule {
  id: Id;
  name: string;
  kind: "holidays" | "accounts" | "contacts" | "events" | "rates" | "contracts" | "tickets";
  source: "folder" | "https" | "sftp";
  place: string;
  user_name: string | null;
  secret_is: "password" | "key" | null;
  secret_readable: boolean;
  fingerprint: string | null;
  every_hours: number | null;
  at_time: string | null;
  active: boolean;
  owner_id: Id | null;
  owner: string | null;
  next_at: Time | null;
  created_at: Time;
  version: number;
  last: ImportScheduleRun | null;
}

export interface ImportScheduleRun {
  id: Id;
  import_id: Id | null;
  state: "fetching" | "unchanged" | "checking" | "held" | "running" | "done" | "failed";
  reason: string | null;
  args: string[];
  text: string | null;
  rows: number;
  bad: number;
  added: number;
  changed: number;
  started_at: Time;
  ended_at: Time | null;
}

export interface NewImportSchedule {
  import_id: Id;
  name: string;
  source: "folder" | "https" | "sftp";
  place: string;
  user_name?: string | null;
  password?: string | null;
  private_key?: string | null;
  fingerprint?: string | null;
  every_hours?: number | null;
  at_time?: string | null;
  active?: boolean | null;
}

export interface ImportSchedulePatch {
  import_id?: Id | null;
  name?: string | null;
  source?: "folder" | "https" | "sftp" | null;
  place?: string | null;
  user_name?: string | null;
  password?: string | null;
  private_key?: string | null;
  fingerprint?: string | null;
  every_hours?: number | null;
  at_time?: string | null;
  active?: boolean | null;
}

export interface Product {
  id: Id;
  key: string;
  name: string;
  name_ja: string | null;
  position: number;
  version: number;
  features: Feature[];
}

export interface Feature {
  id: Id;
  product_id: Id;
  key: string;
  name: string;
  name_ja: string | null;
  rules: string[];
  entitled_plans: string[];
  core: boolean;
  position: number;
  version: number;
}

export interface NewProduct { key: string; name: string; name_ja?: string | null; position?: number | null }

export interface ProductPatch {
  key?: string | null;
  name?: string | null;
  name_ja?: string | null;
  position?: number | null;
}

export interface NewFeature {
  product_id?: Id | null;
  key: string;
  name: string;
  name_ja?: string | null;
  rules?: string[] | null;
  entitled_plans?: string[] | null;
  core?: boolean | null;
  position?: number | null;
}

export interface FeaturePatch {
  key?: string | null;
  name?: string | null;
  name_ja?: string | null;
  rules?: string[] | null;
  entitled_plans?: string[] | null;
  core?: boolean | null;
  position?: number | null;
}

export interface Gauge {
  id: Id;
  name: string;
  name_ja: string | null;
  event: string;
  property: string;
  unit: string | null;
  position: number;
  version: number;
}

export interface NewGauge {
  name: string;
  name_ja?: string | null;
  event: string;
  property: string;
  unit?: string | null;
  position?: number | null;
}

export interface GaugePatch {
  name?: string | null;
  name_ja?: string | null;
  event?: string | null;
  property?: string | null;
  unit?: string | null;
  position?: number | null;
}

export interface AccountList { items: AccountListed[]; next: string | null; total: number; as_of: Day }

export interface AccountListed {
  id: Id;
  external_id: string | null;
  name: string;
  reading: string | null;
  domain: string | null;
  country: string | null;
  time_zone: string | null;
  language: string | null;
  parent_id: Id | null;
  parent: string | null;
  owner_id: Id | null;
  owner: string | null;
  team_id: Id | null;
  team: string | null;
  stand_in_id: Id | null;
  stand_in: string | null;
  touch: "high" | "low" | "tech" | null;
  stage: "onboarding" | "adoption" | "renewal" | "expansion" | "left" | null;
  test: boolean;
  fields: Record<string, FieldValue>;
  created_at: Time;
  version: number;
  standing_in_id: Id | null;
  band: Band | null;
  points: number | null;
  coverage: number;
  previous_band: Band | null;
  band_since: Day | null;
  mrr?: Money | null;
  mrr_converted?: Money | null;
  mrr_without_rate?: string[];
  renews_on: Day | null;
  days_to_renewal: number | null;
  seats: number | null;
  people_28: number | null;
  last_event_on: Day | null;
  beginning: "never" | "new" | null;
  beginning_days: number | null;
  status: "paying" | "trial" | "free" | "left" | "none";
  left_on: Day | null;
}

export interface Money { amount: number; currency: string }

export interface NewAccount {
  external_id?: string | null;
  name: string;
  reading?: string | null;
  domain?: string | null;
  country?: string | null;
  time_zone?: string | null;
  language?: string | null;
  parent_id?: Id | null;
  owner_id?: Id | null;
  team_id?: Id | null;
  stand_in_id?: Id | null;
  touch?: "high" | "low" | "tech" | null;
  stage?: "onboarding" | "adoption" | "renewal" | "expansion" | "left" | null;
  test?: boolean | null;
  fields?: Record<string, FieldValue>;
}

export interface Account {
  id: Id;
  external_id: string | null;
  name: string;
  reading: string | null;
  domain: string | null;
  country: string | null;
  time_zone: string | null;
  language: string | null;
  parent_id: Id | null;
  parent: string | null;
  owner_id: Id | null;
  owner: string | null;
  team_id: Id | null;
  team: string | null;
  stand_in_id: Id | null;
  stand_in: string | null;
  touch: "high" | "low" | "tech" | null;
  stage: "onboarding" | "adoption" | "renewal" | "expansion" | "left" | null;
  test: boolean;
  fields: Record<string, FieldValue>;
  created_at: Time;
  version: number;
}

export interface AccountPatch {
  external_id?: string | null;
  name?: string | null;
  reading?: string | null;
  domain?: string | null;
  country?: string | null;
  time_zone?: string | null;
  language?: string | null;
  parent_id?: Id | null;
  owner_id?: Id | null;
  team_id?: Id | null;
  stand_in_id?: Id | null;
  touch?: "high" | "low" | "tech" | null;
  stage?: "onboarding" | "adoption" | "renewal" | "expansion" | "left" | null;
  test?: boolean | null;
  fields?: Record<string, FieldValue>;
}

export interface AccountChanges { ids?: Id[] | null; filter?: Condition | null; q?: string | null; set: AccountSet }

export interface AccountSet {
  owner_id?: Id | null;
  team_id?: Id | null;
  stand_in_id?: Id | null;
  touch?: "high" | "low" | "tech" | null;
  stage?: "onboarding" | "adoption" | "renewal" | "expansion" | "left" | null;
  fields?: Record<string, FieldValue>;
}

export interface AccountsChanged {
  id: Id;
  state: "changing" | "done" | "failed" | "undoing" | "undone";
  accounts: number;
  done: number;
  changed: number;
  undone: number;
  kept: number;
  problem: string | null;
  created_at: Time;
  kept_accounts: BulkKept[];
}

export interface BulkKept { id: Id; name: string }

export interface AccountChangesPreview { accounts: number; changed: number }

export interface TestAccount { id: Id; name: string; external_id: string | null }

export interface AccountMergePreview { account: AccountMergeSide; other: AccountMergeSide; undo_days: number }

export interface AccountMergeSide {
  id: Id;
  external_id: string | null;
  name: string;
  reading: string | null;
  domain: string | null;
  country: string | null;
  time_zone: string | null;
  language: string | null;
  parent_id: Id | null;
  parent: string | null;
  owner_id: Id | null;
  owner: string | null;
  team_id: Id | null;
  team: string | null;
  stand_in_id: Id | null;
  stand_in: string | null;
  touch: "high" | "low" | "tech" | null;
  stage: "onboarding" | "adoption" | "renewal" | "expansion" | "left" | null;
  test: boolean;
  fields: Record<string, FieldValue>;
  created_at: Time;
  version: number;
  holds: MergeCount[];
}

export interface MergeCount { what: string; count: number }

export interface NewAccountMerge { account_id: Id; take?: string[] | null }

export interface AccountMerge {
  id: Id;
  gone_id: Id;
  stays_id: Id;
  gone_name: string;
  gone_external_id: string | null;
  state: "merged" | "undone" | "settled";
  created_at: Time;
  undone_at: Time | null;
  undo_until: Time | null;
  moved: MergeCount[];
}

export interface NewContact {
  account_id?: Id | null;
  external_id?: string | null;
  name?: string | null;
  reading?: string | null;
  email?: string | null;
  phone?: string | null;
  title?: string | null;
  language?: string | null;
  fields?: Record<string, FieldValue>;
  roles?: ("champion" | "decision_maker" | "user" | "billing")[];
}

export interface Contact {
  id: Id;
  account_ids: Id[];
  accounts: ContactAccount[];
  external_id: string | null;
  name: string | null;
  reading: string | null;
  email: string | null;
  phone: string | null;
  title: string | null;
  language: string | null;
  roles: ("champion" | "decision_maker" | "user" | "billing")[];
  fields: Record<string, FieldValue>;
  last_seen_on: Day | null;
  uses_28: number | null;
  uses_28_before: number | null;
  excluded: "domain" | "address" | "user_id" | "trait" | null;
  excluded_pattern: string | null;
  created_at: Time;
  version: number;
}

export interface ContactAccount { id: Id; name: string; owner: string | null }

export interface ContactPatch {
  account_id?: Id | null;
  account_ids?: Id[] | null;
  external_id?: string | null;
  name?: string | null;
  reading?: string | null;
  email?: string | null;
  phone?: string | null;
  title?: string | null;
  language?: string | null;
  fields?: Record<string, FieldValue>;
  roles?: ("champion" | "decision_maker" | "user" | "billing")[];
}

export interface ContactList { items: Contact[]; next: string | null; total: number | null }

export interface ContactMentions { name: string | null; mentions: ContactMention[] }

export interface ContactMention { kind: string; count: number; more: boolean }

export interface AccountPage {
  id: Id;
  external_id: string | null;
  name: string;
  reading: string | null;
  domain: string | null;
  country: string | null;
  time_zone: string | null;
  language: string | null;
  parent_id: Id | null;
  parent: string | null;
  owner_id: Id | null;
  owner: string | null;
  team_id: Id | null;
  team: string | null;
  stand_in_id: Id | null;
  stand_in: string | null;
  touch: "high" | "low" | "tech" | null;
  stage: "onboarding" | "adoption" | "renewal" | "expansion" | "left" | null;
  test: boolean;
  fields: Record<string, FieldValue>;
  created_at: Time;
  version: number;
  standing_in_id: Id | null;
  band: Band | null;
  points: number | null;
  coverage: number;
  previous_band: Band | null;
  band_since: Day | null;
  mrr?: Money | null;
  mrr_converted?: Money | null;
  mrr_without_rate?: string[];
  renews_on: Day | null;
  days_to_renewal: number | null;
  seats: number | null;
  people_28: number | null;
  last_event_on: Day | null;
  beginning: "never" | "new" | null;
  beginning_days: number | null;
  status: "paying" | "trial" | "free" | "left" | "none";
  left_on: Day | null;
  contacts: Contact[];
  products: ProductNamed[];
  children: AccountChildren[];
}

export interface ProductNamed { id: Id; name: string; name_ja: string | null }

export interface AccountChildren { id: Id; name: string }

export interface Exclusion {
  id: Id;
  kind: "domain" | "address" | "user_id" | "trait" | "robot";
  pattern: string;
  field: string | null;
  created_at: Time;
  people: number;
}

export interface NewExclusion {
  kind: "domain" | "address" | "user_id" | "trait" | "robot";
  pattern?: string | null;
  field?: string | null;
}

export interface Duplicate {
  id: Id;
  first: DuplicateSide;
  second: DuplicateSide;
  reasons: DuplicateReason[];
  state: "open" | "dismissed";
  found_at: Time;
  dismissed_by: string | null;
  dismissed_at: Time | null;
}

export interface DuplicateSide {
  id: Id;
  name: string;
  external_id: string | null;
  domain: string | null;
  owner: string | null;
  stage: string | null;
  contacts: number;
  created_at: Time;
}

export interface DuplicateReason { kind: "id" | "name" | "reading" | "phone" | "domain"; value: string | null }

export interface DuplicateCounts { accounts: number; dismissed: number }

export interface NewTask {
  account_id?: Id | null;
  title: string;
  text?: string | null;
  owner_id?: Id | null;
  team_id?: Id | null;
  due_on?: Day | null;
}

export interface Task {
  id: Id;
  account_id: Id | null;
  account: string | null;
  title: string;
  text: string | null;
  owner_id: Id | null;
  owner: string | null;
  team_id: Id | null;
  team: string | null;
  author_id: Id | null;
  author: string | null;
  due_on: Day | null;
  done_at: Time | null;
  done_by_id: Id | null;
  done_by: string | null;
  snoozed_until: Day | null;
  snooze_reason: string | null;
  created_at: Time;
  version: number;
}

export interface TaskPatch {
  account_id?: Id | null;
  title?: string | null;
  text?: string | null;
  owner_id?: Id | null;
  team_id?: Id | null;
  due_on?: Day | null;
}

export interface TaskSnooze { until: Day; reason: string }

export interface NewNote {
  account_id?: Id | null;
  text: string;
  visible_to?: "support" | "success" | "revenue" | "me" | null;
}

export interface Note {
  id: Id;
  account_id: Id;
  text: string;
  author_id: Id | null;
  author: string | null;
  visible_to: "support" | "success" | "revenue" | "me" | null;
  created_at: Time;
  edited_at: Time | null;
  version: number;
}

export interface NotePatch { text?: string | null; visible_to?: "support" | "success" | "revenue" | "me" | null }

export interface NewCall {
  account_id?: Id | null;
  contact_id?: Id | null;
  at?: Time | null;
  minutes?: number | null;
  direction?: "in" | "out" | null;
  outcome?: "reached" | "no_answer" | "left_message" | null;
  text?: string | null;
  visible_to?: "support" | "success" | "revenue" | "me" | null;
}

export interface Call {
  id: Id;
  account_id: Id;
  contact_id: Id | null;
  at: Time;
  minutes: number;
  direction: "in" | "out";
  outcome: "reached" | "no_answer" | "left_message";
  text: string | null;
  author_id: Id | null;
  author: string | null;
  visible_to: "support" | "success" | "revenue" | "me" | null;
  version: number;
}

export interface CallPatch {
  contact_id?: Id | null;
  at?: Time | null;
  minutes?: number | null;
  direction?: "in" | "out" | null;
  outcome?: "reached" | "no_answer" | "left_message" | null;
  text?: string | null;
  visible_to?: "support" | "success" | "revenue" | "me" | null;
}

export interface TaskList { items: Task[]; groups: TaskGroup[]; next: string | null; total: number | null }

export interface TaskGroup {
  group: "overdue" | "today" | "week" | "later" | "undated";
  count: number;
  before: Day | null;
}

export interface TaskChanges {
  ids?: Id[] | null;
  filter?: Condition | null;
  q?: string | null;
  done?: boolean | null;
  set?: TaskSet | null;
}

export interface TaskSet { owner_id?: Id | null; team_id?: Id | null; due_on?: Day | null }

export interface TasksChanged {
  id: Id;
  state: "done" | "undone";
  changed: number;
  undone: number;
  kept: number;
  created_at: Time;
  kept_tasks: TaskKept[];
}

export interface TaskKept { id: Id; title: string }

export interface Activity {
  id: Id;
  account_id: Id;
  kind: "meeting" | "mail";
  at: Time;
  minutes: number | null;
  direction: "in" | "out" | null;
  outcome: "held" | "no_show" | "postponed" | null;
  title: string | null;
  text: string | null;
  next_step: string | null;
  author_id: Id | null;
  author: string | null;
  visible_to: "support" | "success" | "revenue" | "me" | null;
  version: number;
  contact_ids: Id[];
  staff_ids: Id[];
}

export interface NewActivity {
  account_id: Id;
  kind: "meeting" | "mail";
  at?: Time | null;
  minutes?: number | null;
  direction?: "in" | "out" | null;
  outcome?: "held" | "no_show" | "postponed" | null;
  title?: string | null;
  text?: string | null;
  next_step?: string | null;
  visible_to?: "support" | "success" | "revenue" | "me" | null;
  contact_ids?: Id[] | null;
  staff_ids?: Id[] | null;
}

export interface ActivityPatch {
  at?: Time | null;
  minutes?: number | null;
  direction?: "in" | "out" | null;
  outcome?: "held" | "no_show" | "postponed" | null;
  title?: string | null;
  text?: string | null;
  next_step?: string | null;
  visible_to?: "support" | "success" | "revenue" | "me" | null;
  contact_ids?: Id[] | null;
  staff_ids?: Id[] | null;
}

export interface Segment {
  id: Id;
  name: string;
  about: string | null;
  condition: Condition | null;
  creator: string | null;
  changer: string | null;
  created_at: Time;
  changed_at: Time;
  version: number;
  accounts: number | null;
  mrr?: Money | null;
  without_rate?: number;
  used_by: SegmentUse[];
  withheld: Circle | null;
  unreadable: boolean;
  undated: string[];
}

export interface SegmentUse {
  kind: "agreement" | "scorecard" | "segment" | "sla_policy" | "view";
  id: Id;
  name: string | null;
  owner: string | null;
}

export interface SegmentName { id: Id; name: string }

export interface NewSegment { name: string; about?: string | null; condition: Condition | null }

export interface SegmentPatch { name?: string | null; about?: string | null; condition?: Condition | null }

export interface SegmentSize { day: Day; accounts: number | null; mrr?: Money | null }

export interface SegmentPreview { condition?: Condition | null }

export interface SegmentPreviewed { accounts: number; total: number }

export interface SavedView {
  id: Id;
  subject: "account" | "contact" | "task" | "ticket";
  name: string;
  owner_id: Id | null;
  owner: string | null;
  filter: Condition | null;
  q: string | null;
  sort: string | null;
  columns: string[];
  position: number;
  version: number;
  shared: boolean;
  withheld: Circle | null;
  unreadable: boolean;
  missing: string[];
}

export interface NewSavedView {
  subject: "account" | "contact" | "task" | "ticket";
  name: string;
  filter?: Condition | null;
  q?: string | null;
  sort?: string | null;
  columns?: string[] | null;
}

export interface SavedViewPatch {
  name?: string | null;
  filter?: Condition | null;
  q?: string | null;
  sort?: string | null;
  columns?: string[] | null;
}

export interface ViewOrder { ids: Id[] }

export interface ViewCount { id: Id; count: number | null; at_least: boolean }

export interface Agreement {
  id: Id;
  one_name: string;
  one: unknown;
  other_name: string;
  other: unknown;
  one_count: number | null;
  other_count: number | null;
  both: number | null;
  contradicting: number | null;
}

export interface NewAgreement { one_name: string; one: unknown; other_name: string; other: unknown }

export interface Usage { as_of: Day; first_week: Day; weeks: number; features: UsageFeature[]; people: UsagePeople }

export interface UsageFeature {
  feature_id: Id;
  name: string;
  name_ja: string | null;
  product_id: Id | null;
  core: boolean;
  counts: Id[];
  events_7: number;
  events_28: number;
  last_on: Day | null;
  active_days_28: number;
}

export interface UsagePeople { active_28: number; seats: number | null; known: number; list: UsagePerson[] }

export interface UsagePerson { contact_id: Id; name: string | null; last_on: Day | null; active_days_28: number }

export interface EventNameCount { name: string; count: number; last_on: Day; feature_id: Id | null }

export interface UsageSummary {
  events_total: number;
  events_today: number;
  last_event_at: Time | null;
  accounts_with_events: number;
  unassigned: number;
  rejected: number;
  recounting: boolean;
}

export interface Event {
  id: Id;
  at: Time;
  received_at: Time;
  name: string;
  type: "identify" | "track" | "page" | "screen" | "group" | "alias";
  contact_id: Id | null;
  contact: string | null;
  feature_id: Id | null;
  properties: Record<string, unknown>;
  counted: boolean;
}

export interface RejectedEvent {
  id: Id;
  at: Time;
  reason: "event_missing" | "type_missing" | "type_unknown" | "user_missing" | "group_missing" | "alias_missing" | "alias_taken" | "alias_public" | "no_time" | "no_object" | "no_properties" | "nul" | "half_character" | "too_deep" | "number_large" | "trait" | "too_large" | "message_id_long" | "user_id_long" | "group_id_long" | "previous_id_long" | "name_long";
  detail: string | null;
  body: string;
}

export interface Unassigned { user_id: string | null; anonymous_id: string | null; events: number; last_at: Time }

export interface BindingNew { user_id: string; account_id: Id }

export interface AccountGauge {
  gauge_id: Id;
  name: string;
  name_ja: string | null;
  unit: string | null;
  from: Day;
  until: Day;
  days: GaugePoint[];
}

export interface GaugePoint { day: Day; events: number; total: number; last: number }

export interface ExclusionAsk {
  kind: "domain" | "address" | "user_id" | "trait" | "robot";
  pattern?: string | null;
  field?: string | null;
}

export interface ExclusionPreview { people: number; accounts: number; events: number; names: string[] }

export interface Rate {
  id: Id;
  fiscal_year: number;
  from_on: Day;
  until_on: Day;
  from: string;
  to: string;
  rate: string;
  used: boolean;
  version: number;
}

export interface WithoutRate { currency: string; accounts: number }

export interface NewRate { fiscal_year: number; from: string; to: string; rate: string }

export interface RatePatch { from?: string | null; to?: string | null; rate?: string | null }

export interface Contract {
  id: Id;
  account_id: Id;
  external_id: string | null;
  name: string | null;
  starts_on: Day | null;
  ends_on: Day | null;
  renews_on: Day | null;
  notice_on: Day | null;
  notice_days: number;
  grace_days: number;
  auto_renews: boolean;
  cancelled_on: Day | null;
  version: number;
  lines: ContractLine[];
  mrr: Money | null;
  without_rate: string[];
  status: "paying" | "trial" | "free" | "ended" | "future";
}

export interface ContractLine {
  id: Id;
  from_on: Day;
  until_on: Day | null;
  product_id: Id | null;
  product: string | null;
  plan: string | null;
  seats: number | null;
  price: Money;
  term_months: number;
  discount: number;
  kind: "paid" | "trial" | "free";
  mrr: Money;
  corrected_at: Time | null;
}

export interface NewContract {
  account_id?: Id | null;
  external_id?: string | null;
  name?: string | null;
  notice_days?: number | null;
  grace_days?: number | null;
  auto_renews?: boolean | null;
  renews_on?: Day | null;
  cancelled_on?: Day | null;
  lines: NewContractLine[];
}

export interface NewContractLine {
  from_on?: Day | null;
  until_on?: Day | null;
  product_id?: Id | null;
  plan?: string | null;
  seats?: number | null;
  price: Money;
  term_months?: number | null;
  discount?: number | null;
  kind?: "paid" | "trial" | "free" | null;
}

export interface ContractPatch {
  external_id?: string | null;
  name?: string | null;
  notice_days?: number | null;
  grace_days?: number | null;
  auto_renews?: boolean | null;
  renews_on?: Day | null;
  cancelled_on?: Day | null;
}

export interface ContractLinePatch {
  from_on?: Day | null;
  until_on?: Day | null;
  product_id?: Id | null;
  plan?: string | null;
  seats?: number | null;
  price?: Money | null;
  term_months?: number | null;
  discount?: number | null;
  kind?: "paid" | "trial" | "free" | null;
}

export interface ContractCancellation { on?: Day | null; ends_on?: Day | null }

export interface NewTicket {
  subject: string;
  account_id?: Id | null;
  requester_id?: Id | null;
  requester_name?: string | null;
  requester_address?: string | null;
  channel?: string | null;
  type?: "question" | "problem" | "request" | "refund" | null;
  priority?: "low" | "normal" | "high" | "urgent" | null;
  status_id?: Id | null;
  assignee_id?: Id | null;
  product_id?: Id | null;
  feature_id?: Id | null;
  tags?: string[] | null;
  fields?: Record<string, FieldValue>;
  text: string;
  kind?: "customer" | "reply" | "note" | null;
}

export interface Ticket {
  id: Id;
  number: number;
  subject: string;
  account_id: Id | null;
  account: string | null;
  requester_id: Id | null;
  requester: string | null;
  requester_name: string | null;
  requester_address: string | null;
  channel: string;
  type: "question" | "problem" | "request" | "refund" | null;
  priority: "low" | "normal" | "high" | "urgent";
  status_id: Id;
  state: "new" | "open" | "waiting" | "on_hold" | "solved" | "closed";
  assignee_id: Id | null;
  assignee: string | null;
  product_id: Id | null;
  feature_id: Id | null;
  tags: string[];
  fields: Record<string, FieldValue>;
  waiting_since: Time | null;
  first_answered_at: Time | null;
  solved_at: Time | null;
  closed_at: Time | null;
  last_customer_at: Time | null;
  last_staff_at: Time | null;
  snoozed_until: Time | null;
  reopened: number;
  external_id: string | null;
  created_at: Time;
  updated_at: Time;
  version: number;
  due_at: Time | null;
  due_kind: "first" | "next" | "resolution" | null;
  late_at: Time | null;
  warn_at: Time | null;
  due_paused: boolean | null;
  breaches: number | null;
  merged_into: Id | null;
  merged_number: number | null;
  following: boolean;
  merged: TicketMerged[];
  children: number;
  open_children: number;
}

export interface TicketMerged { id: Id; number: number; subject: string }

export interface TicketPatch {
  subject?: string | null;
  account_id?: Id | null;
  requester_id?: Id | null;
  requester_name?: string | null;
  requester_address?: string | null;
  type?: "question" | "problem" | "request" | "refund" | null;
  priority?: "low" | "normal" | "high" | "urgent" | null;
  status_id?: Id | null;
  assignee_id?: Id | null;
  product_id?: Id | null;
  feature_id?: Id | null;
  tags?: string[] | null;
  fields?: Record<string, FieldValue>;
}

export interface TicketList { items: Ticket[]; next: string | null; total: number | null }

export interface TicketSnooze { until: Time }

export interface TicketSpan {
  status_id: Id;
  state: "new" | "open" | "waiting" | "on_hold" | "solved" | "closed";
  clock: "runs" | "pauses" | "stops";
  assignee_id: Id | null;
  began_at: Time;
  ended_at: Time | null;
}

export interface TicketMessage {
  id: Id;
  ticket_id: Id;
  at: Time;
  kind: "customer" | "reply" | "note";
  author_id: Id | null;
  author: string | null;
  contact_id: Id | null;
  contact: string | null;
  sender_name: string | null;
  sender_address: string | null;
  text: string;
  has_html: boolean;
  has_source: boolean;
  channel: string;
  recipients: TicketRecipient[];
  visible_to: "support" | "success" | "revenue" | "me" | null;
  files: File[];
  folds: TicketFold[];
  automatic: "reply" | "generated" | "list" | "bulk" | "bounce" | "own" | null;
  caution: "staff_address" | null;
  origin_id: Id | null;
  origin_number: number | null;
}

export interface TicketRecipient { role: "to" | "cc" | "bcc" | "reply_to"; address: string; name?: string | null }

export interface TicketFold { kind: "own" | "quote" | "signature"; from: number; size: number }

export interface NewTicketMessage {
  kind?: "customer" | "reply" | "note" | null;
  text: string;
  html?: string | null;
  recipients?: TicketRecipient[];
  visible_to?: "support" | "success" | "revenue" | "me" | null;
  status_id?: Id | null;
  contact_id?: Id | null;
  channel?: string | null;
  answers_id?: Id | null;
}

export interface TicketMessageBody { html: string }

export interface TicketDraft {
  id: Id;
  ticket_id: Id;
  kind: "reply" | "note" | "customer";
  text: string;
  addressed: boolean;
  answers_id: Id | null;
  quotes: boolean;
  recipients: TicketAddressee[];
  files: File[];
  visible_to: "support" | "success" | "revenue" | "me" | null;
  edited_at: Time;
}

export interface TicketAddressee { role: "to" | "cc" | "bcc"; address: string; name: string | null; outside: boolean }

export interface TicketDraftGiven {
  kind?: "reply" | "note" | "customer" | null;
  text?: string | null;
  recipients?: TicketRecipient[];
  answers_id?: Id | null;
  addressed?: boolean | null;
  visible_to?: "support" | "success" | "revenue" | "me" | null;
}

export interface TicketStatus {
  id: Id;
  name: string;
  name_ja: string | null;
  state: "new" | "open" | "waiting" | "on_hold" | "solved" | "closed";
  clock: "runs" | "pauses" | "stops";
  position: number;
  version: number;
}

export interface NewTicketStatus {
  name: string;
  name_ja?: string | null;
  state: "new" | "open" | "waiting" | "on_hold" | "solved" | "closed";
  clock: "runs" | "pauses" | "stops";
  position?: number | null;
}

export interface TicketStatusPatch {
  name?: string | null;
  name_ja?: string | null;
  clock?: "runs" | "pauses" | "stops" | null;
  position?: number | null;
}

export interface TicketChanges { ids?: Id[] | null; filter?: Condition | null; q?: string | null; set: TicketSet }

export interface TicketSet {
  account_id?: Id | null;
  type?: "question" | "problem" | "request" | "refund" | null;
  priority?: "low" | "normal" | "high" | "urgent" | null;
  status_id?: Id | null;
  assignee_id?: Id | null;
  snoozed_until?: Time | null;
  add_tags?: string[] | null;
  drop_tags?: string[] | null;
}

export interface TicketsChanged { id: Id; changed: number; kept: number }

export interface TicketIncoming {
  ticket_id?: Id | null;
  channel?: string | null;
  subject?: string | null;
  text: string;
  html?: string | null;
  contact_id?: Id | null;
  account_id?: Id | null;
  sender_name?: string | null;
  sender_address?: string | null;
  recipients?: TicketRecipient[];
  at?: Time | null;
}

export interface TicketReceived { ticket_id: Id; message_id: Id; number: number; opened: boolean }

export interface TicketRecipients {
  from: string | null;
  message_id: Id | null;
  quotes: boolean;
  recipients: TicketAddressee[];
}

export interface TicketMergePreview {
  ticket: Ticket;
  other: Ticket;
  ticket_messages: number;
  other_messages: number;
  differs: "account" | "requester" | null;
}

export interface NewTicketMerge { ticket_id: Id; confirmed?: boolean | null }

export interface TicketMove {
  id: Id;
  kind: "merge" | "split";
  from_id: Id;
  from_number: number | null;
  from_subject: string | null;
  into_id: Id;
  into_number: number | null;
  into_subject: string | null;
  staff_id: Id | null;
  staff: string | null;
  state: "done" | "undone";
  created_at: Time;
  undone_at: Time | null;
  messages: number;
  stay: number | null;
}

export interface NewTicketSplit {
  message_ids: Id[];
  subject: string;
  requester_id?: Id | null;
  requester_name?: string | null;
  requester_address?: string | null;
}

export interface TicketLinked {
  id: Id;
  kind: "related" | "parent" | "child" | "split_from" | "split_into";
  ticket_id: Id;
  number: number;
  subject: string;
  status_id: Id;
  state: "new" | "open" | "waiting" | "on_hold" | "solved" | "closed";
  assignee: string | null;
}

export interface NewTicketLink { ticket_id: Id; kind: "related" | "parent" | "child" }

export interface Macro {
  id: Id;
  name: string;
  name_ja: string | null;
  owner_id: Id | null;
  owner: string | null;
  kind: "reply" | "note";
  text: string | null;
  text_ja: string | null;
  status_id: Id | null;
  type: "question" | "problem" | "request" | "refund" | null;
  priority: "low" | "normal" | "high" | "urgent" | null;
  takes: boolean | null;
  tags: string[];
  used: number;
  used_at: Time | null;
  version: number;
  shared: boolean;
}

export interface NewMacro {
  name: string;
  name_ja?: string | null;
  kind?: "reply" | "note" | null;
  text?: string | null;
  text_ja?: string | null;
  status_id?: Id | null;
  type?: "question" | "problem" | "request" | "refund" | null;
  priority?: "low" | "normal" | "high" | "urgent" | null;
  takes?: boolean | null;
  tags?: string[] | null;
}

export interface MacroPatch {
  name?: string | null;
  name_ja?: string | null;
  kind?: "reply" | "note" | null;
  text?: string | null;
  text_ja?: string | null;
  status_id?: Id | null;
  type?: "question" | "problem" | "request" | "refund" | null;
  priority?: "low" | "normal" | "high" | "urgent" | null;
  takes?: boolean | null;
  tags?: string[] | null;
}

export interface MacroUse { ticket_id: Id; language?: "en" | "ja" | null }

export interface MacroUsed {
  kind: "reply" | "note";
  text: string | null;
  status_id: Id | null;
  type: "question" | "problem" | "request" | "refund" | null;
  priority: "low" | "normal" | "high" | "urgent" | null;
  takes: boolean | null;
  tags: string[];
  missing: string[];
}

export interface MacroSeen { text: string; missing: string[] }

export interface MacroLook { text: string; language?: "en" | "ja" | null; ticket_id?: Id | null }

export interface MailboxSettings {
  id: Id;
  name: string;
  address: string;
  aliases: string[];
  sender_name: string | null;
  sender_name_ja: string | null;
  signature: string | null;
  signature_ja: string | null;
  in_host: string | null;
  in_port: number | null;
  in_security: "tls" | "starttls" | "plain";
  in_user: string | null;
  in_password_set: boolean;
  in_folder: string;
  in_since: Day | null;
  in_after: "leave" | "mark" | "move" | "delete";
  in_after_folder: string | null;
  out_host: string | null;
  out_port: number | null;
  out_security: "tls" | "starttls" | "plain";
  out_user: string | null;
  out_password_set: boolean;
  secrets_readable: boolean;
  active: boolean;
  is_default: boolean;
  created_at: Time;
  version: number;
}

export interface NewMailbox {
  name: string;
  address: string;
  aliases?: string[] | null;
  sender_name?: string | null;
  sender_name_ja?: string | null;
  signature?: string | null;
  signature_ja?: string | null;
  in_host?: string | null;
  in_port?: number | null;
  in_security?: "tls" | "starttls" | "plain" | null;
  in_user?: string | null;
  in_password?: string | null;
  in_folder?: string | null;
  in_since?: Day | null;
  in_after?: "leave" | "mark" | "move" | "delete" | null;
  in_after_folder?: string | null;
  out_host?: string | null;
  out_port?: number | null;
  out_security?: "tls" | "starttls" | "plain" | null;
  out_user?: string | null;
  out_password?: string | null;
  active?: boolean | null;
  is_default?: boolean | null;
}

export interface MailboxPatch {
  name?: string | null;
  address?: string | null;
  aliases?: string[] | null;
  sender_name?: string | null;
  sender_name_ja?: string | null;
  signature?: string | null;
  signature_ja?: string | null;
  in_host?: string | null;
  in_port?: number | null;
  in_security?: "tls" | "starttls" | "plain" | null;
  in_user?: string | null;
  in_password?: string | null;
  in_folder?: string | null;
  in_since?: Day | null;
  in_after?: "leave" | "mark" | "move" | "delete" | null;
  in_after_folder?: string | null;
  out_host?: string | null;
  out_port?: number | null;
  out_security?: "tls" | "starttls" | "plain" | null;
  out_user?: string | null;
  out_password?: string | null;
  active?: boolean | null;
  is_default?: boolean | null;
}

export interface MailTaken {
  id: Id;
  state: "taken" | "held" | "deleted";
  ticket_id: Id | null;
  message_id: Id | null;
  number: number | null;
  opened: boolean;
  known: boolean;
}

export interface MailItem {
  id: Id;
  direction: "in" | "out";
  state: "taken" | "held" | "deleted";
  ticket_id: Id | null;
  message_id: Id | null;
  bounced_id: Id | null;
  size: number;
  subject: string | null;
  sender_name: string | null;
  sender_address: string | null;
  automatic: "reply" | "generated" | "list" | "bulk" | "bounce" | "own" | null;
  at: Time;
  sent_at: Time | null;
  taken_at: Time;
  has_source: boolean;
  mailboxes: string[];
}

export interface MailboxState {
  mailbox_id: Id;
  taken: number;
  left_count: number;
  fetched_at: Time | null;
  failing_since: Time | null;
  outcome: string | null;
  problem: string | null;
  waiting: number;
}

export interface MailboxTest {
  state: "asking" | "works" | "failed";
  outcome: string | null;
  answer: string;
  mails: number | null;
  at: Time;
}

export interface Delivery {
  ticket_message_id: Id;
  mailbox_id: Id;
  sender: string;
  state: "waiting" | "sending" | "sent" | "failed";
  send_at: Time;
  tries: number;
  next_at: Time;
  outcome: string | null;
  answer: string | null;
  sent_at: Time | null;
  bounced_at: Time | null;
  refused: OutboxRefused[];
  undo: boolean;
}

export interface OutboxRefused { address: string; answer: string }

export interface NewTestMail { recipient: string }

export interface TestMail {
  mailbox_id: Id;
  recipient: string;
  state: "sending" | "sent" | "failed";
  outcome: string | null;
  talk: string;
  at: Time;
}

export interface SlaPolicy {
  id: Id;
  name: string;
  name_ja: string | null;
  condition: Condition | null;
  withheld: Circle | null;
  unreadable: boolean;
  hours_id: Id | null;
  targets: SlaTarget[];
  warn_minutes: number | null;
  warn_percent: number | null;
  active: boolean;
  position: number;
  version: number;
}

export interface SlaTarget {
  priority: "any" | "low" | "normal" | "high" | "urgent";
  first_minutes?: number | null;
  next_minutes?: number | null;
  resolution_minutes?: number | null;
}

export interface NewSlaPolicy {
  name: string;
  name_ja?: string | null;
  condition?: Condition | null;
  hours_id?: Id | null;
  targets: SlaTarget[];
  warn_minutes?: number | null;
  warn_percent?: number | null;
  active?: boolean | null;
}

export interface SlaPolicyPatch {
  name?: string | null;
  name_ja?: string | null;
  condition?: Condition | null;
  hours_id?: Id | null;
  targets?: SlaTarget[];
  warn_minutes?: number | null;
  warn_percent?: number | null;
  active?: boolean | null;
  position?: number | null;
}

export interface SlaClock {
  kind: "first" | "next" | "resolution";
  target: number;
  started_at: Time;
  due_at: Time | null;
  warn_at: Time | null;
  stopped_at: Time | null;
  breached_at: Time | null;
  left_minutes: number | null;
  paused: boolean;
  used_minutes: number;
  policy: string | null;
  policy_ja: string | null;
  reasons: SlaReason[];
}

export interface SlaReason {
  why: "holiday" | "closed" | "break" | "other_hours" | "paused";
  from_on: Day | null;
  until_on: Day | null;
  name: string | null;
  name_ja: string | null;
  minutes: number | null;
}

export interface SlaPreview {
  priority: "any" | "low" | "normal" | "high" | "urgent";
  kind: "first" | "next" | "resolution";
  target: number;
  due_at: Time | null;
  warn_at: Time | null;
  reasons: SlaReason[];
}

export interface SlaFigure { kind: "first" | "next" | "resolution"; due: number; breached: number; rate: number | null }

export interface SlaDue {
  id: Id;
  ticket_id: Id;
  number: number;
  subject: string;
  account_id: Id | null;
  account: string | null;
  kind: "first" | "next" | "resolution";
  policy: string | null;
  target: number;
  started_at: Time;
  due_at: Time;
  stopped_at: Time | null;
  breached_at: Time | null;
}

export interface MeasureInfo {
  id: "events" | "active_days" | "people" | "breadth" | "depth" | "trend" | "share" | "days_since" | "days_since_first" | "contract_age_days" | "days_to_renewal" | "mrr" | "seats" | "gauge_sum" | "gauge_mean" | "gauge_last" | "gauge_change" | "field" | "tickets_opened" | "tickets_reopened" | "tickets_open" | "tickets_waiting_days" | "sla_breaches";
  unit: "count" | "days" | "ratio" | "people" | "money" | "seats" | "number" | "flag" | "text";
  takes: string[];
  direction: "higher" | "lower";
  definition: string;
  least: number | null;
  most: number | null;
  most_is_window: boolean;
}

export interface MeasureValue {
  value: number | null;
  days: DayCount[];
  from: Day;
  until: Day;
  holidays: DayRun[];
  definition: string;
}

export interface DayCount { day: Day; count: number }

export interface DayRun { from: Day; until: Day }

export interface AccountHealth {
  account: Health;
  products: Health[];
  others: Health[];
  judgement: Judgement | null;
  history: HealthDay[];
}

export interface Health {
  account_id: Id;
  product_id: Id | null;
  as_of: Day;
  band: Band | null;
  left_on: Day | null;
  points: number | null;
  coverage: number;
  beginning: "never" | "new" | null;
  beginning_days: number | null;
  forced_by: string | null;
  scorecard_id: Id | null;
  scorecard: string | null;
  version: number | null;
  bad_below: number | null;
  good_from: number | null;
  reasons: Reason[];
  withheld: number;
  lift: Lift[];
}

export interface Reason {
  kind: "rule" | "points";
  rule: string | null;
  band: Band | null;
  name: string;
  ref: MeasureRef | null;
  measure: string;
  attribute: string | null;
  choice: string | null;
  when: Condition | null;
  because: Condition | null;
  value: number | null;
  low: number | null;
  high: number | null;
  weight: number | null;
  earned: number | null;
  scale: "linear" | "log" | "pieces" | null;
  pieces: PointsPiece[];
  fired: boolean | null;
  evidence: Evidence | null;
}

export interface MeasureRef {
  measure: string;
  product_id?: Id | null;
  feature_id?: Id | null;
  gauge_id?: Id | null;
  days?: number | null;
  field?: string | null;
}

export interface PointsPiece { at: number; share: number }

export interface Evidence { from: Day; until: Day; days: DayCount[]; feature_id: Id | null; last_on: Day | null }

export interface Lift {
  kind: "rule" | "points";
  key: string;
  name: string;
  ref: MeasureRef | null;
  measure: string;
  now: number | null;
  needed: number;
  gives: number;
  band: Band;
}

export interface Judgement {
  id: Id;
  account_id: Id;
  band: Band;
  text: string | null;
  on_day: Day;
  author: string | null;
  created_at: Time;
}

export interface HealthDay {
  day: Day;
  band: Band;
  points: number | null;
  coverage: number;
  scorecard: string;
  version: number;
}

export interface NewJudgement { band: Band; text?: string | null; on_day?: Day | null }

export interface HealthSummary { bands: BandsOn; weeks: BandsOn[] }

export interface BandsOn { day: Day; GOOD: number; NORMAL: number; BAD: number; UNKNOWN: number }

export interface Scorecard {
  id: Id;
  name: string;
  purpose: "retention" | "conversion" | "expansion";
  product_id: Id | null;
  segment: Condition | null;
  position: number;
  enabled: boolean;
  version: number;
  published: Definition | null;
  published_version: number;
  draft: Definition | null;
  accounts: number;
}

export interface NewScorecard {
  name: string;
  purpose: "retention" | "conversion" | "expansion";
  product_id?: Id | null;
  segment?: Condition | null;
  position?: number | null;
  definition: Definition;
}

export interface ScorecardChange {
  name?: string | null;
  purpose?: "retention" | "conversion" | "expansion" | null;
  product_id?: Id | null;
  segment?: Condition | null;
  position?: number | null;
  enabled?: boolean | null;
}

export interface ScorecardDefinition {
  rules?: unknown;
  points?: unknown;
  bad_below: number;
  good_from: number;
  unknown_below: number;
}

export interface ScorecardTemplate {
  key: string;
  name: string;
  name_ja: string;
  about: string;
  about_ja: string;
  segment: Condition | null;
  definition: Definition;
}

export interface ScorecardPreviewAsk {
  scorecard_id?: Id | null;
  product_id?: Id | null;
  purpose?: "retention" | "conversion" | "expansion" | null;
  segment?: Condition | null;
  definition: Definition;
  as_of?: Day | null;
}

export interface ScorecardPreview {
  accounts: number;
  bands: BandCounts;
  coverage: number;
  fires: RuleFires[];
  moved: number;
  moves: ScorecardMove[];
}

export interface BandCounts { GOOD: number; NORMAL: number; BAD: number; UNKNOWN: number }

export interface RuleFires { key: string; accounts: number }

export interface ScorecardMove {
  account_id: Id;
  account: string;
  band: Band | null;
  points: number | null;
  new_band: Band;
  new_points: number | null;
  because: Reason | null;
  mrr?: Money | null;
  renews_on: Day | null;
}

export interface MeasureDistributionAsk {
  scorecard_id?: Id | null;
  product_id?: Id | null;
  purpose?: "retention" | "conversion" | "expansion" | null;
  segment?: Condition | null;
  measure?: unknown;
  attribute?: string | null;
  as_of?: Day | null;
}

export interface MeasureDistribution {
  accounts: number;
  known: number;
  whole: boolean;
  deciles: MeasureDecile[];
  bars: MeasureBar[];
  values: AttributeValue[];
  low: number | null;
  high: number | null;
}

export interface MeasureDecile { share: number; value: number }

export interface MeasureBar { from: number | null; until: number | null; accounts: number }

export interface AttributeValue { value: string; accounts: number }

export interface ScorecardSheet {
  as_of: Day;
  from_day: Day;
  accounts: number;
  moved: number;
  cells: SheetCell[];
  weeks: SheetWeek[];
  left: number;
  stayed: number;
  few: boolean;
  in_force: SheetRecord | null;
  draft: SheetRecord;
  gained: number;
  lost: number;
  leavers: SheetLeaver[];
  owners: SheetOwner[];
  undated: string[];
}

export interface SheetCell {
  band: Band | null;
  new_band: Band | null;
  accounts: number;
  mrr?: Money | null;
  items: SheetAccount[];
}

export interface SheetAccount { account_id: Id; account: string; points: number | null; new_points: number | null }

export interface SheetWeek {
  day: Day;
  in_force: BandCounts;
  draft: BandCounts;
  in_force_alarms: number;
  draft_alarms: number;
}

export interface SheetRecord {
  alarms: number;
  alarms_by_owner: number | null;
  caught: number;
  withdrawn: number;
  missed: number;
  caught_low: number;
  caught_high: number;
  early: SheetEarly | null;
  false_alarmed: number;
  open: number;
  false_low: number;
  false_high: number;
  trust: SheetTrust;
  segments: SheetSegmentTrust[];
}

export interface SheetEarly { lower: number; median: number; upper: number }

export interface SheetTrust {
  seen: number;
  left: number;
  auc: number | null;
  auc_low: number | null;
  auc_high: number | null;
  noise: boolean;
  tenth_left: number | null;
  lift: number | null;
  bands: SheetBandLeft[];
}

export interface SheetBandLeft { band: Band; seen: number; left: number; low: number; high: number }

export interface SheetSegmentTrust {
  segment_id: Id;
  name: string;
  seen: number;
  left: number;
  auc: number | null;
  auc_low: number | null;
  auc_high: number | null;
  noise: boolean;
  left_ids: Id[];
}

export interface SheetLeaver {
  account_id: Id;
  account: string;
  left_on: Day;
  in_force: "caught" | "withdrawn" | "missed";
  draft: "caught" | "withdrawn" | "missed";
  in_force_early: number | null;
  draft_early: number | null;
}

export interface SheetOwner { owner_id: Id | null; accounts: number; in_force_alarms: number; draft_alarms: number }

export interface NewPublication { reason?: string | null; restores?: number | null }

export interface ScorecardVersion {
  number: number;
  from_day: Day;
  published_at: Time;
  published_by: string;
  publisher: string | null;
  reason: string | null;
  moved: number | null;
  restores: number | null;
  product_id: Id | null;
  segment: Condition | null;
  definition: Definition;
  changed_segment: string | null;
}

export interface Today {
  as_of: Day;
  head: TodayHead;
  groups: TodayGroup[];
  items: TodayItem[];
  tasks: TodayTask[];
  items_total: number;
  tasks_total: number;
  bands: BandsOn;
  weeks: BandsOn[];
}

export interface TodayHead {
  accounts: number;
  bad: number;
  bad_change: number;
  renewals_30: number;
  renewals_30_mrr?: Money | null;
  renewals_30_without_rate?: WithoutRate[];
  tasks_open: number;
  tasks_due: number;
  snoozed: number;
  done: number;
  to_do: number;
  done_by: TodayDoneBy[];
}

export interface TodayDoneBy { staff_id: Id | null; name: string | null; rows: number }

export interface TodayGroup {
  group: "fell" | "risk" | "watch" | "renewal" | "steady" | "done";
  rows: number;
  expected_loss?: Money | null;
  converted?: number;
  without_rate?: WithoutRate[];
}

export interface TodayItem {
  account_id: Id;
  account: string;
  band: Band;
  points: number | null;
  previous_band: Band | null;
  changed_on: Day | null;
  fell: boolean;
  reasons: Reason[];
  trend: WeekPoints[];
  mrr?: Money | null;
  mrr_without_rate?: string[];
  renews_on: Day | null;
  days_to_renewal: number | null;
  notice_on: Day | null;
  expected_loss?: Money | null;
  expected_loss_home?: Money | null;
  risk: number;
  nearness: number;
  recent: number;
  happened_on: Day | null;
  group: "fell" | "risk" | "watch" | "renewal" | "steady" | "done";
  auto_renews: boolean;
  score?: number;
  owner: string | null;
  for_owner: boolean;
  source: string;
  subject: string | null;
  reason: string;
  arguments: string[];
  action: "task" | "call" | "note";
  snoozed_until: Day | null;
  snooze_id: Id | null;
  snooze_reason: string | null;
  open_tasks: number;
  last_touch_at: Time | null;
  done_at: Time | null;
  done: string | null;
  note: TodayNote | null;
  person: TodayPerson | null;
}

export interface WeekPoints { day: Day; points: number | null }

export interface TodayNote { text: string; author: string | null; at: Time }

export interface TodayPerson { contact_id: Id; name: string | null; phone: string | null }

export interface TodayTask {
  source: string;
  id: Id;
  account_id: Id | null;
  account: string | null;
  title: string;
  text: string | null;
  owner_id: Id | null;
  owner: string | null;
  due_on: Day | null;
  done_at: Time | null;
  snoozed_until: Day | null;
  snooze_reason: string | null;
  created_at: Time;
  version: number;
}

export interface NewTodayDone { account_id: Id }

export interface NewTodaySnooze { account_id: Id; until: Day; reason: string }

export interface TodaySnooze { id: Id }

export interface Overview {
  as_of: Day;
  total: OverviewFigure;
  bands: OverviewBand[];
  renewing_30: OverviewFigure;
  renewing_90: OverviewFigure;
  without_owner: OverviewFigure;
  by: string;
  groupings: OverviewGrouping[];
  groups: OverviewGroup[];
  several: number;
}

export interface OverviewFigure {
  accounts: number;
  mrr?: Money | null;
  expected_loss?: Money | null;
  converted?: number;
  without_rate?: WithoutRate[];
  filter: Condition | null;
}

export interface OverviewBand { band: "GOOD" | "NORMAL" | "BAD" | "UNKNOWN" | "UNJUDGED"; figure: OverviewFigure }

export interface OverviewGrouping { by: string; name: string | null; name_ja: string | null }

export interface OverviewGroup {
  key: string | null;
  name: string | null;
  name_ja: string | null;
  total: OverviewFigure;
  bad: OverviewFigure;
  normal: OverviewFigure;
}

export interface OverviewMoves { before: Day; as_of: Day; moves: OverviewMove[] }

export interface OverviewMove {
  from: "GOOD" | "NORMAL" | "BAD" | "UNKNOWN" | "UNJUDGED" | "NEW";
  to: "GOOD" | "NORMAL" | "BAD" | "UNKNOWN" | "UNJUDGED" | "LEFT";
  accounts: number;
  mrr?: Money | null;
  converted?: number;
  without_rate?: WithoutRate[];
}

export interface OverviewMoved {
  account_id: Id;
  account: string;
  owner: string | null;
  mrr?: Money | null;
  mrr_without_rate?: string[];
}

export interface OverviewWork {
  from: Day;
  as_of: Day;
  week: OverviewDone;
  week_before: OverviewDone;
  people: OverviewDoer[];
}

export interface OverviewDone { calls: number; activities: number; notes: number; tasks: number; accounts: number }

export interface OverviewDoer { actor: string; name: string | null; week: OverviewDone; week_before: OverviewDone }

export interface OverviewDeed {
  id: Id;
  at: Time;
  kind: string;
  actor: string;
  name: string | null;
  account_id: Id | null;
  account: string | null;
}

export type Audit = {
  id: Id;
  at: Time;
  actor: string;
  actor_name: string | null;
  account_id: Id | null;
  account: string | null;
  subject: string | null;
  reason: string | null;
} & Fact;

export interface Finding { check: string; state: "good" | "warn" | "bad"; text: string; advice: string | null }

export interface BackupFile { file: string; size: number; made_at: Time }

export interface Backup {
  id: Id;
  file: string | null;
  state: "waiting" | "running" | "done" | "failed";
  progress: number;
  error: string | null;
}

export interface JobMade { job_id: Id }

export interface JobState {
  id: Id;
  kind: string;
  state: "waiting" | "running" | "done" | "failed";
  progress: number;
  attempts: number;
  error: string | null;
}

export interface SetupLink { link: string }

export interface DemoAsked { language?: "ja" | "en" | null; time_zone?: string | null }

export interface DemoMade { made: boolean; email: string; password: string }

export interface DemoRemoved { setup: string | null }

export interface Routes {
  /** Check that the process is alive */
  "GET /healthz": { asks: undefined; takes: undefined; gives: undefined };
  /** Check that requests can be answered */
  "GET /readyz": { asks: undefined; takes: undefined; gives: undefined };
  /** Counters for Prometheus */
  "GET /metrics": { asks: undefined; takes: undefined; gives: undefined };
  /** Get this API description */
  "GET /api/v1/openapi.json": { asks: undefined; takes: undefined; gives: undefined };
  /** Stream the keys that changed, as server-sent events */
  "GET /api/v1/stream": { asks: undefined; takes: undefined; gives: undefined };
  /** Get the workspace settings */
  "GET /api/v1/workspace": { asks: undefined; takes: undefined; gives: Workspace };
  /** Change the workspace settings */
  "PATCH /api/v1/workspace": { asks: undefined; takes: WorkspaceChange; gives: Workspace };
  /** Check whether the workspace can be set up with this link */
  "GET /api/v1/setup": { asks: { token: string }; takes: undefined; gives: SetupState };
  /** Set up the workspace and its first admin (once) */
  "POST /api/v1/setup": { asks: undefined; takes: Setup; gives: Me };
  /** Get the signed-in user */
  "GET /api/v1/session": { asks: undefined; takes: undefined; gives: Me };
  /** Sign in */
  "POST /api/v1/session": { asks: undefined; takes: SignIn; gives: Me };
  /** Sign out */
  "DELETE /api/v1/session": { asks: undefined; takes: undefined; gives: undefined };
  /** Change your own name or language */
  "PATCH /api/v1/me": { asks: undefined; takes: MeChange; gives: Me };
  /** Change your own password */
  "POST /api/v1/me/password": { asks: undefined; takes: PasswordChange; gives: undefined };
  /** List your own sessions, newest first */
  "GET /api/v1/me/sessions": { asks: { cursor?: Id; limit?: number }; takes: undefined; gives: { items: OwnSession[]; next: string | null } };
  /** End all your other sessions */
  "DELETE /api/v1/me/sessions": { asks: undefined; takes: undefined; gives: undefined };
  /** End one of your own sessions */
  "DELETE /api/v1/me/sessions/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Whether your sign-in asks for a code */
  "GET /api/v1/me/two_step": { asks: undefined; takes: undefined; gives: TwoStepState };
  /** Begin two-step sign-in: a secret for an authenticator app, as text and QR code */
  "POST /api/v1/me/two_step": { asks: undefined; takes: TwoStepBegin; gives: TwoStepSetup };
  /** Turn two-step sign-in on by a code of the app; ends your other sessions and returns recovery codes, only once */
  "POST /api/v1/me/two_step/confirm": { asks: undefined; takes: TwoStepCode; gives: RecoveryCodes };
  /** Create new recovery codes; older ones stop working */
  "POST /api/v1/me/two_step/codes": { asks: undefined; takes: TwoStepProof; gives: RecoveryCodes };
  /** Turn two-step sign-in off */
  "POST /api/v1/me/two_step/off": { asks: undefined; takes: TwoStepProof; gives: undefined };
  /** Get the person invited by this link */
  "GET /api/v1/invitation": { asks: { token: string }; takes: undefined; gives: InvitationState };
  /** Accept an invitation by choosing a password (once) */
  "POST /api/v1/invitation": { asks: undefined; takes: InvitationAccept; gives: Me };
  /** List all staff */
  "GET /api/v1/staff": { asks: { cursor?: Id; limit?: number }; takes: undefined; gives: { items: Staff[]; next: string | null } };
  /** Add a staff member; returns an invitation link */
  "POST /api/v1/staff": { asks: undefined; takes: StaffNew; gives: StaffInvited };
  /** Change name, role or areas, disable or enable */
  "PATCH /api/v1/staff/{id}": { asks: undefined; takes: StaffChange; gives: Staff };
  /** Create a new link; older ones stop working */
  "POST /api/v1/staff/{id}/invitation": { asks: undefined; takes: undefined; gives: InvitationLink };
  /** Turn two-step sign-in off for a member who lost the device; ends their sessions */
  "DELETE /api/v1/staff/{id}/two_step": { asks: undefined; takes: undefined; gives: undefined };
  /** List all keys, newest first */
  "GET /api/v1/keys": { asks: { cursor?: Id; limit?: number }; takes: undefined; gives: { items: Key[]; next: string | null } };
  /** Create a key; returns its token, only this once */
  "POST /api/v1/keys": { asks: undefined; takes: KeyNew; gives: KeyMade };
  /** Change the areas that a token has access to */
  "PATCH /api/v1/keys/{id}": { asks: undefined; takes: KeyChange; gives: Key };
  /** Revoke a key */
  "DELETE /api/v1/keys/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** The page where people sign in */
  "GET /sign-in": { asks: { to?: string; language?: "ja" | "en" }; takes: undefined; gives: undefined };
  /** Sign in from that page */
  "POST /sign-in": { asks: undefined; takes: undefined; gives: undefined };
  /** Send the code of a two-step sign-in from that page */
  "POST /sign-in/code": { asks: undefined; takes: undefined; gives: undefined };
  /** The page that a set-up link leads to */
  "GET /setup": { asks: { token?: string }; takes: undefined; gives: undefined };
  /** The page that an invitation leads to */
  "GET /invitation": { asks: { token?: string }; takes: undefined; gives: undefined };
  /** List absences of staff, now and to come; until_on is the first day back */
  "GET /api/v1/absences": { asks: { staff_id?: Id }; takes: undefined; gives: { items: Absence[]; next: string | null } };
  /** Add an absence of your own */
  "POST /api/v1/me/absences": { asks: undefined; takes: NewAbsence; gives: Absence };
  /** Change an absence of your own */
  "PATCH /api/v1/me/absences/{id}": { asks: undefined; takes: AbsencePatch; gives: Absence };
  /** Delete an absence of your own */
  "DELETE /api/v1/me/absences/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Add an absence of a staff member */
  "POST /api/v1/staff/{id}/absences": { asks: undefined; takes: NewAbsence; gives: Absence };
  /** Change an absence of anybody */
  "PATCH /api/v1/absences/{id}": { asks: undefined; takes: AbsencePatch; gives: Absence };
  /** Delete an absence of anybody */
  "DELETE /api/v1/absences/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** List all teams, with their members and what is theirs */
  "GET /api/v1/teams": { asks: undefined; takes: undefined; gives: { items: Team[]; next: string | null } };
  /** Add a team */
  "POST /api/v1/teams": { asks: undefined; takes: NewTeam; gives: Team };
  /** Get a team */
  "GET /api/v1/teams/{id}": { asks: undefined; takes: undefined; gives: Team };
  /** Change a team; members replace those before */
  "PATCH /api/v1/teams/{id}": { asks: undefined; takes: TeamPatch; gives: Team };
  /** Delete a team that nothing uses */
  "DELETE /api/v1/teams/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** List the checks of data quality, each with its newest figure, its owner and 90 days of figures */
  "GET /api/v1/quality": { asks: undefined; takes: undefined; gives: { items: QualityCheck[]; next: string | null } };
  /** List what a check finds */
  "GET /api/v1/quality/{id}/rows": { asks: { cursor?: string; limit?: number }; takes: undefined; gives: { items: QualityRow[]; next: string | null } };
  /** Set who looks after a check; a reason mutes it, and null lets it speak again */
  "PATCH /api/v1/quality/{id}": { asks: undefined; takes: QualityPatch; gives: undefined };
  /** Run all checks now */
  "POST /api/v1/quality/counts": { asks: undefined; takes: undefined; gives: undefined };
  /** List the steps of setting up, each with its state out of the data, and why it is worth doing */
  "GET /api/v1/setup-steps": { asks: undefined; takes: undefined; gives: { items: SetupStep[]; next: string | null } };
  /** List the kinds of events that webhooks can be sent */
  "GET /api/v1/webhook-kinds": { asks: undefined; takes: undefined; gives: { items: WebhookKind[]; next: string | null } };
  /** List all webhooks */
  "GET /api/v1/webhooks": { asks: undefined; takes: undefined; gives: { items: Webhook[]; next: string | null } };
  /** Add a webhook; returns its signing secret, only this once */
  "POST /api/v1/webhooks": { asks: undefined; takes: NewWebhook; gives: WebhookMade };
  /** Get a webhook */
  "GET /api/v1/webhooks/{id}": { asks: undefined; takes: undefined; gives: Webhook };
  /** Change a webhook; resumes it if it was paused */
  "PATCH /api/v1/webhooks/{id}": { asks: undefined; takes: WebhookPatch; gives: Webhook };
  /** Delete a webhook with its log */
  "DELETE /api/v1/webhooks/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Replace the signing secret; the old one signs too for keep_hours (24) */
  "POST /api/v1/webhooks/{id}/secret": { asks: undefined; takes: NewWebhookSecret; gives: WebhookMade };
  /** Send a test event */
  "POST /api/v1/webhooks/{id}/test": { asks: undefined; takes: undefined; gives: WebhookDelivery };
  /** Send again what happened since a day of the workspace */
  "POST /api/v1/webhooks/{id}/replay": { asks: undefined; takes: WebhookReplay; gives: undefined };
  /** List deliveries of the last 30 days, newest first */
  "GET /api/v1/webhooks/{id}/deliveries": { asks: { state?: "waiting" | "delivered" | "failed"; cursor?: Id; limit?: number }; takes: undefined; gives: { items: WebhookDelivery[]; next: string | null } };
  /** Send one delivery again, with the same id */
  "POST /api/v1/webhooks/{id}/deliveries/{delivery}/replay": { asks: undefined; takes: undefined; gives: WebhookDelivery };
  /** List all custom fields */
  "GET /api/v1/fields": { asks: undefined; takes: undefined; gives: { items: CustomField[]; next: string | null } };
  /** Add a custom field */
  "POST /api/v1/fields": { asks: undefined; takes: NewCustomField; gives: CustomField };
  /** Change a custom field */
  "PATCH /api/v1/fields/{id}": { asks: undefined; takes: CustomFieldPatch; gives: CustomField };
  /** Delete a custom field with all its values */
  "DELETE /api/v1/fields/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Upload a CSV file or an Excel workbook (.xlsx); its reading and mapping are guessed */
  "POST /api/v1/imports": { asks: { kind: string; file_name: string }; takes: undefined; gives: Import };
  /** List all imports, newest first */
  "GET /api/v1/imports": { asks: { cursor?: Id; limit?: number }; takes: undefined; gives: { items: Import[]; next: string | null } };
  /** Get an import: columns, preview, progress, errors */
  "GET /api/v1/imports/{id}": { asks: undefined; takes: undefined; gives: Import };
  /** Map columns and set options */
  "PATCH /api/v1/imports/{id}": { asks: undefined; takes: ImportChange; gives: Import };
  /** Delete an import that was never completed */
  "DELETE /api/v1/imports/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Validate an import: errors by line, nothing is changed */
  "POST /api/v1/imports/{id}/check": { asks: undefined; takes: undefined; gives: Import };
  /** Import the rows without errors */
  "POST /api/v1/imports/{id}/run": { asks: undefined; takes: undefined; gives: Import };
  /** Cancel an import; rows already imported stay */
  "POST /api/v1/imports/{id}/cancellation": { asks: undefined; takes: undefined; gives: Import };
  /** Undo an import: delete what it added, restore what it changed; what was changed or used since is kept */
  "POST /api/v1/imports/{id}/undo": { asks: undefined; takes: undefined; gives: Import };
  /** Get the rows with errors as CSV, with the reasons, one a line in each cell */
  "GET /api/v1/imports/{id}/bad.csv": { asks: undefined; takes: undefined; gives: undefined };
  /** Get which days do not count in measures of use: a country's public holidays, and the days of rest of a week */
  "GET /api/v1/calendar": { asks: undefined; takes: undefined; gives: Calendar };
  /** Choose them; all scores are computed again */
  "PATCH /api/v1/calendar": { asks: undefined; takes: CalendarPatch; gives: Calendar };
  /** List the holidays of a year (this one if none is given), computed ones and your own; until_on is the first day after */
  "GET /api/v1/holidays": { asks: { year?: number }; takes: undefined; gives: { items: Holiday[]; next: string | null } };
  /** Add days off of your own, one without until_on; those that begin on the same day are replaced */
  "POST /api/v1/holidays": { asks: undefined; takes: NewHoliday; gives: Holiday };
  /** Delete days off of your own */
  "DELETE /api/v1/holidays/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** List the calendars of business hours, with their weeks and dates; the first one is the workspace's */
  "GET /api/v1/hours": { asks: undefined; takes: undefined; gives: { items: HoursCalendar[]; next: string | null } };
  /** Add a calendar; in the workspace's time zone, and with its holidays off, if nothing else is said */
  "POST /api/v1/hours": { asks: undefined; takes: NewHours; gives: HoursCalendar };
  /** Get a calendar */
  "GET /api/v1/hours/{id}": { asks: undefined; takes: undefined; gives: HoursCalendar };
  /** Change its name, time zone, holidays or place */
  "PATCH /api/v1/hours/{id}": { asks: undefined; takes: HoursPatch; gives: HoursCalendar };
  /** Delete a calendar */
  "DELETE /api/v1/hours/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Set the windows of the week from a day on, in minutes of the local day; without from_on those that hold on all earlier days */
  "PUT /api/v1/hours/{id}/weeks": { asks: undefined; takes: NewHoursWeek; gives: HoursCalendar };
  /** Delete a week: the one before it goes on */
  "DELETE /api/v1/hours/{id}/weeks/{week_id}": { asks: undefined; takes: undefined; gives: HoursCalendar };
  /** Add dates that differ: closed, open at other hours (on holidays too), or breaks; one day without until_on */
  "POST /api/v1/hours/{id}/dates": { asks: undefined; takes: NewHoursDate; gives: HoursCalendar };
  /** Delete dates that differ */
  "DELETE /api/v1/hours/{id}/dates/{date_id}": { asks: undefined; takes: undefined; gives: HoursCalendar };
  /** Measure in business hours: with until, how many minutes are between; with minutes, when they have passed; and which days were skipped */
  "GET /api/v1/hours/{id}/time": { asks: { from?: Time; until?: Time; minutes?: number }; takes: undefined; gives: HoursMeasured };
  /** List the files of a note, call or task */
  "GET /api/v1/files": { asks: { subject: string }; takes: undefined; gives: { items: File[]; next: string | null } };
  /** Attach a file; the body is its content */
  "POST /api/v1/files": { asks: { subject: string; name: string }; takes: undefined; gives: File };
  /** Get the content of a file */
  "GET /api/v1/files/{id}/content": { asks: undefined; takes: undefined; gives: undefined };
  /** Remove a file; it can be put back for an hour */
  "DELETE /api/v1/files/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Put back a removed file */
  "POST /api/v1/files/{id}/restoration": { asks: undefined; takes: undefined; gives: File };
  /** Get the limits on files, and how much they take */
  "GET /api/v1/file-room": { asks: undefined; takes: undefined; gives: FileRoom };
  /** Get an account's timeline, newest first */
  "GET /api/v1/accounts/{id}/timeline": { asks: { kinds?: ("file" | "account" | "note" | "call" | "task" | "meeting" | "mail" | "usage" | "contract" | "ticket" | "health")[]; cursor?: string; limit?: number; as_of?: Day }; takes: undefined; gives: { items: TimelineItem[]; next: string | null } };
  /** Search everything people read: the newest hits, or the best */
  "GET /api/v1/search": { asks: { q: string; kind?: string; order?: "newest" | "relevance"; cursor?: string; limit?: number }; takes: undefined; gives: FoundPage };
  /** List your own notices, newest first */
  "GET /api/v1/me/notices": { asks: { cursor?: string; limit?: number }; takes: undefined; gives: { items: Notice[]; next: string | null } };
  /** Count your unread notices, of the latest 100 */
  "GET /api/v1/me/notices/count": { asks: undefined; takes: undefined; gives: NoticeCount };
  /** Mark all your notices as read */
  "POST /api/v1/me/notices/read": { asks: undefined; takes: undefined; gives: undefined };
  /** Mark one of your notices as read or unread */
  "PATCH /api/v1/me/notices/{id}": { asks: undefined; takes: NoticeMark; gives: undefined };
  /** List what you can be told, and what you are */
  "GET /api/v1/me/notice-kinds": { asks: undefined; takes: undefined; gives: { items: NoticeChoice[]; next: string | null } };
  /** Choose whether you are told of one kind */
  "POST /api/v1/me/notice-kinds": { asks: undefined; takes: NoticeChoice; gives: undefined };
  /** List scheduled imports */
  "GET /api/v1/import-schedules": { asks: undefined; takes: undefined; gives: { items: ImportSchedule[]; next: string | null } };
  /** Schedule an import: a file of the server's folder, of a URL or of an SFTP server, read as an import that is done */
  "POST /api/v1/import-schedules": { asks: undefined; takes: NewImportSchedule; gives: ImportSchedule };
  /** Get a scheduled import */
  "GET /api/v1/import-schedules/{id}": { asks: undefined; takes: undefined; gives: ImportSchedule };
  /** Change a scheduled import */
  "PATCH /api/v1/import-schedules/{id}": { asks: undefined; takes: ImportSchedulePatch; gives: ImportSchedule };
  /** Delete a scheduled import; its imports stay */
  "DELETE /api/v1/import-schedules/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Fetch and import the file now */
  "POST /api/v1/import-schedules/{id}/run": { asks: undefined; takes: undefined; gives: ImportSchedule };
  /** List the runs of a scheduled import, newest first */
  "GET /api/v1/import-schedules/{id}/runs": { asks: { cursor?: Id; limit?: number }; takes: undefined; gives: { items: ImportScheduleRun[]; next: string | null } };
  /** List all products with their features */
  "GET /api/v1/products": { asks: undefined; takes: undefined; gives: { items: Product[]; next: string | null } };
  /** Add a product */
  "POST /api/v1/products": { asks: undefined; takes: NewProduct; gives: Product };
  /** Change a product */
  "PATCH /api/v1/products/{id}": { asks: undefined; takes: ProductPatch; gives: Product };
  /** Delete a product and its features */
  "DELETE /api/v1/products/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Add a feature with its rules */
  "POST /api/v1/features": { asks: undefined; takes: NewFeature; gives: Feature };
  /** Change a feature; changed rules recalculate usage */
  "PATCH /api/v1/features/{id}": { asks: undefined; takes: FeaturePatch; gives: Feature };
  /** Delete a feature */
  "DELETE /api/v1/features/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** List the gauges: numbers that events carry */
  "GET /api/v1/gauges": { asks: undefined; takes: undefined; gives: { items: Gauge[]; next: string | null } };
  /** Add a gauge by event name and property; stored events are counted again */
  "POST /api/v1/gauges": { asks: undefined; takes: NewGauge; gives: Gauge };
  /** Change a gauge; another event or property counts stored events again */
  "PATCH /api/v1/gauges/{id}": { asks: undefined; takes: GaugePatch; gives: Gauge };
  /** Delete a gauge */
  "DELETE /api/v1/gauges/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** List accounts by filter, text and order */
  "GET /api/v1/accounts": { asks: { q?: string; filter?: string; sort?: string; cursor?: string; limit?: number; as_of?: Day; kept?: boolean; columns?: string; heads?: "names" | "words" }; takes: undefined; gives: AccountList };
  /** Add an account */
  "POST /api/v1/accounts": { asks: undefined; takes: NewAccount; gives: Account };
  /** Get the same list as a CSV file */
  "GET /api/v1/accounts.csv": { asks: { q?: string; filter?: string; sort?: string; cursor?: string; limit?: number; as_of?: Day; kept?: boolean; columns?: string; heads?: "names" | "words" }; takes: undefined; gives: undefined };
  /** Get the same list as an Excel workbook */
  "GET /api/v1/accounts.xlsx": { asks: { q?: string; filter?: string; sort?: string; cursor?: string; limit?: number; as_of?: Day; kept?: boolean; columns?: string; heads?: "names" | "words" }; takes: undefined; gives: undefined };
  /** Change an account */
  "PATCH /api/v1/accounts/{id}": { asks: undefined; takes: AccountPatch; gives: Account };
  /** Delete an account, its data, and the people known only through it */
  "DELETE /api/v1/accounts/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Get an account with its people, products and children */
  "GET /api/v1/accounts/{id}": { asks: { as_of?: Day }; takes: undefined; gives: AccountPage };
  /** Change several accounts at once, by ids or filter */
  "POST /api/v1/accounts/changes": { asks: undefined; takes: AccountChanges; gives: AccountsChanged };
  /** Count how many accounts such a change would alter */
  "POST /api/v1/accounts/changes/preview": { asks: undefined; takes: AccountChanges; gives: AccountChangesPreview };
  /** Get how far a change of several accounts is */
  "GET /api/v1/accounts/changes/{id}": { asks: undefined; takes: undefined; gives: AccountsChanged };
  /** Undo a change of several accounts, where nobody has changed the same since */
  "POST /api/v1/accounts/changes/{id}/undo": { asks: undefined; takes: undefined; gives: AccountsChanged };
  /** List test accounts, which count in no measure */
  "GET /api/v1/test-accounts": { asks: { cursor?: Id; limit?: number }; takes: undefined; gives: { items: TestAccount[]; next: string | null } };
  /** Look at two accounts side by side, and count what would move */
  "GET /api/v1/accounts/{id}/merge": { asks: { with: Id }; takes: undefined; gives: AccountMergePreview };
  /** Merge another account into this one, which stays */
  "POST /api/v1/accounts/{id}/merge": { asks: undefined; takes: NewAccountMerge; gives: AccountMerge };
  /** List the accounts that were merged into this one */
  "GET /api/v1/accounts/{id}/merges": { asks: undefined; takes: undefined; gives: { items: AccountMerge[]; next: string | null } };
  /** Undo a merge of accounts, for 30 days */
  "POST /api/v1/account-merges/{id}/undo": { asks: undefined; takes: undefined; gives: AccountMerge };
  /** Add a contact to an account */
  "POST /api/v1/contacts": { asks: undefined; takes: NewContact; gives: Contact };
  /** List contacts by filter, text and order; those of one account with a role first */
  "GET /api/v1/contacts": { asks: { account_id?: Id; q?: string; filter?: string; sort?: string; cursor?: string; limit?: number; kept?: boolean; uses?: boolean; columns?: string; heads?: "names" | "words" }; takes: undefined; gives: ContactList };
  /** Get a contact */
  "GET /api/v1/contacts/{id}": { asks: undefined; takes: undefined; gives: Contact };
  /** Change a contact, its accounts and its roles */
  "PATCH /api/v1/contacts/{id}": { asks: undefined; takes: ContactPatch; gives: Contact };
  /** Erase a person everywhere */
  "DELETE /api/v1/contacts/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Export what is stored about a person, without what is not for the caller */
  "GET /api/v1/contacts/{id}/export": { asks: undefined; takes: undefined; gives: undefined };
  /** Get contacts as a CSV file */
  "GET /api/v1/contacts.csv": { asks: { account_id?: Id; q?: string; filter?: string; sort?: string; cursor?: string; limit?: number; kept?: boolean; uses?: boolean; columns?: string; heads?: "names" | "words" }; takes: undefined; gives: undefined };
  /** Get contacts as an Excel workbook */
  "GET /api/v1/contacts.xlsx": { asks: { account_id?: Id; q?: string; filter?: string; sort?: string; cursor?: string; limit?: number; kept?: boolean; uses?: boolean; columns?: string; heads?: "names" | "words" }; takes: undefined; gives: undefined };
  /** Count the notes, tasks, calls, meetings and e-mails that mention a person's name, which an erasure leaves */
  "GET /api/v1/contacts/{id}/mentions": { asks: undefined; takes: undefined; gives: ContactMentions };
  /** List the rules that say whose use counts in no measure, with the people each holds */
  "GET /api/v1/exclusions": { asks: undefined; takes: undefined; gives: { items: Exclusion[]; next: string | null } };
  /** Add such a rule; use is recalculated in the background */
  "POST /api/v1/exclusions": { asks: undefined; takes: NewExclusion; gives: Exclusion };
  /** Delete such a rule; the people it held count again */
  "DELETE /api/v1/exclusions/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** List pairs of accounts that look the same, the most alike first */
  "GET /api/v1/duplicates": { asks: { state?: "open" | "dismissed"; account_id?: Id; cursor?: string; limit?: number }; takes: undefined; gives: { items: Duplicate[]; next: string | null } };
  /** Count possible duplicates */
  "GET /api/v1/duplicates/count": { asks: undefined; takes: undefined; gives: DuplicateCounts };
  /** Say that two accounts are not the same */
  "POST /api/v1/duplicates/{id}/dismiss": { asks: undefined; takes: undefined; gives: Duplicate };
  /** Take back that two accounts are not the same */
  "POST /api/v1/duplicates/{id}/reopen": { asks: undefined; takes: undefined; gives: Duplicate };
  /** Add a task */
  "POST /api/v1/tasks": { asks: undefined; takes: NewTask; gives: Task };
  /** List tasks by filter and order, by due day unless asked otherwise */
  "GET /api/v1/tasks": { asks: { owner_id?: string; account_id?: Id; state?: "open" | "done" | "all"; due_until?: Day; q?: string; filter?: string; sort?: string; cursor?: string; limit?: number; kept?: boolean; by_group?: boolean; columns?: string; heads?: "names" | "words" }; takes: undefined; gives: TaskList };
  /** Change a task */
  "PATCH /api/v1/tasks/{id}": { asks: undefined; takes: TaskPatch; gives: Task };
  /** Delete a task */
  "DELETE /api/v1/tasks/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Mark a task as done */
  "POST /api/v1/tasks/{id}/completion": { asks: undefined; takes: undefined; gives: Task };
  /** Reopen a task */
  "DELETE /api/v1/tasks/{id}/completion": { asks: undefined; takes: undefined; gives: Task };
  /** Snooze a task, with a reason */
  "POST /api/v1/tasks/{id}/snooze": { asks: undefined; takes: TaskSnooze; gives: Task };
  /** Add a note to an account */
  "POST /api/v1/notes": { asks: undefined; takes: NewNote; gives: Note };
  /** Change a note */
  "PATCH /api/v1/notes/{id}": { asks: undefined; takes: NotePatch; gives: Note };
  /** Delete a note */
  "DELETE /api/v1/notes/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Log a call */
  "POST /api/v1/calls": { asks: undefined; takes: NewCall; gives: Call };
  /** Change a logged call */
  "PATCH /api/v1/calls/{id}": { asks: undefined; takes: CallPatch; gives: Call };
  /** Delete a logged call */
  "DELETE /api/v1/calls/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Get the same list as a CSV file */
  "GET /api/v1/tasks.csv": { asks: { owner_id?: string; account_id?: Id; state?: "open" | "done" | "all"; due_until?: Day; q?: string; filter?: string; sort?: string; cursor?: string; limit?: number; kept?: boolean; by_group?: boolean; columns?: string; heads?: "names" | "words" }; takes: undefined; gives: undefined };
  /** Get the same list as an Excel workbook */
  "GET /api/v1/tasks.xlsx": { asks: { owner_id?: string; account_id?: Id; state?: "open" | "done" | "all"; due_until?: Day; q?: string; filter?: string; sort?: string; cursor?: string; limit?: number; kept?: boolean; by_group?: boolean; columns?: string; heads?: "names" | "words" }; takes: undefined; gives: undefined };
  /** Change several tasks at once, by ids or filter */
  "POST /api/v1/tasks/changes": { asks: undefined; takes: TaskChanges; gives: TasksChanged };
  /** Get a change of several tasks */
  "GET /api/v1/tasks/changes/{id}": { asks: undefined; takes: undefined; gives: TasksChanged };
  /** Undo a change of several tasks, where nobody has changed the same since */
  "POST /api/v1/tasks/changes/{id}/undo": { asks: undefined; takes: undefined; gives: TasksChanged };
  /** Read a meeting or e-mail with those who took part */
  "GET /api/v1/activities/{id}": { asks: undefined; takes: undefined; gives: Activity };
  /** Change a logged meeting or e-mail */
  "PATCH /api/v1/activities/{id}": { asks: undefined; takes: ActivityPatch; gives: Activity };
  /** Delete a logged meeting or e-mail */
  "DELETE /api/v1/activities/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Log a meeting or an e-mail */
  "POST /api/v1/activities": { asks: undefined; takes: NewActivity; gives: Activity };
  /** List all segments, with their size and who uses them */
  "GET /api/v1/segments": { asks: { as_of?: Day }; takes: undefined; gives: { items: Segment[]; next: string | null } };
  /** Add a segment */
  "POST /api/v1/segments": { asks: undefined; takes: NewSegment; gives: Segment };
  /** List the names of all segments */
  "GET /api/v1/segments/names": { asks: undefined; takes: undefined; gives: { items: SegmentName[]; next: string | null } };
  /** Get a segment */
  "GET /api/v1/segments/{id}": { asks: { as_of?: Day }; takes: undefined; gives: Segment };
  /** Change a segment; it counts at once wherever it is used */
  "PATCH /api/v1/segments/{id}": { asks: undefined; takes: SegmentPatch; gives: Segment };
  /** Delete a segment that nothing uses */
  "DELETE /api/v1/segments/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** List how many accounts were in a segment, week by week for half a year */
  "GET /api/v1/segments/{id}/sizes": { asks: { as_of?: Day }; takes: undefined; gives: { items: SegmentSize[]; next: string | null } };
  /** Count the accounts that a condition holds for */
  "POST /api/v1/segments/preview": { asks: undefined; takes: SegmentPreview; gives: SegmentPreviewed };
  /** List your saved views and the shared ones */
  "GET /api/v1/views": { asks: undefined; takes: undefined; gives: { items: SavedView[]; next: string | null } };
  /** Save a view for yourself */
  "POST /api/v1/views": { asks: undefined; takes: NewSavedView; gives: SavedView };
  /** Change a view of your own */
  "PATCH /api/v1/views/{id}": { asks: undefined; takes: SavedViewPatch; gives: SavedView };
  /** Delete a view of your own */
  "DELETE /api/v1/views/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Set the order of your own views */
  "POST /api/v1/views/order": { asks: undefined; takes: ViewOrder; gives: undefined };
  /** Share a view of your own with everybody */
  "POST /api/v1/views/{id}/share": { asks: undefined; takes: undefined; gives: SavedView };
  /** Keep a shared view of your own to yourself */
  "DELETE /api/v1/views/{id}/share": { asks: undefined; takes: undefined; gives: SavedView };
  /** Take over a shared view */
  "POST /api/v1/views/{id}/owner": { asks: undefined; takes: undefined; gives: SavedView };
  /** Count what is in each of your views and the shared ones */
  "GET /api/v1/views/counts": { asks: undefined; takes: undefined; gives: { items: ViewCount[]; next: string | null } };
  /** List the pairs of conditions on accounts that should say the same, and how they stand today */
  "GET /api/v1/agreements": { asks: undefined; takes: undefined; gives: { items: Agreement[]; next: string | null } };
  /** Add such a pair */
  "POST /api/v1/agreements": { asks: undefined; takes: NewAgreement; gives: Agreement };
  /** Delete such a pair */
  "DELETE /api/v1/agreements/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Identify a person: traits by user id */
  "POST /v1/identify": { asks: undefined; takes: { event?: string; name?: string; groupId?: string; previousId?: string; properties?: Record<string, unknown>; traits?: Record<string, unknown>; userId?: string; anonymousId?: string; messageId?: string; timestamp?: Time; sentAt?: Time; context?: { groupId?: string }; writeKey?: string }; gives: undefined };
  /** Track what a person did */
  "POST /v1/track": { asks: undefined; takes: { event: string; name?: string; groupId?: string; previousId?: string; properties?: Record<string, unknown>; traits?: Record<string, unknown>; userId?: string; anonymousId?: string; messageId?: string; timestamp?: Time; sentAt?: Time; context?: { groupId?: string }; writeKey?: string }; gives: undefined };
  /** Track a page view */
  "POST /v1/page": { asks: undefined; takes: { event?: string; name?: string; groupId?: string; previousId?: string; properties?: Record<string, unknown>; traits?: Record<string, unknown>; userId?: string; anonymousId?: string; messageId?: string; timestamp?: Time; sentAt?: Time; context?: { groupId?: string }; writeKey?: string }; gives: undefined };
  /** Track a screen view */
  "POST /v1/screen": { asks: undefined; takes: { event?: string; name?: string; groupId?: string; previousId?: string; properties?: Record<string, unknown>; traits?: Record<string, unknown>; userId?: string; anonymousId?: string; messageId?: string; timestamp?: Time; sentAt?: Time; context?: { groupId?: string }; writeKey?: string }; gives: undefined };
  /** Assign a person to an account and set the account's traits */
  "POST /v1/group": { asks: undefined; takes: { event?: string; name?: string; groupId: string; previousId?: string; properties?: Record<string, unknown>; traits?: Record<string, unknown>; userId?: string; anonymousId?: string; messageId?: string; timestamp?: Time; sentAt?: Time; context?: { groupId?: string }; writeKey?: string }; gives: undefined };
  /** Join two ids of one person */
  "POST /v1/alias": { asks: undefined; takes: { event?: string; name?: string; groupId?: string; previousId: string; properties?: Record<string, unknown>; traits?: Record<string, unknown>; userId: string; anonymousId?: string; messageId?: string; timestamp?: Time; sentAt?: Time; context?: { groupId?: string }; writeKey?: string }; gives: undefined };
  /** Send up to 500 KB of the calls above */
  "POST /v1/batch": { asks: undefined; takes: { batch: ({ type: "identify" | "track" | "page" | "screen" | "group" | "alias"; event?: string; name?: string; groupId?: string; previousId?: string; properties?: Record<string, unknown>; traits?: Record<string, unknown>; userId?: string; anonymousId?: string; messageId?: string; timestamp?: Time; sentAt?: Time; context?: { groupId?: string }; writeKey?: string })[]; sentAt?: Time; context?: Record<string, unknown>; writeKey?: string }; gives: undefined };
  /** Send a batch of past events; times are taken as given */
  "POST /v1/import": { asks: undefined; takes: { batch: ({ type: "identify" | "track" | "page" | "screen" | "group" | "alias"; event?: string; name?: string; groupId?: string; previousId?: string; properties?: Record<string, unknown>; traits?: Record<string, unknown>; userId?: string; anonymousId?: string; messageId?: string; timestamp?: Time; sentAt?: Time; context?: { groupId?: string }; writeKey?: string })[]; sentAt?: Time; context?: Record<string, unknown>; writeKey?: string }; gives: undefined };
  /** Short for identify */
  "POST /v1/i": { asks: undefined; takes: { event?: string; name?: string; groupId?: string; previousId?: string; properties?: Record<string, unknown>; traits?: Record<string, unknown>; userId?: string; anonymousId?: string; messageId?: string; timestamp?: Time; sentAt?: Time; context?: { groupId?: string }; writeKey?: string }; gives: undefined };
  /** Short for track */
  "POST /v1/t": { asks: undefined; takes: { event: string; name?: string; groupId?: string; previousId?: string; properties?: Record<string, unknown>; traits?: Record<string, unknown>; userId?: string; anonymousId?: string; messageId?: string; timestamp?: Time; sentAt?: Time; context?: { groupId?: string }; writeKey?: string }; gives: undefined };
  /** Short for page */
  "POST /v1/p": { asks: undefined; takes: { event?: string; name?: string; groupId?: string; previousId?: string; properties?: Record<string, unknown>; traits?: Record<string, unknown>; userId?: string; anonymousId?: string; messageId?: string; timestamp?: Time; sentAt?: Time; context?: { groupId?: string }; writeKey?: string }; gives: undefined };
  /** Short for screen */
  "POST /v1/s": { asks: undefined; takes: { event?: string; name?: string; groupId?: string; previousId?: string; properties?: Record<string, unknown>; traits?: Record<string, unknown>; userId?: string; anonymousId?: string; messageId?: string; timestamp?: Time; sentAt?: Time; context?: { groupId?: string }; writeKey?: string }; gives: undefined };
  /** Short for group */
  "POST /v1/g": { asks: undefined; takes: { event?: string; name?: string; groupId: string; previousId?: string; properties?: Record<string, unknown>; traits?: Record<string, unknown>; userId?: string; anonymousId?: string; messageId?: string; timestamp?: Time; sentAt?: Time; context?: { groupId?: string }; writeKey?: string }; gives: undefined };
  /** Short for alias */
  "POST /v1/a": { asks: undefined; takes: { event?: string; name?: string; groupId?: string; previousId: string; properties?: Record<string, unknown>; traits?: Record<string, unknown>; userId: string; anonymousId?: string; messageId?: string; timestamp?: Time; sentAt?: Time; context?: { groupId?: string }; writeKey?: string }; gives: undefined };
  /** Short for batch */
  "POST /v1/b": { asks: undefined; takes: { batch: ({ type: "identify" | "track" | "page" | "screen" | "group" | "alias"; event?: string; name?: string; groupId?: string; previousId?: string; properties?: Record<string, unknown>; traits?: Record<string, unknown>; userId?: string; anonymousId?: string; messageId?: string; timestamp?: Time; sentAt?: Time; context?: { groupId?: string }; writeKey?: string })[]; sentAt?: Time; context?: Record<string, unknown>; writeKey?: string }; gives: undefined };
  /** The same for PostHog's clients: api_key, distinct_id, uuid, $groups, $set */
  "POST /batch": { asks: undefined; takes: { api_key?: string; sent_at?: string; batch: ({ event: string; distinct_id: string; uuid?: string; timestamp?: string; properties?: Record<string, unknown> })[] }; gives: undefined };
  /** Accept and discard the browser client's own metrics */
  "POST /v1/m": { asks: undefined; takes: undefined; gives: undefined };
  /** Get the browser client's settings */
  "GET /v1/projects/{key}/settings": { asks: undefined; takes: undefined; gives: undefined };
  /** Get usage by feature and week, and by person */
  "GET /api/v1/accounts/{id}/usage": { asks: { as_of?: Day; weeks?: number; product_id?: Id }; takes: undefined; gives: Usage };
  /** List all event names and the features they count for */
  "GET /api/v1/event-names": { asks: undefined; takes: undefined; gives: { items: EventNameCount[]; next: string | null } };
  /** Get a summary of event ingestion and of unassigned events */
  "GET /api/v1/usage/summary": { asks: undefined; takes: undefined; gives: UsageSummary };
  /** List an account's raw events, newest first */
  "GET /api/v1/accounts/{id}/events": { asks: { feature_id?: Id; product_id?: Id; gauge_id?: Id; contact_id?: Id; from?: Day; until?: Day; limit?: number; name?: string; cursor?: string }; takes: undefined; gives: { items: Event[]; next: string | null } };
  /** List rejected events, with the reason */
  "GET /api/v1/events/rejected": { asks: { cursor?: Id; limit?: number }; takes: undefined; gives: { items: RejectedEvent[]; next: string | null } };
  /** List people with events but no account */
  "GET /api/v1/events/unassigned": { asks: { cursor?: string; limit?: number }; takes: undefined; gives: { items: Unassigned[]; next: string | null } };
  /** Assign such a person to an account; their events count there */
  "POST /api/v1/events/unassigned/binding": { asks: undefined; takes: BindingNew; gives: undefined };
  /** List the numbers that an account's events carried, by gauge and day */
  "GET /api/v1/accounts/{id}/gauges": { asks: { as_of?: Day; days?: number }; takes: undefined; gives: { items: AccountGauge[]; next: string | null } };
  /** Try out a rule of exclusion: the people and the events of the last 90 days that it would leave out */
  "POST /api/v1/exclusions/preview": { asks: undefined; takes: ExclusionAsk; gives: ExclusionPreview };
  /** List all currency rates, the newest fiscal year first */
  "GET /api/v1/rates": { asks: undefined; takes: undefined; gives: { items: Rate[]; next: string | null } };
  /** Add the rate of a fiscal year: 1 of one currency in the other, as a decimal */
  "POST /api/v1/rates": { asks: undefined; takes: NewRate; gives: Rate };
  /** Get all currency rates as a CSV file */
  "GET /api/v1/rates.csv": { asks: undefined; takes: undefined; gives: undefined };
  /** Count the accounts that pay in a currency without a rate, by currency */
  "GET /api/v1/rates/missing": { asks: { as_of?: Day }; takes: undefined; gives: { items: WithoutRate[]; next: string | null } };
  /** Change a rate */
  "PATCH /api/v1/rates/{id}": { asks: undefined; takes: RatePatch; gives: Rate };
  /** Delete a rate */
  "DELETE /api/v1/rates/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** List contracts with their lines, of one account or of all */
  "GET /api/v1/contracts": { asks: { account_id?: Id; cursor?: Id; limit?: number }; takes: undefined; gives: { items: Contract[]; next: string | null } };
  /** Add a contract with its lines */
  "POST /api/v1/contracts": { asks: undefined; takes: NewContract; gives: Contract };
  /** Get a contract with its lines */
  "GET /api/v1/contracts/{id}": { asks: undefined; takes: undefined; gives: Contract };
  /** Change a contract's dates and name */
  "PATCH /api/v1/contracts/{id}": { asks: undefined; takes: ContractPatch; gives: Contract };
  /** Delete a contract entered by mistake */
  "DELETE /api/v1/contracts/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Amend a contract: add a line, which ends the previous one of its product (and plan, where that runs) and, unless it names an end or another term, ends when that one was to end */
  "POST /api/v1/contracts/{id}/lines": { asks: undefined; takes: NewContractLine; gives: Contract };
  /** Correct a line; it is marked as corrected */
  "PATCH /api/v1/contracts/{id}/lines/{line}": { asks: undefined; takes: ContractLinePatch; gives: Contract };
  /** Cancel a contract; service continues until its end */
  "POST /api/v1/contracts/{id}/cancellation": { asks: undefined; takes: ContractCancellation; gives: Contract };
  /** Get the lines of contracts as a CSV file: all, of one account, or of the accounts of a filter */
  "GET /api/v1/contracts.csv": { asks: { account_id?: Id; filter?: string; q?: string; cursor?: string; columns?: string; heads?: "names" | "words" }; takes: undefined; gives: undefined };
  /** Get the same file as an Excel workbook */
  "GET /api/v1/contracts.xlsx": { asks: { account_id?: Id; filter?: string; q?: string; cursor?: string; columns?: string; heads?: "names" | "words" }; takes: undefined; gives: undefined };
  /** Open a ticket with its first message */
  "POST /api/v1/tickets": { asks: undefined; takes: NewTicket; gives: Ticket };
  /** List tickets by filter, words and order, the latest first unless asked otherwise */
  "GET /api/v1/tickets": { asks: { assignee_id?: string; state?: "todo" | "snoozed" | "done" | "all"; account_id?: Id; requester_id?: Id; q?: string; filter?: string; sort?: string; cursor?: string; limit?: number; kept?: boolean; columns?: string; heads?: "names" | "words" }; takes: undefined; gives: TicketList };
  /** Read a ticket; `merged_into` says in which one it is */
  "GET /api/v1/tickets/{id}": { asks: undefined; takes: undefined; gives: Ticket };
  /** Change a ticket */
  "PATCH /api/v1/tickets/{id}": { asks: undefined; takes: TicketPatch; gives: Ticket };
  /** Delete a ticket with its messages and their files */
  "DELETE /api/v1/tickets/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Read a ticket by its number; that of a merged one leads to the ticket that it is in */
  "GET /api/v1/ticket-numbers/{number}": { asks: undefined; takes: undefined; gives: Ticket };
  /** Get the same list as a CSV file */
  "GET /api/v1/tickets.csv": { asks: { assignee_id?: string; state?: "todo" | "snoozed" | "done" | "all"; account_id?: Id; requester_id?: Id; q?: string; filter?: string; sort?: string; cursor?: string; limit?: number; kept?: boolean; columns?: string; heads?: "names" | "words" }; takes: undefined; gives: undefined };
  /** Get the same list as an Excel workbook */
  "GET /api/v1/tickets.xlsx": { asks: { assignee_id?: string; state?: "todo" | "snoozed" | "done" | "all"; account_id?: Id; requester_id?: Id; q?: string; filter?: string; sort?: string; cursor?: string; limit?: number; kept?: boolean; columns?: string; heads?: "names" | "words" }; takes: undefined; gives: undefined };
  /** Take a ticket */
  "POST /api/v1/tickets/{id}/assignment": { asks: undefined; takes: undefined; gives: Ticket };
  /** Leave a ticket to the others */
  "DELETE /api/v1/tickets/{id}/assignment": { asks: undefined; takes: undefined; gives: Ticket };
  /** Snooze a ticket until a time, or until the customer writes */
  "POST /api/v1/tickets/{id}/snooze": { asks: undefined; takes: TicketSnooze; gives: Ticket };
  /** End a snooze */
  "DELETE /api/v1/tickets/{id}/snooze": { asks: undefined; takes: undefined; gives: Ticket };
  /** Follow a ticket */
  "POST /api/v1/tickets/{id}/following": { asks: undefined; takes: undefined; gives: Ticket };
  /** Stop following a ticket */
  "DELETE /api/v1/tickets/{id}/following": { asks: undefined; takes: undefined; gives: Ticket };
  /** List which status a ticket had, since when and whose it was */
  "GET /api/v1/tickets/{id}/history": { asks: undefined; takes: undefined; gives: { items: TicketSpan[]; next: string | null } };
  /** List the messages of a ticket, the newest first, with recipients and files */
  "GET /api/v1/tickets/{id}/messages": { asks: { cursor?: string; limit?: number }; takes: undefined; gives: { items: TicketMessage[]; next: string | null } };
  /** Write a reply, a note, or what the customer said; your draft becomes this message */
  "POST /api/v1/tickets/{id}/messages": { asks: undefined; takes: NewTicketMessage; gives: TicketMessage };
  /** Read a message of a ticket */
  "GET /api/v1/ticket-messages/{id}": { asks: undefined; takes: undefined; gives: TicketMessage };
  /** Read the HTML body of a message as it came */
  "GET /api/v1/ticket-messages/{id}/html": { asks: undefined; takes: undefined; gives: TicketMessageBody };
  /** List your drafts, or yours on one ticket, the latest first */
  "GET /api/v1/ticket-drafts": { asks: { ticket_id?: Id }; takes: undefined; gives: { items: TicketDraft[]; next: string | null } };
  /** Read your draft on a ticket */
  "GET /api/v1/tickets/{id}/draft": { asks: undefined; takes: undefined; gives: TicketDraft };
  /** Keep what you are writing on a ticket */
  "PUT /api/v1/tickets/{id}/draft": { asks: undefined; takes: TicketDraftGiven; gives: TicketDraft };
  /** Discard your draft on a ticket, with its files */
  "DELETE /api/v1/tickets/{id}/draft": { asks: undefined; takes: undefined; gives: undefined };
  /** List the statuses of tickets in their order */
  "GET /api/v1/ticket-statuses": { asks: undefined; takes: undefined; gives: { items: TicketStatus[]; next: string | null } };
  /** Add a status */
  "POST /api/v1/ticket-statuses": { asks: undefined; takes: NewTicketStatus; gives: TicketStatus };
  /** Change a status */
  "PATCH /api/v1/ticket-statuses/{id}": { asks: undefined; takes: TicketStatusPatch; gives: TicketStatus };
  /** Delete a status that no ticket has */
  "DELETE /api/v1/ticket-statuses/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Change several tickets at once, by ids or filter */
  "POST /api/v1/tickets/changes": { asks: undefined; takes: TicketChanges; gives: TicketsChanged };
  /** Undo such a change where nobody changed the ticket since */
  "DELETE /api/v1/tickets/changes/{id}": { asks: undefined; takes: undefined; gives: TicketsChanged };
  /** Hand in a message of a customer, from any system; it opens a ticket or answers one */
  "POST /api/v1/ticket-messages": { asks: undefined; takes: TicketIncoming; gives: TicketReceived };
  /** Propose who gets a reply, from the message that is answered: the latest public one, or another */
  "GET /api/v1/tickets/{id}/recipients": { asks: { message_id?: Id }; takes: undefined; gives: TicketRecipients };
  /** Find tickets to merge or link with a ticket: without words those of the same requester, then of the same account */
  "GET /api/v1/tickets/{id}/proposals": { asks: { q?: string }; takes: undefined; gives: { items: Ticket[]; next: string | null } };
  /** Look at two tickets before one is merged into the other */
  "GET /api/v1/tickets/{id}/merge": { asks: { with: Id }; takes: undefined; gives: TicketMergePreview };
  /** Merge another ticket into this one, which stays; nobody is sent anything */
  "POST /api/v1/tickets/{id}/merge": { asks: undefined; takes: NewTicketMerge; gives: TicketMove };
  /** Split messages of a ticket off into a new one */
  "POST /api/v1/tickets/{id}/split": { asks: undefined; takes: NewTicketSplit; gives: TicketMove };
  /** List the merges and splits of a ticket that can be undone, the latest first */
  "GET /api/v1/tickets/{id}/moves": { asks: undefined; takes: undefined; gives: { items: TicketMove[]; next: string | null } };
  /** Undo a merge or a split; what was written since stays where it is */
  "POST /api/v1/ticket-moves/{id}/undo": { asks: undefined; takes: undefined; gives: TicketMove };
  /** List the tickets that a ticket is linked with: related ones, those above and below it, those it was split from */
  "GET /api/v1/tickets/{id}/links": { asks: undefined; takes: undefined; gives: { items: TicketLinked[]; next: string | null } };
  /** Link a ticket with another one */
  "POST /api/v1/tickets/{id}/links": { asks: undefined; takes: NewTicketLink; gives: TicketLinked };
  /** Take a link between tickets away */
  "DELETE /api/v1/ticket-links/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** List your macros and the shared ones, the most used first */
  "GET /api/v1/macros": { asks: undefined; takes: undefined; gives: { items: Macro[]; next: string | null } };
  /** Save a macro for yourself */
  "POST /api/v1/macros": { asks: undefined; takes: NewMacro; gives: Macro };
  /** Change a macro of your own */
  "PATCH /api/v1/macros/{id}": { asks: undefined; takes: MacroPatch; gives: Macro };
  /** Delete a macro of your own */
  "DELETE /api/v1/macros/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Share a macro of your own with the desk */
  "POST /api/v1/macros/{id}/share": { asks: undefined; takes: undefined; gives: Macro };
  /** Keep a shared macro of your own to yourself */
  "DELETE /api/v1/macros/{id}/share": { asks: undefined; takes: undefined; gives: Macro };
  /** Take over a shared macro */
  "POST /api/v1/macros/{id}/owner": { asks: undefined; takes: undefined; gives: Macro };
  /** Fill a macro for a ticket; the text and what it sets are given, nothing is written */
  "POST /api/v1/macros/{id}/use": { asks: undefined; takes: MacroUse; gives: MacroUsed };
  /** Look at what a macro would write on a ticket */
  "GET /api/v1/macros/{id}/preview": { asks: { ticket_id: Id; language?: "en" | "ja" }; takes: undefined; gives: MacroSeen };
  /** Fill a text with placeholders, for a look at it */
  "POST /api/v1/macros/preview": { asks: undefined; takes: MacroLook; gives: MacroSeen };
  /** List mailboxes */
  "GET /api/v1/mailboxes": { asks: undefined; takes: undefined; gives: { items: MailboxSettings[]; next: string | null } };
  /** Add a mailbox: an address that customers write to, and how its e-mails come in and go out */
  "POST /api/v1/mailboxes": { asks: undefined; takes: NewMailbox; gives: MailboxSettings };
  /** Read a mailbox */
  "GET /api/v1/mailboxes/{id}": { asks: undefined; takes: undefined; gives: MailboxSettings };
  /** Change a mailbox */
  "PATCH /api/v1/mailboxes/{id}": { asks: undefined; takes: MailboxPatch; gives: MailboxSettings };
  /** Delete a mailbox; its tickets and e-mails stay */
  "DELETE /api/v1/mailboxes/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Hand in an e-mail as it came (message/rfc822): it opens a ticket or answers one; 200 when the same e-mail was here */
  "POST /api/v1/mail": { asks: { mailbox?: Id }; takes: undefined; gives: MailTaken };
  /** List e-mails that came in, the newest first */
  "GET /api/v1/mails": { asks: { state?: "taken" | "held"; cursor?: Id; limit?: number }; takes: undefined; gives: { items: MailItem[]; next: string | null } };
  /** Read what is kept of an e-mail */
  "GET /api/v1/mails/{id}": { asks: undefined; takes: undefined; gives: MailItem };
  /** Discard an e-mail that is held */
  "DELETE /api/v1/mails/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Get the source of an e-mail as it came */
  "GET /api/v1/mails/{id}/source": { asks: undefined; takes: undefined; gives: undefined };
  /** Get the source of the e-mail that became this message */
  "GET /api/v1/ticket-messages/{id}/source": { asks: undefined; takes: undefined; gives: undefined };
  /** Let in an e-mail that is held: it becomes a message of a ticket */
  "POST /api/v1/mails/{id}/release": { asks: undefined; takes: undefined; gives: MailTaken };
  /** Fetch the e-mails of a mailbox now */
  "POST /api/v1/mailboxes/{id}/fetch": { asks: undefined; takes: undefined; gives: undefined };
  /** List how fetching goes: when each mailbox was fetched last, and what is wrong */
  "GET /api/v1/mailbox-states": { asks: undefined; takes: undefined; gives: { items: MailboxState[]; next: string | null } };
  /** Sign in where e-mails of a mailbox come in, and open its folder; read how it went from the same path */
  "POST /api/v1/mailboxes/{id}/test": { asks: undefined; takes: undefined; gives: MailboxTest };
  /** Read how the last test of fetching went, with what the server said; nothing while there was none */
  "GET /api/v1/mailboxes/{id}/test": { asks: undefined; takes: undefined; gives: { items: MailboxTest[]; next: string | null } };
  /** List how the replies on a ticket were sent */
  "GET /api/v1/tickets/{id}/deliveries": { asks: undefined; takes: undefined; gives: { items: Delivery[]; next: string | null } };
  /** Read how a reply was sent */
  "GET /api/v1/ticket-messages/{id}/delivery": { asks: undefined; takes: undefined; gives: Delivery };
  /** Send a reply now to everybody it has not reached */
  "POST /api/v1/ticket-messages/{id}/delivery": { asks: undefined; takes: undefined; gives: Delivery };
  /** Take a reply back before it leaves: it becomes your draft again */
  "DELETE /api/v1/ticket-messages/{id}/delivery": { asks: undefined; takes: undefined; gives: undefined };
  /** Send a test e-mail; read how it went from the same path */
  "POST /api/v1/mailboxes/{id}/send-test": { asks: undefined; takes: NewTestMail; gives: TestMail };
  /** Read how the last test e-mail went, with what the server said; nothing while none was sent */
  "GET /api/v1/mailboxes/{id}/send-test": { asks: undefined; takes: undefined; gives: { items: TestMail[]; next: string | null } };
  /** List the SLA policies in their order; the first active one that fits a ticket holds for it */
  "GET /api/v1/sla-policies": { asks: undefined; takes: undefined; gives: { items: SlaPolicy[]; next: string | null } };
  /** Add an SLA policy, behind all others */
  "POST /api/v1/sla-policies": { asks: undefined; takes: NewSlaPolicy; gives: SlaPolicy };
  /** Get an SLA policy */
  "GET /api/v1/sla-policies/{id}": { asks: undefined; takes: undefined; gives: SlaPolicy };
  /** Change an SLA policy or its place; tickets that are not solved are judged again */
  "PATCH /api/v1/sla-policies/{id}": { asks: undefined; takes: SlaPolicyPatch; gives: SlaPolicy };
  /** Delete an SLA policy; solved tickets keep what it promised */
  "DELETE /api/v1/sla-policies/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** List the clocks of a ticket: what was promised, when it is due, and why */
  "GET /api/v1/tickets/{id}/clocks": { asks: undefined; takes: undefined; gives: { items: SlaClock[]; next: string | null } };
  /** Say when what the policy promises would be due, of a ticket that comes at an instant */
  "GET /api/v1/sla-policies/{id}/preview": { asks: { at?: Time }; takes: undefined; gives: { items: SlaPreview[]; next: string | null } };
  /** Count the promises that were due in some days and are decided, and those that were breached, by kind */
  "GET /api/v1/sla-figures": { asks: { from_on?: Day; until_on?: Day }; takes: undefined; gives: { items: SlaFigure[]; next: string | null } };
  /** List the promises behind these figures, the latest first */
  "GET /api/v1/sla-due": { asks: { from_on?: Day; until_on?: Day; kind?: "first" | "next" | "resolution"; breached?: boolean; cursor?: string; limit?: number }; takes: undefined; gives: { items: SlaDue[]; next: string | null } };
  /** List all measures that you may see, with their definitions */
  "GET /api/v1/measures": { asks: undefined; takes: undefined; gives: { items: MeasureInfo[]; next: string | null } };
  /** Get one measure of an account as of a date, with the days behind it */
  "GET /api/v1/accounts/{id}/measure": { asks: { ref: string; as_of?: Day }; takes: undefined; gives: MeasureValue };
  /** Get an account's band as of a date, its reasons down to the days, and how to reach the next band */
  "GET /api/v1/accounts/{id}/health": { asks: { as_of?: Day }; takes: undefined; gives: AccountHealth };
  /** Get band and points by day, from current data and the scorecard in force on each day */
  "GET /api/v1/accounts/{id}/health/history": { asks: { from?: Day; until?: Day; as_of?: Day }; takes: undefined; gives: { items: HealthDay[]; next: string | null } };
  /** List people's assessments of an account */
  "GET /api/v1/accounts/{id}/judgements": { asks: { as_of?: Day }; takes: undefined; gives: { items: Judgement[]; next: string | null } };
  /** Add your dated assessment */
  "POST /api/v1/accounts/{id}/judgements": { asks: undefined; takes: NewJudgement; gives: Judgement };
  /** Get accounts by band, week by week */
  "GET /api/v1/health/summary": { asks: { owner_id?: Id; as_of?: Day; weeks?: number }; takes: undefined; gives: HealthSummary };
  /** List all scorecards in the order in which they apply */
  "GET /api/v1/scorecards": { asks: undefined; takes: undefined; gives: { items: Scorecard[]; next: string | null } };
  /** Add a scorecard as a draft */
  "POST /api/v1/scorecards": { asks: undefined; takes: NewScorecard; gives: Scorecard };
  /** Get a scorecard with its published and draft definition */
  "GET /api/v1/scorecards/{id}": { asks: undefined; takes: undefined; gives: Scorecard };
  /** Change name, order, segment or product; the last two take effect with the next publication */
  "PATCH /api/v1/scorecards/{id}": { asks: undefined; takes: ScorecardChange; gives: Scorecard };
  /** Delete a scorecard; scores already recorded stay */
  "DELETE /api/v1/scorecards/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Replace the draft definition */
  "PUT /api/v1/scorecards/{id}/draft": { asks: undefined; takes: ScorecardDefinition; gives: Scorecard };
  /** Discard the draft */
  "DELETE /api/v1/scorecards/{id}/draft": { asks: undefined; takes: undefined; gives: undefined };
  /** List scorecard templates */
  "GET /api/v1/scorecard-templates": { asks: undefined; takes: undefined; gives: { items: ScorecardTemplate[]; next: string | null } };
  /** Preview a definition on a day, with the accounts affected */
  "POST /api/v1/scorecards/preview": { asks: undefined; takes: ScorecardPreviewAsk; gives: ScorecardPreview };
  /** Show how a measure is spread over the accounts of a scorecard, with the bounds that this proposes, or which values of an attribute they have */
  "POST /api/v1/scorecards/distribution": { asks: undefined; takes: MeasureDistributionAsk; gives: MeasureDistribution };
  /** Compare a definition with what is in force: moves now, and a year of alarms held against who left */
  "POST /api/v1/scorecards/sheet": { asks: undefined; takes: ScorecardPreviewAsk; gives: ScorecardSheet };
  /** Publish the draft, or an old version once more; it takes effect today */
  "POST /api/v1/scorecards/{id}/publication": { asks: undefined; takes: NewPublication; gives: Scorecard };
  /** List the versions of a scorecard, newest first */
  "GET /api/v1/scorecards/{id}/versions": { asks: undefined; takes: undefined; gives: { items: ScorecardVersion[]; next: string | null } };
  /** Get accounts ranked by expected loss, with reasons and next actions */
  "GET /api/v1/today": { asks: { owner_id?: string; group?: "open" | "fell" | "risk" | "watch" | "renewal" | "steady" | "done"; as_of?: Day; limit?: number; tasks_limit?: number; snoozed?: boolean }; takes: undefined; gives: Today };
  /** Mark an account as done on Today */
  "POST /api/v1/today/done": { asks: undefined; takes: NewTodayDone; gives: undefined };
  /** Bring a done account back to Today */
  "DELETE /api/v1/today/done/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Get for how many days a done account rests */
  "GET /api/v1/today/settings": { asks: undefined; takes: undefined; gives: TodaySettings };
  /** Change for how many days a done account rests */
  "PUT /api/v1/today/settings": { asks: undefined; takes: TodaySettings; gives: TodaySettings };
  /** Snooze an account until a day, with a reason */
  "POST /api/v1/today/snoozes": { asks: undefined; takes: NewTodaySnooze; gives: TodaySnooze };
  /** Bring an account back to Today */
  "DELETE /api/v1/today/snoozes/{id}": { asks: undefined; takes: undefined; gives: undefined };
  /** Get accounts by band with money, what renews, and what is at risk by owner, product, touch model, stage or field */
  "GET /api/v1/overview": { asks: { as_of?: Day; by?: string }; takes: undefined; gives: Overview };
  /** Get how accounts moved between bands over some weeks, with who is new and who left */
  "GET /api/v1/overview/moves": { asks: { as_of?: Day; weeks?: number }; takes: undefined; gives: OverviewMoves };
  /** List the accounts that moved from one band to another, the largest MRR first */
  "GET /api/v1/overview/moves/accounts": { asks: { as_of?: Day; weeks?: number; from: "GOOD" | "NORMAL" | "BAD" | "UNKNOWN" | "UNJUDGED" | "NEW"; to: "GOOD" | "NORMAL" | "BAD" | "UNKNOWN" | "UNJUDGED" | "LEFT"; cursor?: string; limit?: number }; takes: undefined; gives: { items: OverviewMoved[]; next: string | null } };
  /** Get what people did in the seven days up to a day and in the seven before: calls, meetings and e-mails, notes, tasks, accounts seen to */
  "GET /api/v1/overview/work": { asks: { as_of?: Day }; takes: undefined; gives: OverviewWork };
  /** List what one of those figures counts in the seven days, newest first */
  "GET /api/v1/overview/work/deeds": { asks: { as_of?: Day; what: "calls" | "activities" | "notes" | "tasks" | "accounts"; actor?: string; cursor?: string; limit?: number }; takes: undefined; gives: { items: OverviewDeed[]; next: string | null } };
  /** List the audit log, newest first */
  "GET /api/v1/audit": { asks: { kind?: string; actor?: string; from?: Time; until?: Time; cursor?: string; limit?: number }; takes: undefined; gives: { items: Audit[]; next: string | null } };
  /** Get the newest 100,000 audit entries as CSV */
  "GET /api/v1/audit.csv": { asks: { kind?: string; actor?: string; from?: Time; until?: Time; cursor?: string; limit?: number }; takes: undefined; gives: undefined };
  /** Check the installation */
  "GET /api/v1/doctor": { asks: undefined; takes: undefined; gives: { items: Finding[]; next: string | null } };
  /** List the archives in the data directory, newest first */
  "GET /api/v1/backups": { asks: undefined; takes: undefined; gives: { items: BackupFile[]; next: string | null } };
  /** Start a backup */
  "POST /api/v1/backups": { asks: undefined; takes: undefined; gives: Backup };
  /** Get the progress of a backup */
  "GET /api/v1/backups/{id}": { asks: undefined; takes: undefined; gives: Backup };
  /** Rebuild search, usage, health or all of them */
  "POST /api/v1/rebuilds": { asks: undefined; takes: RebuildAsked; gives: JobMade };
  /** Get the progress of a rebuild */
  "GET /api/v1/rebuilds/{id}": { asks: undefined; takes: undefined; gives: JobState };
  /** Create a one-time link to set up the first admin */
  "POST /api/v1/setup/links": { asks: undefined; takes: undefined; gives: SetupLink };
  /** Create demo data in an empty workspace, or renew it on a later day */
  "POST /api/v1/demo": { asks: undefined; takes: DemoAsked; gives: DemoMade };
  /** Remove demo data; returns a setup link if nobody can sign in any more */
  "DELETE /api/v1/demo": { asks: undefined; takes: undefined; gives: DemoRemoved };
}
