/*
 * The templates. Rules and measures without a name are worded by the UI from what they measure, in the reader's
 * language. Where the thresholds come from: two weeks of silence and a halved month are what practitioners act on
 * first; each workspace compares them with its own data. Nothing is known of an account that never began, so a rule
 * about beginning asks for that too.
 */
#include "success/health/template.h"

const Template TEMPLATES[] = {
    { .key = "usage",
      .name = "Basic usage",
      .name_ja = "利用状況(基本)",
      .about =
          "Flags silence and decline, then scores how many people use how much, how often. Needs events and seats.",
      .about_ja = "まず利用の停止と減少を検知し、次に人数・頻度・機能の広さを点数にします。イベントとライセンス数が"
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
      .about = "For workspaces with events but no seats or contracts: compares activity with the account's own past.",
      .about_ja = "ライセンス数や契約のデータがまだない場合に。利用量を各企業の過去と比べて点数にします。",
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
      .about = "For accounts in their first 90 days: has usage started, is it spreading, does it continue every week?",
      .about_ja = "契約から90日以内の顧客企業に。使い始めたか、広がっているか、毎週戻ってくるかを見ます。",
      .segment = "{\"measure\":{\"measure\":\"contract_age_days\"},\"op\":\"<\",\"value\":90}",
      .definition = "{\"rules\":["
                    "{\"key\":\"never_began\",\"band\":\"BAD\",\"name\":\"\",\"when\":{\"and\":["
                    "{\"or\":[{\"measure\":{\"measure\":\"days_since\"},\"op\":\"unknown\"},"
                    "{\"measure\":{\"measure\":\"active_days\",\"days\":28},\"op\":\"<\",\"value\":2}]},"
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
