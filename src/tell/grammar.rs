//! The grammar of links as a page for people who write them by hand. Keys, values and defaults are read from the table of
//! settings; `docs/links.md` and `docs/links.zh-CN.md` are this text.

use super::{Lang, fault_about, field_about, race};
use crate::setup::{
    Broker, Cost, Costs, FaultKind, Field, FieldKind, Language, Section, Setup, Theme, Unit, milliseconds,
};

/// All of it, as Markdown.
pub fn grammar(lang: Lang) -> String {
    let mut text = lang.pick(HEAD.0, HEAD.1).to_owned();
    text += &page_keys(lang);
    for section in [Section::Setup, Section::Rabbitmq, Section::Kafka, Section::Effects] {
        text += &format!("\n## {}\n\n", heading(section, lang));
        text += lang
            .pick("| key | values | default | |\n|---|---|---|---|\n", "| 键 | 取值 | 默认 | |\n|---|---|---|---|\n");
        section.fields().for_each(|field| text += &row(field, lang));
    }
    text += lang.pick(DEFAULTS.0, DEFAULTS.1);
    text += &faults(lang);
    text += &costs(lang);
    text + lang.pick(TAIL.0, TAIL.1)
}

/// English and Chinese.
type Both = (&'static str, &'static str);

const HEAD: Both = (
    "# Links, by hand

Everything after the `#` of the page's address says what is shown: parts of the form `key=value` with `&` between them, in
any order, each key once. What is not named has its default. A key or value that is not known is refused by its name.

    https://example.org/ackscope/#publish=confirm&ack=after_effect&faults=ack_lost:2&lang=en

`ackscope link` puts links together and checks them; `ackscope open LINK` says which setup a link means. This page is what
`ackscope link --grammar` prints.

## What is shown, and how

",
    "# 手写链接

页面地址里 `#` 之后的部分决定页面显示什么：由若干 `key=value` 组成，用 `&` 隔开，顺序不限，同一个键只能出现一次。没写的取默认值；不认识的键或取值会被指名拒绝。

    https://example.org/ackscope/#publish=confirm&ack=after_effect&faults=ack_lost:2&lang=zh-CN

`ackscope link` 帮你拼出链接并检查；`ackscope open LINK` 说明链接对应的设置。本页就是 `ackscope link --grammar --lang zh-CN` 的输出。

## 显示什么、怎样显示

",
);

const DEFAULTS: Both = (
    "
A default may follow from another setting, as on the page: with `queue_type=quorum` the queue is durable, with `acks=1` the
producer is not idempotent, and `in_sync` is as large as `replication_factor`. What is impossible beside another setting is
refused with the name of both.
",
    "
有些默认值随别的设置而变，与页面上一样：`queue_type=quorum` 时队列持久化，`acks=1` 时生产者不幂等，`in_sync` 与 `replication_factor` 相同。与别的设置冲突的取值会被拒绝，并指出是哪两项。
",
);

const TAIL: Both = (
    "
## Exact runs

`run=` is written by the page and by `ackscope run`, not by hand:
`run=VERSION.DIGEST.ACTIONS.FLAGS.STEPS`, where VERSION is the model's, DIGEST is a fingerprint of all that happened, and
ACTIONS are the steps, packed. FLAGS and STEPS (what was raised, and a check of each step) may be missing, as in old links.
Whoever opens it reads *reproduced*, or which step is the first that goes otherwise and which flags differ;
`ackscope replay LINK` says the same as JSON. Links of every former version of the model still open.
",
    "
## 精确的运行

`run=` 由页面和 `ackscope run` 写出，不必手写：`run=版本.摘要.动作.标记.步骤`。版本指模型的版本，摘要是全部经过的指纹，动作是压缩后的各步。标记与步骤（结果中出现的标记，以及每一步的校验）可以没有，旧链接就是如此。打开链接的人会看到“已重现”，或者看到从哪一步起与当时不同、哪些标记不同；`ackscope replay LINK` 以 JSON 给出同样的内容。模型以往各版本的链接都还能打开。
",
);

fn heading(section: Section, lang: Lang) -> &'static str {
    match section {
        Section::Setup => lang.pick("Settings of every run", "每次运行的设置"),
        Section::Rabbitmq => lang.pick(
            "RabbitMQ's settings (with `broker=kafka`: `rabbitmq.` in front)",
            "RabbitMQ 的设置（`broker=kafka` 时键前加 `rabbitmq.`）",
        ),
        Section::Kafka => lang.pick(
            "Kafka's settings (without `broker=kafka`: `kafka.` in front)",
            "Kafka 的设置（没有 `broker=kafka` 时键前加 `kafka.`）",
        ),
        Section::Effects => lang.pick("The outside world", "外部世界"),
        Section::Faults => lang.pick("Faults", "故障"),
    }
}

fn row(field: Field, lang: Lang) -> String {
    let broker = field.section().broker().unwrap_or(Broker::Rabbitmq);
    let key = field.link_name(broker);
    let default = field.get(&Setup::default());
    format!("| `{key}` | {} | `{default}` | {} |\n", values(field, lang), field_about(field, lang))
}

fn values(field: Field, lang: Lang) -> String {
    match field.kind() {
        FieldKind::Bool => listed(&["true", "false"]),
        FieldKind::Choice(names) => listed(names),
        FieldKind::OptionalChoice(names) => format!("`null`, {}", listed(names)),
        FieldKind::Number { min, max } => range(min, max, lang),
        FieldKind::OptionalNumber { min, max } => format!("`null`, {}", range(min, max, lang)),
        FieldKind::FaultKinds => listed(FaultKind::NAMES),
    }
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn range(min: u64, max: u64, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{min} to {max}"),
        Lang::Zh => format!("{min} 到 {max}"),
    }
}

/// The keys that are no settings.
fn page_keys(lang: Lang) -> String {
    let (languages, themes) = (listed(Language::NAMES), listed(Theme::NAMES));
    let rows: [(&str, &str, Both); 10] = [
        (
            "scenario",
            "a story's name|故事的名称",
            (
                "starts from this story: its settings, and what breaks in it. Settings beside it change it",
                "从这个故事开始：用它的设置和故障；其余设置在此之上修改",
            ),
        ),
        (
            "challenge",
            "`break-1`, `safe-3`",
            (
                "a level of the challenge: its settings. Beside it only those that it leaves open, and `run`",
                "挑战中的一关：用它的设置；旁边只能写这一关允许改的设置和 `run`",
            ),
        ),
        (
            "faults",
            "see below|见下文",
            (
                "which faults a run may have; named without a story, the seed places them",
                "一次运行可以出哪些故障；没有故事时由种子安排",
            ),
        ),
        ("run", "see below|见下文", ("an exact run", "一次精确的运行")),
        ("steps", "`3-9`", ("the part that plays, by steps from 1", "播放哪一段，步号从 1 开始")),
        (
            "twin.…",
            "as each key|与各键相同",
            (
                "a setting of a second setup beside this one, which is otherwise the same; `twin.faults` too",
                "旁边第二套设置里的某一项，其余与本套相同；`twin.faults` 也可以",
            ),
        ),
        (
            "twin.watch",
            "`none`, `1,3`",
            (
                "for which messages its faults wait; without it for those of which the first breaks a promise",
                "第二套的故障等哪些消息；不写则等第一套中违背承诺的那些",
            ),
        ),
        ("race", "see below|见下文", ("opens the race of eight ways to send", "打开八种发送方式的比赛")),
        ("embed", "`1`", ("the figure alone, for other pages", "只显示图，供嵌入别的页面")),
        ("lang", &languages, ("without it as the browser says", "不写则随浏览器")),
    ];
    let mut text = lang.pick("| key | values | |\n|---|---|---|\n", "| 键 | 取值 | |\n|---|---|---|\n").to_owned();
    let mut add = |key: &str, values: &str, about: &str| {
        let own = values.split_once('|').map_or(values, |(english, chinese)| match lang {
            Lang::En => english,
            Lang::Zh => chinese,
        });
        text += &format!("| `{key}` | {own} | {about} |\n");
    };
    for (key, values, about) in rows {
        add(key, values, lang.pick(about.0, about.1));
    }
    add("theme", &themes, lang.pick("colours; without it as the system says", "配色；不写则随系统"));
    text
}

fn faults(lang: Lang) -> String {
    let (most, usual) = (values(Field::Budget, lang), Field::Budget.get(&Setup::default()));
    let mut text = match lang {
        Lang::En => format!(
            "
## Faults

`faults=kind,kind:budget`: the kinds that may happen, and how many of them one run may have ({most}; without it {usual}). `all` is
every kind that the broker knows, `none` is the same as `all:0`. Without the key it is `all:{usual}`.

| kind | RabbitMQ | Kafka |
|---|---|---|
"
        ),
        Lang::Zh => format!(
            "
## 故障

`faults=种类,种类:预算`：可以发生哪些种类，一次运行最多几处（{most}，不写为 {usual}）。`all` 是该消息代理的全部种类，`none` 等于 `all:0`。不写这个键则为 `all:{usual}`。

| 种类 | RabbitMQ | Kafka |
|---|---|---|
"
        ),
    };
    for kind in FaultKind::ALL.iter().copied() {
        let about = [Broker::Rabbitmq, Broker::Kafka].map(|broker| match kind.known_to(broker) {
            true => fault_about(kind, broker, lang),
            false => "–",
        });
        text += &format!("| `{}` | {} | {} |\n", kind.name(), about[0], about[1]);
    }
    text
}

fn costs(lang: Lang) -> String {
    let mut text = lang
        .pick(
            "
## Figures of the race

`race=usual`, or `race=network:2,batch:20` with what differs from the usual.

| figure | values | usual | |
|---|---|---|---|
",
            "
## 比赛的数值

`race=usual`，或 `race=network:2,batch:20`，只写与默认不同的。

| 数值 | 取值 | 默认 | |
|---|---|---|---|
",
        )
        .to_owned();
    for cost in Cost::ALL.iter().copied() {
        let (min, max) = cost.range();
        let written = |figure: u32| match cost.unit() {
            Unit::Milliseconds => milliseconds(figure),
            Unit::Messages => figure.to_string(),
        };
        let (min, max, usual) = (written(min), written(max), Costs::default().written(cost));
        let unit = race::unit(cost.unit(), lang);
        let values = match lang {
            Lang::En => format!("{min} to {max} {unit}"),
            Lang::Zh => format!("{min} 到 {max} {unit}"),
        };
        text += &format!("| `{}` | {values} | `{usual}` | {} |\n", cost.name(), race::cost(cost, lang));
    }
    text
}
