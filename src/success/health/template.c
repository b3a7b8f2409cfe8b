#include "success/health/template.h"

/*
 * Rules and measures without a name are worded by the UI from what they measure, in the reader's language. Where the
 * thresholds come from: two weeks of silence and a halved month are what practitioners act on first; each workspace is
 * to hold them against its own data.
 */
const Template TEMPLATES[] = {
    { .key = "usage",
      .name = "Usage, for a start",
      .name_ja = "利用状況(基本)",
      .about = "Silence and decline first, then how many people use how much, how often. Needs events and seats.",
      .about_ja = "まず「使われていない」「減っている」を捉え、次に人数・頻度・機能の広さで採点します。イベントと席数が"
                  "必要です。",
      .definition = "{\"rules\":["
                    "{\"key\":\"silent\",\"band\":\"BAD\",\"name\":\"\",\"when\":{\"and\":["
                    "{\"measure\":{\"measure\":\"days_since\"},\"op\":\">=\",\"value\":14},"
                    "{\"measure\":{\"measure\":\"contract_age_days\"},\"op\":\">=\",\"value\":30}]}},"
                    "{\"key\":\"halved\",\"band\":\"BAD\",\"name\":\"\",\"when\":{\"and\":["
                    "{\"measure\":{\"measure\":\"trend\",\"days\":28},\"op\":\"<=\",\"value\":-0.5},"
                    "{\"measure\":{\"measure\":\"contract_age_days\"},\"op\":\">=\",\"value\":60}]}}],"
                    "\"points\":["
                    "{\"key\":\"depth\",\"name\":\"\",\"measure\":{\"measure\":\"depth\"},\"weight\":30,\"low\":0.1,"
                    "\"high\":0.5},"
                    "{\"key\":\"trend\",\"name\":\"\",\"measure\":{\"measure\":\"trend\",\"days\":28},\"weight\":25,"
                    "\"low\":-0.4,\"high\":0},"
                    "{\"key\":\"active_days\",\"name\":\"\",\"measure\":{\"measure\":\"active_days\",\"days\":28},"
                    "\"weight\":25,\"low\":4,"
                    "\"high\":16},"
                    "{\"key\":\"breadth\",\"name\":\"\",\"measure\":{\"measure\":\"breadth\",\"days\":28},\"weight\":"
                    "20,\"low\":0.2,"
                    "\"high\":0.7}],"
                    "\"bad_below\":40,\"good_from\":70,\"unknown_below\":0.5}" },
    { .key = "events",
      .name = "Events only",
      .name_ja = "イベントのみ",
      .about = "For a workspace that knows events but neither seats nor contracts: activity against its own past.",
      .about_ja = "席数や契約がまだない場合に。活動量を自社の過去と比べて採点します。",
      .definition = "{\"rules\":["
                    "{\"key\":\"silent\",\"band\":\"BAD\",\"name\":\"\",\"when\":{\"measure\":{\"measure\":\"days_"
                    "since\"},\"op\":\">=\","
                    "\"value\":14}}],"
                    "\"points\":["
                    "{\"key\":\"trend\",\"name\":\"\",\"measure\":{\"measure\":\"trend\",\"days\":28},\"weight\":40,"
                    "\"low\":-0.5,\"high\":0.1},"
                    "{\"key\":\"active_days\",\"name\":\"\",\"measure\":{\"measure\":\"active_days\",\"days\":28},"
                    "\"weight\":40,\"low\":2,"
                    "\"high\":14},"
                    "{\"key\":\"people\",\"name\":\"\",\"measure\":{\"measure\":\"people\",\"days\":28},\"weight\":20,"
                    "\"low\":1,\"high\":5}],"
                    "\"bad_below\":35,\"good_from\":70,\"unknown_below\":0.4}" },
    { .key = "first_90_days",
      .name = "The first 90 days",
      .name_ja = "最初の90日",
      .about = "For accounts in their first 90 days: has use begun, is it spreading, does it come back each week?",
      .about_ja = "契約から90日以内の顧客企業に。使い始めたか、広がっているか、毎週戻ってくるかを見ます。",
      .segment = "{\"measure\":{\"measure\":\"contract_age_days\"},\"op\":\"<\",\"value\":90}",
      .definition = "{\"rules\":["
                    "{\"key\":\"never_began\",\"band\":\"BAD\",\"name\":\"\",\"when\":{\"and\":["
                    "{\"measure\":{\"measure\":\"active_days\",\"days\":28},\"op\":\"<\",\"value\":2},"
                    "{\"measure\":{\"measure\":\"contract_age_days\"},\"op\":\">=\",\"value\":14}]}},"
                    "{\"key\":\"stopped\",\"band\":\"BAD\",\"name\":\"\",\"when\":{\"and\":["
                    "{\"measure\":{\"measure\":\"days_since\"},\"op\":\">=\",\"value\":7},"
                    "{\"measure\":{\"measure\":\"contract_age_days\"},\"op\":\">=\",\"value\":14}]}}],"
                    "\"points\":["
                    "{\"key\":\"active_days\",\"name\":\"\",\"measure\":{\"measure\":\"active_days\",\"days\":14},"
                    "\"weight\":40,\"low\":1,"
                    "\"high\":8},"
                    "{\"key\":\"depth\",\"name\":\"\",\"measure\":{\"measure\":\"depth\"},\"weight\":35,\"low\":0.05,"
                    "\"high\":0.4},"
                    "{\"key\":\"breadth\",\"name\":\"\",\"measure\":{\"measure\":\"breadth\",\"days\":28},\"weight\":"
                    "25,\"low\":0.1,"
                    "\"high\":0.5}],"
                    "\"bad_below\":35,\"good_from\":65,\"unknown_below\":0.4}" },
    { 0 }
};
