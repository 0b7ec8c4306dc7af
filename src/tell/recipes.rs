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
        "acks_zero" => lang.pick("acks=0, no answer", "acks=0，没有答复"),
        "acks_one" => lang.pick("acks=1, not idempotent", "acks=1，非幂等"),
        "acks_all" => lang.pick("acks=all, not idempotent", "acks=all，非幂等"),
        "one_in_flight" => lang.pick("acks=all, one request in flight", "acks=all，一次一个在途请求"),
        "idempotent" => lang.pick("idempotent, the Java defaults", "幂等，Java 默认设置"),
        "unclean" => lang.pick("only the leader in sync, unclean election", "只有主副本同步，允许不干净选举"),
        "short_isr" => lang.pick("only the leader in sync", "只有主副本同步"),
        "short_isr_min_two" => lang.pick("two in sync, at least two required", "两个副本同步，要求至少两个"),
        "min_isr_two" => lang.pick("idempotent, at least two in sync", "幂等，要求至少两个同步副本"),
        "flushed" => lang.pick("the same, every append on the disk", "同上，每次追加都落盘"),
        "librdkafka" => lang.pick("librdkafka's defaults, a group of two", "librdkafka 默认设置，两个成员"),
        "stored_after" => lang.pick("librdkafka, offsets stored after the work", "librdkafka，处理后才记位移"),
        "auto_commit" => lang.pick("a group of two, auto-commit in the loop", "两个成员，循环里自动提交"),
        "hand_off" => lang.pick("auto-commit, work handed to a thread", "自动提交，交给另一个线程处理"),
        "commit_before" => lang.pick("a group of two, commit before the work", "两个成员，处理前提交"),
        "commit_batch" => lang.pick("a group of two, commit after each batch", "两个成员，每批处理后提交"),
        "thread_pool" => lang.pick("a thread pool, each commits its own", "线程池，各自提交位移"),
        "per_key_contiguous" => lang.pick("a queue for each key, contiguous commits", "每键一个队列，连续提交"),
        "per_key_drained" => lang.pick("the same, drained before a rebalance", "同上，再均衡前先处理完"),
        "effect_transaction" => lang.pick("offsets stored with the effect", "位移与业务效果一起保存"),
        _ => name,
    }
}
