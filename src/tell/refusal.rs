//! Why a setting can't be chosen or makes no difference, and why a setup, a link or a record is refused.

use super::Lang;
use crate::play::RecordError;
use crate::setup::{Allowed, Cost, Obstacle, Problem, SetupError, milliseconds};

/// Why a control is greyed or makes no difference now.
pub const fn obstacle(obstacle: Obstacle, lang: Lang) -> &'static str {
    match obstacle {
        Obstacle::QuorumIsDurable => lang.pick("a quorum queue is always durable", "仲裁队列总是持久化的"),
        Obstacle::QuorumIgnoresPersistent => lang.pick(
            "no difference: a quorum queue writes every message to disk",
            "没有区别：仲裁队列把每条消息都写入磁盘",
        ),
        Obstacle::QuorumAlwaysSyncs => lang.pick(
            "no difference: a quorum queue always writes to disk before it confirms",
            "没有区别：仲裁队列总是先落盘再确认",
        ),
        Obstacle::QueueIsNotDurable => {
            lang.pick("no difference: the queue itself does not survive a restart", "没有区别：队列本身就经不起重启")
        }
        Obstacle::NothingWaitsForDisk => lang.pick(
            "no difference: only persistent messages in a durable queue are written to disk",
            "没有区别：只有持久化队列里的持久化消息才写入磁盘",
        ),
        Obstacle::NoAnswersToWaitFor => {
            lang.pick("no difference: there are no answers to wait for", "没有区别：没有答复可等")
        }
        Obstacle::NothingToResend => lang
            .pick("no difference: without answers nothing is ever sent again", "没有区别：没有答复，就什么都不会重发"),
        Obstacle::AutoAck => lang
            .pick("no difference: with automatic acks the consumer never acks", "没有区别：自动确认时消费者从不确认"),
        Obstacle::HoldsOne => lang.pick(
            "no difference: with prefetch 1 there is only one to ack",
            "没有区别：prefetch 为 1 时只有一条要确认",
        ),
        Obstacle::OneConsumer => lang.pick("no difference: there is only one consumer", "没有区别：只有一个消费者"),
        Obstacle::OneWorker => lang.pick("no difference: there is only one thread", "没有区别：只有一个线程"),
        Obstacle::NoLimit => lang.pick("no difference: the queue has no length limit", "没有区别：队列没有长度上限"),
        Obstacle::DeliveryLimitNeedsQuorum => {
            lang.pick("only a quorum queue counts failed deliveries", "只有仲裁队列才统计投递失败的次数")
        }
        Obstacle::AtLeastOnceNeedsQuorum => lang.pick(
            "only a quorum queue keeps a dead letter until it is safe elsewhere",
            "只有仲裁队列才会把死信留到别处存妥为止",
        ),
        Obstacle::AtLeastOnceNeedsReject => lang.pick(
            "with dead_letter=at_least_once a full queue may only refuse",
            "dead_letter=at_least_once 时，满了的队列只能拒绝新消息",
        ),
        Obstacle::OnlyClassicBuriesRefused => {
            lang.pick("only a classic queue dead-letters what it refuses", "只有经典队列才会把拒绝的消息转入死信")
        }
        Obstacle::NoDeadLetters => lang.pick(
            "no difference: nothing is rejected, expires or has to leave",
            "没有区别：没有消息会被拒绝、过期或被挤出",
        ),
        Obstacle::NoDeadLetterQueue => lang.pick(
            "no difference to reject_publish: there is no dead-letter queue",
            "与 reject_publish 没有区别：没有死信队列",
        ),
        Obstacle::OneKeyOneQueue => lang.pick(
            "no difference: a single key always goes to the same queue",
            "没有区别：只有一个键，总是进同一个队列",
        ),
        Obstacle::NeedsUpsert => {
            lang.pick("no difference: only upsert compares versions", "没有区别：只有 upsert 才比较版本")
        }
        Obstacle::IdempotenceNeedsAcks => {
            lang.pick("silently disabled: idempotence needs acks=all", "被悄悄关闭：幂等需要 acks=all")
        }
        Obstacle::IdempotenceNeedsRetries => {
            lang.pick("silently disabled: idempotence needs retries", "被悄悄关闭：幂等需要重试")
        }
        Obstacle::TransactionsAreIdempotent => {
            lang.pick("a transactional producer is always idempotent", "事务生产者总是幂等的")
        }
        Obstacle::TransactionsNeedAcks => lang.pick("transactions need acks=all", "事务需要 acks=all"),
        Obstacle::TransactionsNeedRetries => lang.pick("transactions need retries", "事务需要重试"),
        Obstacle::NoTransactions => lang.pick("no difference: there are no transactions", "没有区别：没有使用事务"),
        Obstacle::MoreThanReplicas => {
            lang.pick("no more can be in sync than there are replicas", "同步的副本不会多于副本总数")
        }
        Obstacle::OnlyInJava => lang.pick("only the Java client commits like this", "只有 Java 客户端这样提交"),
        Obstacle::OnlyInLibrdkafka => lang.pick("only librdkafka commits like this", "只有 librdkafka 这样提交"),
        Obstacle::NoAcks => lang.pick(
            "no difference: with acks=0 there is no answer to wait for, and nothing is sent again",
            "没有区别：acks=0 时没有答复可等，也什么都不会重发",
        ),
        Obstacle::OnlyAcksAll => lang.pick(
            "no difference: only acks=all heeds it, and nobody reads the log",
            "没有区别：只有 acks=all 才理会它，而且没有谁在读日志",
        ),
        Obstacle::OneReplica => lang.pick("no difference: there is only one replica", "没有区别：只有一个副本"),
        Obstacle::CappedAtReplicas => lang.pick(
            "no difference: it counts for no more than replication_factor",
            "没有区别：超出 replication_factor 的部分不起作用",
        ),
        Obstacle::OneKey => lang.pick(
            "no difference: a single key always goes to the same partition",
            "没有区别：只有一个键，总是进同一个分区",
        ),
        Obstacle::NoConsumers => lang.pick("no difference: nobody reads the log", "没有区别：没有谁在读日志"),
        Obstacle::LoopHoldsNothing => lang.pick(
            "no difference: the loop is done with all it holds when a rebalance takes a partition away",
            "没有区别：再均衡收回分区时，循环手中的消息已经处理完",
        ),
        Obstacle::NoFaults => lang.pick("no difference: the budget allows no fault", "没有区别：预算不允许任何故障"),
    }
}

/// Why a setup or a link is refused, as one line.
pub fn setup_error(error: &SetupError, lang: Lang) -> String {
    match lang {
        Lang::En => error.to_string(),
        Lang::Zh => chinese(error),
    }
}

fn chinese(error: &SetupError) -> String {
    let SetupError { field, value, problem } = error;
    let value = if value.is_empty() { "空文本" } else { value };
    let field = match problem {
        Problem::NotJson { .. } if field.is_empty() => "setup",
        _ if field.is_empty() => "没有名称的字段",
        _ => field,
    };
    match problem {
        Problem::NotAllowed(wanted) => format!("{field}：不能是 {value}；{}", allowed(wanted)),
        Problem::Impossible { beside, is, allowed: wanted } => {
            format!("{field}：{} 为 {is} 时不能是 {value}；{}", beside.name(), allowed(wanted))
        }
        Problem::Missing(wanted) => format!("{field}：缺少这一项；{}", allowed(wanted)),
        Problem::Repeated => format!("{field}：{value} 是第二个值，只能给一个"),
        Problem::RepeatedInList => format!("{field}：{value} 列了两次，只能列一次"),
        Problem::NoSuchField { nearest, names } => {
            let guess = nearest.as_ref().map(|nearest| format!("是不是想写 {nearest}？")).unwrap_or_default();
            format!("{field}：没有这一项（值为 {value}）；{guess}这里可用的有 {}", names.join("、"))
        }
        Problem::NotJson { line, column, reason } => {
            let near = if error.value.is_empty() { String::new() } else { format!("，在 {value} 附近") };
            format!("{field}：第 {line} 行第 {column} 列无法按 JSON 读取{near}：{reason}")
        }
        Problem::NotUtf8 => format!("{field}：文本不是 UTF-8，只接受 UTF-8"),
    }
}

/// What is allowed in place of a refused value, in Chinese.
pub(super) fn allowed(wanted: &Allowed) -> String {
    match wanted {
        Allowed::Bool => "只能是 true 或 false".to_owned(),
        Allowed::Whole { min, max } => format!("只能是 {min} 到 {max} 的整数"),
        Allowed::WholeOrNull { min, max } => format!("只能是 null 或 {min} 到 {max} 的整数"),
        Allowed::Milliseconds { min, max } => {
            format!("只能是 {} 到 {} 的毫秒数，最多三位小数", milliseconds(*min), milliseconds(*max))
        }
        Allowed::Costs => {
            format!("可以是 usual，或以逗号分隔的 flush:5 这样的数值，可用的有 {}", Cost::NAMES.join("、"))
        }
        Allowed::Names(names) => format!("可以是 {}", names.join("、")),
        Allowed::NamesOrNull(names) => format!("可以是 null、{}", names.join("、")),
        Allowed::ListOf(names) => format!("可以列出 {}", names.join("、")),
        Allowed::Only(value) => format!("目前只能是 {value}"),
        Allowed::Object => "应为带有字段名的对象".to_owned(),
        Allowed::Parts => "应为以 & 分隔的 key=value".to_owned(),
        Allowed::Encoding => "应为 UTF-8，且每个 % 后跟两位十六进制数".to_owned(),
        Allowed::Scenario => "应为已有故事的名称".to_owned(),
        Allowed::PackedRun => "只能由字母、数字和 - . _ ~ 组成".to_owned(),
        Allowed::Steps => "应为两个步号，例如 3-9，从 1 开始，先小后大".to_owned(),
        Allowed::Messages(last) => format!("应为 none，或 1 到 {last} 之间、从小到大、以逗号分隔的消息编号"),
    }
}

/// Why the record of a run in a link can't be read.
pub fn record_error(error: &RecordError, lang: Lang) -> String {
    let (english, chinese) = match error {
        RecordError::Parts => (
            "it is not of the form version.digest.actions or version.digest.actions.flags.steps".to_owned(),
            "格式应为 版本.摘要.动作，其后可加 .标记.步骤".to_owned(),
        ),
        RecordError::Version(_) => ("its version is not a whole number".to_owned(), "版本不是整数".to_owned()),
        RecordError::Digest(_) => {
            ("its digest is not sixteen hexadecimal digits".to_owned(), "摘要不是十六位十六进制数".to_owned())
        }
        RecordError::Character(character) => (
            format!("it has a character that can't be there: {}", character.escape_debug()),
            format!("其中有不该出现的字符：{}", character.escape_debug()),
        ),
        RecordError::Code(code) => (format!("no action has the number {code}"), format!("没有编号为 {code} 的动作")),
        RecordError::Length => ("it is longer than any run".to_owned(), "比任何一次运行都长".to_owned()),
        RecordError::Flag(pair) => (
            format!("{} stands for no flag of a message", pair.escape_debug()),
            format!("{} 不表示任何消息的标记", pair.escape_debug()),
        ),
        RecordError::Trail { given, due } => (
            format!("it has {given} characters for its steps, but such a run has {due}"),
            format!("步骤部分有 {given} 个字符，而这样的运行应有 {due} 个"),
        ),
    };
    match lang {
        Lang::En => format!("The run in this link can't be read: {english}."),
        Lang::Zh => format!("无法读取链接中的运行记录：{chinese}。"),
    }
}
