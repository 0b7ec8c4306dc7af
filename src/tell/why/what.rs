//! Everything that a link can say, as a table: how much it matters (0 most), and its clause in both languages.
//!
//! Gaps: `{m}` the message, `{n}` the other message, `{c}` the consumer, `{k}` the node, `{s}` what struck in this step.

use super::known::Known;
use super::table::table;

table! {
    What with Known {
        // Where copies went.
        QueueDied, 1,
            "The queue was not durable: it ended with the broker's process, and {m} with it",
            "队列不是持久化的：它随消息代理的进程一起没有了，{m}也在其中";
        Transient, 1,
            "The queue outlived the broker's process, but {m} was not persistent and did not",
            "队列经得起消息代理停机，{m}不是持久化消息，却经不起";
        NotFlushed, 1,
            "{s} erased {m}, which was only in memory",
            "{s}只在内存里的{m}随之消失";
        NotOnDisk, 1,
            "{s} erased {m}, which was not on the disk yet",
            "{s}尚未落盘的{m}随之消失";
        DiskGone, 1,
            "The node was lost with its disk, and {m} was stored nowhere else",
            "节点连同磁盘都没了，{m}又没有存在别处";
        DiskGoneButTwo, 2,
            "{k} was lost with its disk and its copy of {m}, which left {m} on two nodes",
            "{k}连同磁盘损坏，它的那份{m}也没了，只剩两个节点存有{m}";
        DiskGoneButOne, 1,
            "{k} was lost with its disk and its copy of {m}, which left {m} on one node",
            "{k}连同磁盘损坏，它的那份{m}也没了，只剩一个节点存有{m}";
        NoMajority, 1,
            "{k} took over the leader's log and discarded {m}, which no majority ever had",
            "{k}照抄主副本的日志，丢弃了从未得到多数的{m}";
        Forgotten, 2,
            "Acks were automatic: the broker forgot {m} as soon as it had written it to {c}'s connection",
            "确认是自动的：消息代理把{m}写入{c}的连接，随即忘掉了它";
        ForgottenByMajority, 2,
            "Acks were automatic: the queue forgot {m} once two nodes knew that it was handed out",
            "确认是自动的：两个节点都知道{m}已经投递，队列就忘掉了它";
        AckedFirst, 3,
            "{c} acked {m} before it worked on it",
            "{c}还没处理{m}，就先发出了确认";
        Released, 2,
            "The broker read that ack and let go of {m}",
            "消息代理读到这个确认，不再保留{m}";
        ReleasedByMajority, 2,
            "Two nodes had that ack, so the queue let go of {m}",
            "两个节点都有了这个确认，队列不再保留{m}";
        DeliveryDestroyed, 1,
            "{s} destroyed {m} on its way to {c}",
            "{s}毁掉了投递给{c}途中的{m}";
        DiedInHand, 1,
            "{c} crashed with {m} in hand, not yet processed",
            "{c}崩溃时，手中的{m}还没有处理";
        Abandoned, 1,
            "{c}, whose channel was gone, dropped {m} without having processed it",
            "{c}的信道早已断开，它没有处理就丢下了{m}";
        RemovalFlushed, 1,
            "A flush noted that {m} had been consumed, and with that erased the copy that a restart could have brought back",
            "冲刷记下{m}已被消费，重启时本来还能找回的那份副本就此抹去";
        RemovalOnDisk, 1,
            "The disk learned that {m} had been consumed, and with that lost the copy that power loss could have brought back",
            "磁盘上也记下{m}已被消费，掉电后本来还能找回的那份副本就此抹去";
        LogErased, 1,
            "{k} took over the leader's log, which erased the last entry that still had {m}",
            "{k}照抄主副本的日志，抹去了最后一条还留有{m}的记录";
        RestErased, 1,
            "{s} also erased what was left of {m}",
            "{s}{m}剩下的痕迹也一并抹去";
        QueueGone, 2,
            "The queue was not durable: it ended with the broker's process, and nobody declared it again",
            "队列不是持久化的：它随消息代理的进程一起没有了，也没有人重新声明";
        QueueGoneWithDisk, 2,
            "The queue was lost with the node's disk, and nobody declared it again",
            "队列随节点的磁盘一起没有了，也没有人重新声明";

        Expired, 1,
            "The time to live of {m} was over before a consumer took it, and it left the queue",
            "还没有消费者接收，{m}就过期了，于是离开队列";
        TooLong, 1,
            "The queue was too long, and {m}, the oldest in it, had to leave",
            "队列超长，排在最前的{m}只能离开";
        TooOften, 1,
            "Too many deliveries of {m} had failed, and it left the queue",
            "{m}的投递失败次数过多，于是离开队列";
        Rejected, 1,
            "{c} did not process {m} but rejected it",
            "{c}没有处理{m}，而是拒绝了它";
        Buried, 2,
            "The queue gave {m} up and moved it to the dead-letter queue",
            "队列不再保留{m}，把它移入死信队列";
        CameBack, 2,
            "From the dead-letter queue {m} came back to the end of its queue, as a new copy",
            "{m}从死信队列回来，作为新的副本排到原队列的末尾";

        // Publishing.
        Published, 8,
            "It began when the producer published {m}",
            "事情从生产者发布{m}开始";
        PublishedUnanswered, 2,
            "The producer published {m} and asked for no answer, so it would never send {m} a second time",
            "生产者发布{m}时不要求答复，因此绝不会再发第二次";
        PublishDestroyed, 1,
            "{s} destroyed {m} on its way to the broker",
            "{s}毁掉了发往消息代理途中的{m}";
        Unbuffered, 1,
            "{s} came before {m} was committed, and the broker dropped it",
            "{s}还没有提交的{m}被消息代理丢弃";
        Unroutable, 1,
            "There was no queue any more, so {m} went nowhere",
            "队列已经没有了，{m}无处可去";
        Refused, 1,
            "The broker refused {m} and stored nothing",
            "消息代理拒绝了{m}，什么都没存";
        RefusedInCommit, 1,
            "The queue refused {m}, so the whole commit had to fail",
            "队列拒绝了{m}，整次提交只能失败";
        OtherRefused, 1,
            "The queue refused {n}, which was in one transaction with {m}, so the whole commit had to fail",
            "队列拒绝了{n}，而{m}与它在同一个事务里，整次提交只能失败";
        NackSent, 3,
            "The broker sent a nack for {m}",
            "消息代理发出对{m}的否定确认";
        NackRead, 4,
            "The producer read the nack and put {m} aside to be sent again",
            "生产者读到否定确认，准备重发{m}";
        CommitFailedSent, 3,
            "The broker answered that the commit of {m} had failed",
            "消息代理答复{m}提交失败";
        Stored, 4,
            "The broker stored {m}, so this publish had arrived",
            "消息代理存下了{m}，这次发布其实已经送到";
        StoredAgain, 3,
            "The broker stored {m} once more, for it can't recognise a message that it had before",
            "消息代理又存了一份{m}：它认不出这是以前收过的消息";
        ConfirmSent, 4,
            "The broker sent the confirm for {m}; on its side all was well",
            "消息代理发出对{m}的发布者确认，在它看来一切都好";
        ConfirmDestroyed, 1,
            "{s} destroyed the confirm for {m} on its way",
            "{s}毁掉了途中对{m}的发布者确认";
        CommitOkSent, 4,
            "The broker sent commit-ok for {m}; on its side all was well",
            "消息代理答复{m}提交成功，在它看来一切都好";
        CommitOkDestroyed, 1,
            "{s} destroyed the commit-ok for {m} on its way",
            "{s}毁掉了途中对{m}的提交成功答复";
        RefusalDestroyed, 1,
            "{s} destroyed the nack for {m} on its way",
            "{s}毁掉了途中对{m}的否定确认";
        CommitFailedDestroyed, 1,
            "{s} destroyed the word that the commit of {m} had failed",
            "{s}毁掉了途中对{m}的提交失败答复";
        ReturnDestroyed, 1,
            "{s} destroyed {m} on its way back to the producer",
            "{s}毁掉了退回生产者途中的{m}";
        Unanswered, 1,
            "{s} came before any answer for {m} had arrived",
            "{s}对{m}的答复还没有送到";
        SentBehind, 2,
            "The producer sent {m} again, but {n} had gone out before it",
            "生产者重发了{m}，但{n}已经先发出去了";
        SentAgain, 5,
            "The producer sent {m} again",
            "生产者重发了{m}";
        TimerRanOut, 1,
            "The producer's timer ran out, and it sent {m} again although the connection was sound",
            "生产者的定时器到时，连接明明完好，它又发了一次{m}";
        Acked, 2,
            "The producer read the confirm, took {m} for safe and would never send it again",
            "生产者读到发布者确认，认为{m}已经安全，不会再发";
        Committed, 2,
            "The producer read commit-ok, took {m} for safe and would never send it again",
            "生产者读到提交成功的答复，认为{m}已经安全，不会再发";

        // Why the broker said yes.
        DueInMemory, 4,
            "The broker had {m} only in memory; as it need not survive a restart, that was enough to say yes",
            "消息代理只把{m}放在内存里；它不必经得起重启，这就足以答复成功";
        DueInPageCache, 4,
            "A flush wrote {m} to the page cache, and that was enough for the broker to say yes",
            "冲刷把{m}写到页缓存，这就足以答复成功";
        DueOnDisk, 5,
            "A flush wrote {m} to the disk, and only then the broker could say yes",
            "冲刷把{m}写到磁盘，消息代理这才可以答复成功";
        DueOnMajority, 5,
            "Two of three nodes had {m}, and that was enough to say yes",
            "三个节点中有两个存有{m}，这就足以答复成功";
        DueConsumed, 4,
            "Being consumed counted as being stored, so the broker could say yes to {m}",
            "消费掉也算存好，消息代理于是可以答复{m}成功";

        // Consuming, once more.
        Took, 6,
            "{c} received {m}",
            "{c}收到{m}";
        TookFirst, 5,
            "{c} received {m} for the first time",
            "{c}第一次收到{m}";
        TookAgain, 5,
            "{c} received {m} once more",
            "{c}又收到{m}";
        TookToo, 5,
            "{c} received {m} too",
            "{c}也收到了{m}";
        AppliedFirst, 2,
            "{c} processed {m}: that was the effect it was meant to have",
            "{c}处理了{m}：这正是它该产生的效果";
        Applied, 2,
            "{c} processed {m} yet again",
            "{c}又处理了一遍{m}";
        AppliedToo, 2,
            "{c} processed {m} too",
            "{c}也处理了{m}";
        AckSent, 4,
            "{c} sent the ack for {m}, which was all that the broker waited for",
            "{c}发出对{m}的确认，消息代理等的就是它";
        AckDestroyed, 1,
            "{s} destroyed the ack for {m} on its way",
            "{s}毁掉了途中对{m}的确认";
        ConsumerDied, 1,
            "{c} crashed before it had acked {m}",
            "{c}崩溃时还没有确认{m}";
        ChannelLost, 1,
            "{c} lost its channel before it had acked {m}",
            "{c}失去信道时还没有确认{m}";
        WorkedOn, 1,
            "{c} lost its channel with {m} unacked but still in hand",
            "{c}失去信道，{m}还没有确认，却仍在它手中";
        HandedBack, 1,
            "{c} did not process {m} but handed it back",
            "{c}没有处理{m}，把它退了回去";
        PutAtBack, 2,
            "That put {m} at the back of the queue, behind everything newer",
            "{m}于是排到队尾，落在所有较新的消息之后";
        PutBehind, 1,
            "The queue put {m} back, behind {n}",
            "队列把{m}放了回去，排在{n}之后";
        BrokerStopped, 1,
            "{s} came before the ack for {m} had arrived, and the written copy survived",
            "{s}对{m}的确认还没有送到，写出的副本却留了下来";
        NodeStopped, 1,
            "{s} came before the ack for {m} had arrived, and a copy on the other nodes survived",
            "{s}对{m}的确认还没有送到，其他节点上的副本却留了下来";
        RemovedInMemory, 3,
            "The broker read the ack and removed {m}, but only in memory",
            "消息代理读到确认，移除了{m}，但只是在内存里";
        ForgottenInMemory, 3,
            "Acks were automatic: the broker forgot {m} as it handed it out, but only in memory",
            "确认是自动的：消息代理投递{m}时就忘掉了它，但只是在内存里";
        RemovalNotWritten, 1,
            "{s} came before that removal was written out, so the old copy of {m} survived",
            "{s}移除{m}这件事还没有写出，旧副本因此留了下来";
        RemovalNotOnDisk, 1,
            "{s} came before that removal was on the disk, so the old copy of {m} survived",
            "{s}移除{m}这件事还没有落盘，旧副本因此留了下来";
        AckNotOnMajority, 1,
            "{s} came before a second node had the ack for {m}, so the ack was forgotten",
            "{s}第二个节点还没有对{m}的确认，这个确认就被忘掉了";
        HandOutForgotten, 1,
            "{s} came before a second node knew that {m} had been handed out, so that was forgotten",
            "{s}第二个节点还不知道{m}已经投递，这次投递就被忘掉了";
        Recovered, 4,
            "The broker came back with that copy of {m} and would hand it out again",
            "消息代理重启后恢复了这份{m}，会再投递一次";
        BackUnderLeader, 4,
            "Under the new leader {m} was in the queue again",
            "在新的主副本之下，{m}又回到了队列";

        // Order.
        GivenTo, 3,
            "The broker handed {m} to {c}",
            "消息代理把{m}交给{c}";
        NewerGivenTo, 2,
            "The broker handed the newer {n} to {c} while {m} was not done",
            "{m}还没有处理完，消息代理就把较新的{n}交给了{c}";
        Orphaned, 1,
            "{c} lost its channel but worked on with {m}",
            "{c}失去信道，却继续处理手中的{m}";
        Cancelled, 1,
            "{c} cancelled its subscription, and the next consumer took over while {m} was not done",
            "{c}取消订阅，由下一个消费者接手，而{m}还没有处理完";
        NewerApplied, 1,
            "{c} processed the newer {n}",
            "{c}处理了较新的{n}";

        // The end of it.
        Lost, 0,
            "So {m} was lost before it took effect: no copy was left, and none was to come",
            "于是{m}还没有生效就丢失了：一份副本都不剩，也不会再有新的";
        DeliveredTwice, 0,
            "{c} received {m}: the second delivery of the same message",
            "{c}收到{m}：这是同一条消息的第二次投递";
        EffectTwice, 0,
            "{c} processed {m}: the second effect of the same message",
            "{c}处理了{m}：同一条消息第二次生效";
        Reordered, 0,
            "{c} processed {m} only now, after the newer {n}: the order was lost",
            "{c}这才处理{m}，较新的{n}早已生效：顺序乱了";
        LateOnTop, 0,
            "{c} processed {m} only now, so the older message landed on top of the newer {n}",
            "{c}这才处理{m}，旧消息落在了较新的{n}之后";
        StaleReplay, 0,
            "{c} processed the old {m} again, on top of the newer {n}: a stale replay",
            "{c}又处理了一遍旧的{m}，落在较新的{n}之后：旧消息重放";
        StaleReplayToo, 0,
            "{c} processed the old {m} as well, on top of the newer {n}: a stale replay",
            "{c}这才处理旧的{m}，而它早已生效，又落在较新的{n}之后：旧消息重放";
        FailedByReturn, 0,
            "The producer got {m} back and counted it as failed",
            "生产者收到退回的{m}，把它记为失败";
        FailedByNack, 0,
            "The producer read the nack, and as it never sends anything again it counted {m} as failed",
            "生产者读到否定确认，而它从不重发，于是把{m}记为失败";
        FailedByCommit, 0,
            "The producer read that the commit had failed and counted {m} as failed",
            "生产者读到提交失败，把{m}记为失败";
    }
}
