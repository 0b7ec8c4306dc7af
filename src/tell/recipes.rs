//! The recipes' words: what each is, in a few words.

use super::Lang;

/// What the recipe of that name is called; its own name if it has no words.
pub fn recipe(name: &'static str, lang: Lang) -> &'static str {
    match name {
        "careless" => lang.pick("fire and forget, auto ack", "发后不管，自动确认"),
        "stored" => lang.pick("fire and forget, durable, auto ack", "发后不管，持久化，自动确认"),
        "manual_ack" => lang.pick("fire and forget, durable, manual ack", "发后不管，持久化，手动确认"),
        "at_most_once" => lang.pick("fire and forget, ack before the effect", "发后不管，处理前确认"),
        "queue_not_durable" => lang.pick("confirms, queue not durable", "发布者确认，队列不持久化"),
        "confirm" => lang.pick("confirms, durable, manual ack", "发布者确认，持久化，手动确认"),
        "confirm_fsync" => lang.pick("confirms, fsync before the confirm", "发布者确认，确认前刷盘"),
        "transaction" => lang.pick("transactions of two, durable, manual ack", "两条一个事务，持久化，手动确认"),
        "quorum" => lang.pick("confirms, quorum queue, manual ack", "发布者确认，仲裁队列，手动确认"),
        "confirm_window" => lang.pick("confirms with a window of two", "发布者确认，窗口为 2"),
        "new_first" => lang.pick("window of two, new before resent ones", "窗口为 2，先发新消息再重发"),
        "prefetch" => lang.pick("confirms, prefetch two", "发布者确认，预取 2 条"),
        "two_consumers" => lang.pick("confirms, two consumers", "发布者确认，两个消费者"),
        "single_active" => lang.pick("two consumers, one of them active", "两个消费者，单一活跃"),
        _ => name,
    }
}
