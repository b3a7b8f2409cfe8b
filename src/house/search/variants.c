/*
 * The table of variant letters, and the look-up in it.
 *
 * First the old shapes (kyūjitai) of today's letters, then shapes that names kept, then old kana. Where several letters
 * of today are mixed up in names (斎 and 斉), they stand in one group: who searches for 斉藤 finds 斎藤.
 */
#include "house/search/variants.h"

#include "base/error.h"

#include <pthread.h>
#include <stdlib.h>
#include <unicode/utf8.h>

const char *const VARIANTS[] = {
    "亜亞", "悪惡",     "圧壓", "囲圍",   "医醫",     "為爲", "壱壹",   "隠隱", "栄榮",     "営營", "衛衞", "駅驛",
    "円圓", "塩鹽",     "縁緣", "艶艷",   "応應",     "欧歐", "殴毆",   "桜櫻", "奥奧",     "横橫", "温溫", "穏穩",
    "仮假", "価價",     "画畫", "会會",   "絵繪",     "壊壞", "懐懷",   "拡擴", "殻殼",     "覚覺", "学學", "岳嶽",
    "楽樂", "渇渴",     "巻卷", "陥陷",   "勧勸",     "寛寬", "関關",   "歓歡", "観觀",     "顔顏", "気氣", "帰歸",
    "亀龜", "偽僞",     "戯戲", "犠犧",   "旧舊",     "拠據", "挙擧",   "虚虛", "峡峽",     "挟挾", "狭狹", "郷鄕",
    "暁曉", "区區",     "駆驅", "勲勳",   "薫薰",     "径徑", "恵惠",   "茎莖", "掲揭",     "経經", "蛍螢", "軽輕",
    "継繼", "鶏鷄雞",   "芸藝", "撃擊",   "欠缺",     "研硏", "県縣",   "倹儉", "剣劍劒劔", "険險", "圏圈", "検檢",
    "献獻", "権權",     "顕顯", "験驗",   "厳嚴",     "戸戶", "広廣",   "効效", "恒恆",     "黄黃", "鉱鑛", "号號",
    "国國", "黒黑",     "済濟", "砕碎",   "斎齋斉齊", "剤劑", "崎﨑嵜", "冊册", "雑雜",     "参參", "桟棧", "蚕蠶",
    "惨慘", "賛贊",     "残殘", "糸絲",   "歯齒",     "児兒", "辞辭",   "湿濕", "実實",     "写寫", "舎舍", "釈釋",
    "寿壽", "収收",     "従從", "渋澁",   "獣獸",     "縦縱", "粛肅",   "処處", "緒緖",     "叙敍", "尚尙", "奨奬",
    "将將", "焼燒",     "証證", "条條",   "状狀",     "乗乘", "浄淨",   "剰剩", "畳疊",     "縄繩", "壌壤", "嬢孃",
    "譲讓", "醸釀",     "触觸", "嘱囑",   "真眞",     "寝寢", "慎愼",   "晋晉", "尽盡",     "図圖", "粋粹", "酔醉",
    "穂穗", "随隨",     "髄髓", "枢樞",   "数數",     "瀬瀨", "声聲",   "静靜", "窃竊",     "摂攝", "専專", "戦戰",
    "浅淺", "潜潛",     "践踐", "銭錢",   "繊纖",     "禅禪", "双雙",   "壮壯", "争爭",     "荘莊", "捜搜", "挿插",
    "巣巢", "曽曾",     "装裝", "総總",   "騒騷",     "増增", "蔵藏",   "臓臟", "即卽",     "属屬", "続續", "堕墮",
    "対對", "体體",     "帯帶", "滞滯",   "台臺",     "滝瀧", "択擇",   "沢澤", "担擔",     "単單", "胆膽", "団團",
    "断斷", "弾彈",     "遅遲", "痴癡",   "虫蟲",     "昼晝", "鋳鑄",   "庁廳", "徴徵",     "聴聽", "勅敕", "鎮鎭",
    "逓遞", "鉄鐵鐡",   "点點", "転轉",   "伝傳",     "灯燈", "当當",   "党黨", "盗盜",     "稲稻", "闘鬪", "徳德",
    "独獨", "読讀",     "届屆", "弐貳",   "悩惱",     "脳腦", "覇霸",   "拝拜", "廃廢",     "売賣", "麦麥", "発發",
    "髪髮", "抜拔",     "蛮蠻", "秘祕",   "浜濱濵",   "瓶甁", "払拂",   "仏佛", "併倂",     "並竝", "餅餠", "辺邊邉",
    "変變", "弁辨瓣辯", "舗舖", "歩步",   "宝寶",     "豊豐", "褒襃",   "翻飜", "槙槇",     "万萬", "満滿", "黙默",
    "訳譯", "薬藥",     "与與", "予豫",   "余餘",     "誉譽", "揺搖",   "様樣", "謡謠",     "遥遙", "来來", "頼賴",
    "乱亂", "覧覽",     "竜龍", "両兩",   "猟獵",     "緑綠", "涙淚",   "塁壘", "礼禮",     "励勵", "戻戾", "霊靈",
    "齢齡", "暦曆",     "歴歷", "恋戀",   "炉爐",     "労勞", "録錄",   "湾灣", "島嶋嶌",   "峰峯", "富冨", "高髙",
    "吉𠮷", "柳栁",     "桑桒", "淵渕渊", "館舘",     "蘆芦", "松枩",   "野埜", "船舩",     "場塲", "桧檜", "群羣",
    "秋穐", "鶴靏靍",   "瑶瑤", "祢禰",   "弥彌",     "萌萠", "凛凜",   "穣穰", "巌巖",     "尭堯", "聡聰", "蝋蠟",
    "諌諫", "迩邇",     "鹸鹼", "麺麵",   "麹麴",     "頬頰", "填塡",   "剥剝", "叱𠮟",     "嘘噓", "痩瘦", "蝉蟬",
    "繋繫", "掴摑",     "躯軀", "鴎鷗",   "涜瀆",     "溌潑", "潅灌",   "撹攪", "焔焰",     "醤醬", "砺礪", "莱萊",
    "鯵鰺", "賎賤",     "壷壺", "讃讚",   "厨廚",     "竃竈", "侭儘",   "薮藪", "籠篭",     "いゐ", "えゑ", "かゕ",
    "けゖ", NULL,
};

typedef struct {
    int32_t letter, folded;
} Pair;

enum { PAIRS_MAX = 1000 };
static Pair pairs[PAIRS_MAX];
static size_t pair_count;

static int pair_compare(const void *a, const void *b)
{
    const Pair *one = a, *other = b;
    return (one->letter > other->letter) - (one->letter < other->letter);
}

static void pairs_make(void)
{
    for (const char *const *group = VARIANTS; *group; group++) {
        const uint8_t *bytes = (const uint8_t *)*group;
        int32_t at = 0;
        UChar32 first, letter;
        U8_NEXT(bytes, at, -1, first);
        while (bytes[at]) {
            U8_NEXT(bytes, at, -1, letter);
            if (pair_count == PAIRS_MAX)
                bug("more than %d variant letters", PAIRS_MAX);
            pairs[pair_count++] = (Pair) { letter, first };
        }
    }
    qsort(pairs, pair_count, sizeof *pairs, pair_compare);
}

int32_t variant_fold(int32_t letter)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, pairs_make);
    const Pair wanted = { letter, 0 };
    const Pair *found = bsearch(&wanted, pairs, pair_count, sizeof *pairs, pair_compare);
    return found ? found->folded : letter;
}
