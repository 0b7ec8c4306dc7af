//! Check my settings: what was read in a settings file, in words.

use super::Lang;
use super::client::Library;
use super::refusal::{allowed, setup_error};
use crate::setup::import::{Entry, Import, ImportError, ImportProblem, Only, Origin, Remark, Syntax, import};
use crate::setup::{Client, Field, Setup, Value, choice};

choice! {
    /// What became of a line of a settings file.
    Sort, default Known {
        /// It decides a setting.
        Known = "recognised",
        /// It changes what can happen, by something that is not in the model.
        Unseen = "unseen",
        /// It is not there, and this is what holds then.
        Assumed = "assumed",
        /// It stands in a document that holds only under a profile.
        Elsewhere = "elsewhere",
        /// It changes nothing that is shown.
        Ignored = "ignored",
        /// Nobody knows it.
        Unknown = "unknown",
    }
}

/// A settings file that was read, or refused.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Checked {
    /// Whose settings it holds, or why it is refused.
    pub words: String,
    /// The setup that it makes; nothing if it is refused.
    pub setup: Option<Setup>,
    /// The client in which its settings are written, where the setup alone does not say.
    pub library: Option<Library>,
    /// What became of each line, and what holds where there is none.
    pub rows: Vec<Row>,
}

/// A line of a settings file, or a setting that it leaves open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// What became of it.
    pub sort: Sort,
    /// Its line; 0 for a setting that is left open.
    pub line: usize,
    /// Key and value as they stand there.
    pub written: String,
    /// The setting and its value.
    pub becomes: String,
    /// What is to be said of it.
    pub words: String,
}

/// Reads a settings file.
pub fn check(text: &str, client: Option<Client>, lang: Lang) -> Checked {
    match import(text, client) {
        Ok(import) => {
            let library = (import.origin == Origin::SpringRabbitmq).then_some(Library::Spring);
            let words = read_as(import.origin, lang);
            Checked { words, setup: Some(import.setup), library, rows: rows(&import, lang) }
        }
        Err(error) => Checked { words: import_error(&error, lang), ..Checked::default() },
    }
}

fn rows(import: &Import, lang: Lang) -> Vec<Row> {
    let becomes = |(field, value): (Field, Value)| format!("{} = {value}", field.name());
    let row =
        |sort, entry: &Entry, becomes, words| Row { sort, line: entry.line, written: written(entry), becomes, words };
    let known = import.known.iter().map(|one| {
        let words = remarks(&one.remarks, lang);
        row(Sort::Known, &one.entry, one.becomes.map(becomes).unwrap_or_default(), words)
    });
    let assumed = import.assumed.iter().map(|one| Row {
        sort: Sort::Assumed,
        line: 0,
        written: String::new(),
        becomes: one.becomes.map(becomes).unwrap_or_default(),
        words: remark(one.why, lang),
    });
    let unknown = import.unknown.iter().map(|one| {
        let words = one.nearest.map(|nearest| match lang {
            Lang::En => format!("did you mean {nearest}?"),
            Lang::Zh => format!("是不是想写 {nearest}？"),
        });
        row(Sort::Unknown, &one.entry, String::new(), words.unwrap_or_default())
    });
    let unseen = import.unseen.iter().map(|one| row(Sort::Unseen, &one.entry, String::new(), remark(one.why, lang)));
    let elsewhere =
        import.elsewhere.iter().map(|one| row(Sort::Elsewhere, &one.entry, String::new(), only(&one.only, lang)));
    let ignored = import.ignored.iter().map(|entry| row(Sort::Ignored, entry, String::new(), String::new()));
    known.chain(unseen).chain(assumed).chain(elsewhere).chain(unknown).chain(ignored).collect()
}

/// Key and value on one line, not longer than one can read.
fn written(entry: &Entry) -> String {
    let whole = format!("{} = {}", entry.key, entry.value);
    let plain: String = whole.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
    match plain.char_indices().nth(90) {
        Some((end, _)) => format!("{}…", &plain[..end]),
        None => plain,
    }
}

/// Whose settings they are.
fn read_as(origin: Origin, lang: Lang) -> String {
    match origin {
        Origin::SpringRabbitmq => {
            lang.pick("Read as settings of Spring Boot for RabbitMQ.", "按 Spring Boot（RabbitMQ）的设置读取。")
        }
        Origin::SpringKafka => {
            lang.pick("Read as settings of Spring Boot for Kafka.", "按 Spring Boot（Kafka）的设置读取。")
        }
        Origin::KafkaJava => lang.pick("Read as settings of Kafka's Java client.", "按 Kafka Java 客户端的设置读取。"),
        Origin::Librdkafka => lang.pick("Read as settings of librdkafka.", "按 librdkafka 的设置读取。"),
    }
    .to_owned()
}

/// All that is to be said of an entry.
pub fn remarks(all: &[Remark], lang: Lang) -> String {
    let all: Vec<String> = all.iter().map(|one| remark(*one, lang)).collect();
    all.join(lang.pick("; ", "；"))
}

/// What is to be said of an entry, or of one that is missing.
pub fn remark(remark: Remark, lang: Lang) -> String {
    match remark {
        Remark::Capped(most) => {
            return match lang {
                Lang::En => format!("the most that is explored here is {most}"),
                Lang::Zh => format!("这里最多推演到 {most}"),
            };
        }
        Remark::DefaultCapped(default) => {
            return match lang {
                Lang::En => format!("the client's default is {default}, more than is explored here"),
                Lang::Zh => format!("客户端的默认值是 {default}，多于这里推演的上限"),
            };
        }
        Remark::Overridden(line) => {
            return match lang {
                Lang::En => format!("line {line} says it too, and that one holds"),
                Lang::Zh => format!("第 {line} 行也写了，以那里为准"),
            };
        }
        Remark::GrowsIn(line) => {
            return match lang {
                Lang::En => format!("line {line} lets it grow, and the most counts"),
                Lang::Zh => format!("第 {line} 行允许增加，按最多的算"),
            };
        }
        Remark::Grows => lang.pick(
            "the container starts up to as many while there is work: taken as all of them",
            "忙的时候容器最多会启动这么多：按全部都在算",
        ),
        Remark::Placeholder => lang.pick(
            "a placeholder that only your program can fill: as if it were not there",
            "占位符只有你的程序才能填：按没有这一行处理",
        ),
        Remark::PlaceholderDefault => lang.pick("a placeholder: its default is taken", "占位符：取其中的默认值"),
        Remark::ClientDefault => lang.pick("not in the file: the client's default", "文件里没有：客户端的默认值"),
        Remark::AcksSince => lang.pick(
            "not in the file: the client's default since 3.0; before, it is 1",
            "文件里没有：3.0 起客户端的默认值；更早的版本是 1",
        ),
        Remark::IdempotenceSince => lang.pick(
            "not in the file: the client's default since 3.0.1, 3.1.1 and 3.2; 3.0.0 and 3.1.0 leave it off (KAFKA-13598), and so do older ones",
            "文件里没有：3.0.1、3.1.1、3.2 起客户端的默认值；3.0.0 和 3.1.0（KAFKA-13598）以及更早的版本不会打开",
        ),
        Remark::BrokerDefault => lang.pick("not in the file: the broker's default", "文件里没有：消息代理的默认值"),
        Remark::NotInFile => {
            lang.pick("belongs to the topic: what it is, no client's file says", "属于主题：客户端的文件里看不出来")
        }
        Remark::SilentlyOff => lang.pick(
            "silently off: idempotence needs acks=all, retries and at most 5 in flight",
            "被悄悄关闭：幂等要求 acks=all、有重试、在途不超过 5",
        ),
        Remark::ByTransactions => lang.pick("transactions turn it on", "事务会打开它"),
        Remark::ContainerAcks => lang.pick(
            "Spring's AUTO is not the broker's auto-ack: the container acks once the listener has returned",
            "Spring 的 AUTO 不是消息代理的自动确认：监听器返回后由容器确认",
        ),
        Remark::ProgramAcks => lang.pick(
            "your code acks: taken as after the effect; if it acks on receipt, choose before_effect",
            "由你的代码确认：按处理之后算；如果一收到就确认，请选 before_effect",
        ),
        Remark::ProgramCommits => lang.pick(
            "your code commits: taken as once the work is done; choose another if it does otherwise",
            "由你的代码提交：按处理完再提交算；若不是这样，请另选",
        ),
        Remark::ContainerCommits => lang.pick(
            "Spring turns the client's auto-commit off and commits itself, in mode BATCH where none is said",
            "Spring 关掉客户端的自动提交，自己提交；没写模式时为 BATCH",
        ),
        Remark::NobodyWaits => lang.pick(
            "confirms come later and nobody waits for them: as many may be out as are explored",
            "确认稍后才到，没有谁在等：未答复的可以多到推演的上限",
        ),
        Remark::NothingResent => lang.pick(
            "Spring sends nothing again by itself after a nack or a cut; choose otherwise if your code does",
            "被 nack 或断线之后，Spring 自己不会重发；如果你的代码会，请另选",
        ),
        Remark::SpringIsDurable => lang.pick(
            "not in the file: Spring's own way, unless your code says otherwise",
            "文件里没有：Spring 默认如此，除非你的代码另有说明",
        ),
        Remark::NoConsumer => lang.pick(
            "no consumer in the file: the verdict is about what the log holds",
            "文件里没有消费者：结论说的是日志里有什么",
        ),
        Remark::NeedsMandatory => lang
            .pick("without template.mandatory nothing is ever returned", "不设 template.mandatory，什么都不会被退回"),
        Remark::ReturnsAreMandatory => {
            lang.pick("makes the template's messages mandatory", "会让模板发出的消息带上 mandatory")
        }
        Remark::Chooses => lang.pick("says which documents of the file hold", "决定文件里哪些部分生效"),
        Remark::ByDuration => lang.pick(
            "taken as earliest: what is older than this is left out, and the verdict does not see that",
            "按 earliest 算：比这更早的消息会被跳过，结论里看不到",
        ),
        Remark::Streams => lang.pick(
            "a stream is no queue and is not in this model: the verdict is about a queue",
            "stream 不是队列，模型里没有：结论说的是队列",
        ),
        Remark::NotRequeued => lang.pick(
            "a message whose listener threw is not requeued: it goes to the dead-letter queue, or is dropped where there is none; the verdict does not see the drop. If the queue has one, set dead_letter",
            "监听器抛异常的消息不再放回队列：有死信队列就进死信队列，没有就被丢弃；丢弃不在结论里。如果队列配了死信，请设 dead_letter",
        ),
        Remark::RetriedInPlace => lang.pick(
            "a listener that throws is tried again with the message in hand; when the tries are used up, it is rejected: to the dead-letter queue, or dropped where there is none. The verdict sees neither",
            "监听器抛异常时，消息在手上原地重试；次数用完就被拒绝：有死信队列就进死信队列，没有就被丢弃。这些都不在结论里",
        ),
        Remark::Partitioner => lang.pick(
            "messages of one key may go to several partitions, and their order is gone; the verdict takes it that a key stays in one",
            "同一个键的消息可能进不同分区，顺序就没了；结论按同一个键只进一个分区算",
        ),
        Remark::RetryTopic => lang.pick(
            "a record that fails goes to a retry topic and comes back behind its successors: out of order by design; the verdict does not see it",
            "处理失败的消息进重试主题，回来时已落在后面的消息之后：这样设计必然乱序；结论里看不到",
        ),
        Remark::Compacted => lang.pick(
            "compaction removes older records of a key: who reads late never sees them; the verdict keeps them all",
            "压缩会删掉同一个键较旧的消息：读得晚就看不到；结论按全部保留算",
        ),
        Remark::GivesUp => lang.pick(
            "Spring's DefaultErrorHandler: a record whose listener throws ten times is logged and skipped, so it is lost; the verdict does not see this",
            "Spring 的 DefaultErrorHandler：同一条消息十次都抛异常，就记一条日志然后跳过，也就是丢失；结论里看不到",
        ),
        Remark::OnlyEach => lang.pick(
            "only 1 is shown as flushing: with more, a power loss can take what came since",
            "只有 1 才算逐条刷盘：更大的值，掉电会带走其后的消息",
        ),
    }
    .to_owned()
}

/// When a line would hold.
pub fn only(only: &Only, lang: Lang) -> String {
    let (name, english, chinese) = match only {
        Only::Profile(name) => (name, "only under profile", "只在 profile 下生效"),
        Only::Platform(name) => (name, "only on cloud platform", "只在云平台上生效"),
    };
    match lang {
        Lang::En => format!("{english} {name}"),
        Lang::Zh => format!("{chinese}：{name}"),
    }
}

/// Why a settings file is refused, as one line.
pub fn import_error(error: &ImportError, lang: Lang) -> String {
    match lang {
        Lang::En => error.to_string(),
        Lang::Zh => chinese(error),
    }
}

fn chinese(error: &ImportError) -> String {
    let ImportError { line, key, value, problem } = error;
    let line = if *line > 0 { format!("第 {line} 行：") } else { String::new() };
    let key = if key.is_empty() { String::new() } else { format!("{key}：") };
    let value = if value.is_empty() { "空文本" } else { value };
    let what = match problem {
        ImportProblem::Empty => "里面没有设置；请粘贴一个设置文件".to_owned(),
        ImportProblem::TooLong => format!("太长，最多 {} 字节", crate::setup::import::BYTES_MAX),
        ImportProblem::NothingKnown => {
            "没有任何关于 RabbitMQ 或 Kafka 的键；可以是 spring.rabbitmq.*、spring.kafka.*、Kafka 客户端、librdkafka、主题或消息代理的配置".to_owned()
        }
        ImportProblem::OnlyElsewhere(names) => {
            format!("与消息代理有关的设置都只在 {names} 下生效；请去掉条件，只粘贴其中一段")
        }
        ImportProblem::BothBrokers => "同时有 spring.rabbitmq 和 spring.kafka；一次只能检查一种".to_owned(),
        ImportProblem::Syntax(what) => format!("无法读取 {value}：{}", syntax(*what)),
        ImportProblem::NotAllowed(wanted) => format!("不能是 {value}；{}", allowed(wanted)),
        ImportProblem::Impossible { beside, allowed: wanted } => {
            format!("与 {beside} 一起时不能是 {value}；{}", allowed(wanted))
        }
        ImportProblem::Setting(error) => setup_error(error, Lang::Zh),
    };
    format!("{line}{key}{what}")
}

const fn syntax(what: Syntax) -> &'static str {
    match what {
        Syntax::NoKey => "这里应为键和值",
        Syntax::Tab => "YAML 用空格缩进，不能用制表符",
        Syntax::Indent => "缩进与前后的行不一致",
        Syntax::NotRead => "这里不支持自定义标签、没有锚点的别名和没闭合的括号",
        Syntax::OpenQuote => "引号没有闭合",
        Syntax::Escape => "反斜杠后面的内容不对",
        Syntax::Json => "JSON 在这里应是别的内容",
        Syntax::TooDeep => "嵌套太深",
    }
}
