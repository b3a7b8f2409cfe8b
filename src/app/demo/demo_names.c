/*
 * Tables of parts, combined by index, so that 200 companies need no list of 200 names. In a demo in Japanese every
 * fourth company is English; in one in English all are. The domains end in .example, so no address of the demo can
 * belong to anybody.
 */
#include "app/demo/demo_names.h"

#include <stddef.h>

typedef struct {
    const char *name, *reading, *latin;
} Part;

static const Part STEMS[] = {
    { "ミナト", "みなと", "minato" },       { "あおば", "あおば", "aoba" },
    { "北陸", "ほくりく", "hokuriku" },     { "つくし", "つくし", "tsukushi" },
    { "さくら", "さくら", "sakura" },       { "東海", "とうかい", "tokai" },
    { "みどり", "みどり", "midori" },       { "青山", "あおやま", "aoyama" },
    { "瀬戸内", "せとうち", "setouchi" },   { "ひかり", "ひかり", "hikari" },
    { "白石", "しらいし", "shiraishi" },    { "関門", "かんもん", "kanmon" },
    { "しなの", "しなの", "shinano" },      { "琵琶湖", "びわこ", "biwako" },
    { "ときわ", "ときわ", "tokiwa" },       { "鶴見", "つるみ", "tsurumi" },
    { "はやぶさ", "はやぶさ", "hayabusa" }, { "大和田", "おおわだ", "owada" },
    { "南風", "みなみかぜ", "minamikaze" }, { "桂川", "かつらがわ", "katsuragawa" },
    { "若草", "わかくさ", "wakakusa" },     { "丸吉", "まるよし", "maruyoshi" },
    { "明星", "みょうじょう", "myojo" },    { "三河", "みかわ", "mikawa" },
};
static const Part TRADES[] = {
    { "物流", "ぶつりゅう", "butsuryu" },      { "会計事務所", "かいけいじむしょ", "kaikei" },
    { "テクノ", "てくの", "techno" },          { "食品", "しょくひん", "foods" },
    { "製作所", "せいさくしょ", "works" },     { "不動産", "ふどうさん", "estate" },
    { "印刷", "いんさつ", "print" },           { "薬局", "やっきょく", "pharmacy" },
    { "システムズ", "しすてむず", "systems" }, { "工務店", "こうむてん", "build" },
    { "商事", "しょうじ", "shoji" },           { "デザイン", "でざいん", "design" },
};
static const char *const ENGLISH_STEMS[] = { "Harbor & Vale", "Kingsmere", "Orbis",      "Northfield", "Bluepine",
                                             "Castlegate",    "Fernhill",  "Silverline", "Marlowe",    "Redwood",
                                             "Stonebridge",   "Larkspur",  "Ashcombe",   "Brightwell", "Crossways",
                                             "Dunmore",       "Eastgate",  "Foxley",     "Greystone",  "Hollins",
                                             "Ironbridge",    "Juniper",   "Langdale",   "Meridian" };
static const char *const ENGLISH_SLUGS[] = { "harborvale",  "kingsmere", "orbis",      "northfield", "bluepine",
                                             "castlegate",  "fernhill",  "silverline", "marlowe",    "redwood",
                                             "stonebridge", "larkspur",  "ashcombe",   "brightwell", "crossways",
                                             "dunmore",     "eastgate",  "foxley",     "greystone",  "hollins",
                                             "ironbridge",  "juniper",   "langdale",   "meridian" };
static const char *const ENGLISH_TRADES[] = { "Trading", "Logistics", "Clinics",  "Media",   "Foods",
                                              "Energy",  "Software",  "Supplies", "Partners" };
static const char *const ENGLISH_FORMS[] = { "Ltd", "Inc.", "LLC" };

static const Part FAMILIES[] = {
    { "大野", "おおの", "ono" },
    { "中村", "なかむら", "nakamura" },
    { "小林", "こばやし", "kobayashi" },
    { "田村", "たむら", "tamura" },
    { "森", "もり", "mori" },
    { "髙橋", "たかはし", "takahashi" },
    { "渡邊", "わたなべ", "watanabe" },
    { "石井", "いしい", "ishii" },
    { "藤田", "ふじた", "fujita" },
    { "岡本", "おかもと", "okamoto" },
    { "長谷川", "はせがわ", "hasegawa" },
    { "西田", "にしだ", "nishida" },
    { "清水", "しみず", "shimizu" },
    { "村上", "むらかみ", "murakami" },
    { "近藤", "こんどう", "kondo" },
    { "坂本", "さかもと", "sakamoto" },
};
static const Part GIVENS[] = {
    { "健一", "けんいち", "kenichi" }, { "美咲", "みさき", "misaki" }, { "直樹", "なおき", "naoki" },
    { "陽子", "ようこ", "yoko" },      { "翔", "しょう", "sho" },      { "恵", "めぐみ", "megumi" },
    { "大輔", "だいすけ", "daisuke" }, { "彩", "あや", "aya" },        { "誠", "まこと", "makoto" },
    { "由美", "ゆみ", "yumi" },        { "拓也", "たくや", "takuya" },
};
static const char *const ENGLISH_GIVENS[] = { "Emma",   "Oliver", "Grace",  "Daniel", "Priya",
                                              "Samuel", "Chloe",  "Marcus", "Nina" };
static const char *const ENGLISH_FAMILIES[] = { "Marsh",   "Whitfield", "Carter", "Okafor",
                                                "Bennett", "Lindqvist", "Hughes", "Novak" };
static const char *const TITLES[] = { "経理部 課長", "取締役", "経理", "総務", "営業企画", "情報システム" };
static const char *const ENGLISH_TITLES[] = { "Finance lead",   "Director",   "Accounts payable",
                                              "Office manager", "Operations", "IT" };

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

static DemoCompany company_in_english(Arena *arena, int n)
{
    static const char *const COUNTRIES[] = { "GB", "US", "SG" };
    static const char *const ZONES[] = { "Europe/London", "America/New_York", "Asia/Singapore" };
    static const char *const CURRENCIES[] = { "GBP", "USD", "USD" };
    int stem = n % COUNT(ENGLISH_STEMS), trade = (n / COUNT(ENGLISH_STEMS) + n) % COUNT(ENGLISH_TRADES), place = n % 3;
    return (DemoCompany) {
        .name = arena_format(arena, "%s %s %s", ENGLISH_STEMS[stem], ENGLISH_TRADES[trade], ENGLISH_FORMS[place]),
        .domain = arena_format(arena, "%s-%d.example", ENGLISH_SLUGS[stem], n),
        .country = COUNTRIES[place],
        .time_zone = ZONES[place],
        .currency = CURRENCIES[place],
    };
}

DemoCompany demo_company(Arena *arena, int index, bool english)
{
    if (english)
        return company_in_english(arena, index);
    if (index % 4 == 3)
        return company_in_english(arena, index / 4);
    int n = index - index / 4;
    const Part *stem = &STEMS[n % COUNT(STEMS)], *trade = &TRADES[(n / COUNT(STEMS) + n) % COUNT(TRADES)];
    bool form_last = n % 3 == 1;
    return (DemoCompany) {
        .name = arena_format(arena, "%s%s%s%s", form_last ? "" : "株式会社", stem->name, trade->name,
                             form_last ? "株式会社" : ""),
        .reading = arena_format(arena, "%s%s", stem->reading, trade->reading),
        .domain = arena_format(arena, "%s-%s.example", stem->latin, trade->latin),
        .country = "JP",
        .time_zone = "Asia/Tokyo",
        .currency = "JPY",
        .japanese = true,
    };
}

DemoPerson demo_person(Arena *arena, const DemoCompany *company, int company_index, int n)
{
    int seed = company_index * 7 + n * 5;
    if (!company->japanese) {
        const char *given = ENGLISH_GIVENS[seed % COUNT(ENGLISH_GIVENS)];
        const char *family = ENGLISH_FAMILIES[(seed / 3 + n) % COUNT(ENGLISH_FAMILIES)];
        return (DemoPerson) {
            .name = arena_format(arena, "%s %s", given, family),
            .email = arena_format(arena, "%s.%s%d@%s", given, family, n, company->domain),
            .title = ENGLISH_TITLES[n % COUNT(ENGLISH_TITLES)],
        };
    }
    const Part *family = &FAMILIES[seed % COUNT(FAMILIES)], *given = &GIVENS[(seed / 2 + n) % COUNT(GIVENS)];
    return (DemoPerson) {
        .name = arena_format(arena, "%s %s", family->name, given->name),
        .reading = arena_format(arena, "%s %s", family->reading, given->reading),
        .email = arena_format(arena, "%s%d@%s", family->latin, n, company->domain),
        .title = TITLES[n % COUNT(TITLES)],
    };
}
