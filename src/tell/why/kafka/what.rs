//! Everything that a link can say, as a table: how much it matters (0 most), and its clause in both languages.
//!
//! Gaps: `{m}` the message, `{n}` the other message, `{c}` the consumer, `{k}` the node, `{o}` an offset, `{e}` an error,
//! `{s}` what struck in this step.

use super::super::known::Known;
use super::super::table::table;

table! {
    What with Known {
        // Sending.
        Sent, 8,
            "It began when the producer sent {m}",
            "事情从生产者发送{m}开始";
        SentUnasked, 2,
            "The producer sent {m} with acks=0 and counted it as done, so it would never send it again",
            "生产者以 acks=0 发送{m}，随即当作完成，因此绝不会重发";
        RequestDestroyed, 1,
            "{s} destroyed {m} on its way to the leader",
            "{s}毁掉了发往主副本途中的{m}";
        ResponseDestroyed, 1,
            "{s} destroyed the response for {m}, so the producer could not know that it was stored",
            "{s}毁掉了对{m}的响应，生产者无从得知它已写入";
        ErrorDestroyed, 1,
            "{s} destroyed the error for {m} on its way",
            "{s}毁掉了途中对{m}的错误响应";
        Unanswered, 1,
            "{s} came while {m} was in the leader's log and not yet answered",
            "{s}那时{m}已在主副本的日志里，还没有得到响应";
        Untaken, 1,
            "The leader failed to take {m}, and with acks=0 nobody was told",
            "主副本没有收下{m}，而 acks=0，没有人会得知";
        Refused, 1,
            "The leader refused {m} with {e}",
            "主副本拒绝了{m}，答复{e}";
        RefusedAfterAppend, 1,
            "Too few replicas were left in sync, so the leader answered {m} with {e}, though it stayed in the log",
            "同步副本不够了，主副本对{m}答复 {e}，而它仍留在日志里";
        ErrorRead, 4,
            "The producer read that error and put {m} aside to be sent again",
            "生产者读到这个错误，准备重发{m}";
        PutInFront, 1,
            "The producer put each failed batch back at the front of its queue, so it sent {n} again before {m}",
            "生产者把失败的批次逐个放回队首，于是先重发了{n}，再轮到{m}";
        SentBehind, 2,
            "The producer sent {m} again, but {n} had gone out before it",
            "生产者重发了{m}，但{n}已经先发出去了";
        SentAgain, 4,
            "The producer sent {m} again",
            "生产者重发了{m}";
        Acked, 2,
            "The producer read the response, took {m} for safe and would never send it again",
            "生产者读到响应，认为{m}已经安全，不会再发";

        // The logs.
        Appended, 4,
            "The leader appended {m} at offset {o}",
            "主副本把{m}追加到位移{o}";
        AppendedAlone, 2,
            "The leader appended {m} and with acks=1 answered at once, before any other node had it",
            "主副本追加了{m}，acks=1，随即答复，此时别的节点还没有它";
        OnlyInSync, 2,
            "{k} was the only in-sync replica, so acks=all asked nobody else, and it said yes to {m} alone",
            "{k}是唯一的同步副本，acks=all 不再问别人，它独自就对{m}答复成功";
        EveryInSync, 4,
            "Every in-sync replica had {m} in its log, and that was enough to answer; the disk was not asked",
            "所有同步副本的日志里都有了{m}，这就足以答复；并不要求落盘";
        AppendedAgain, 2,
            "The leader appended {m} once more, at offset {o}: without sequence numbers it can't recognise a repeat",
            "主副本又追加了一份{m}，在位移{o}：没有序列号，它认不出重复";
        AppendedAnew, 2,
            "By then the leader's log did not have {m}, so it appended {m} as if for the first time, at offset {o}",
            "那时主副本的日志里没有{m}，于是当作第一次，把{m}追加到位移{o}";
        NewerAppended, 2,
            "The leader appended the newer {n} at offset {o}",
            "主副本把较新的{n}追加到位移{o}";
        AppendedBehind, 3,
            "The leader appended {m} only now, at offset {o}",
            "主副本这才把{m}追加到位移{o}";
        AppendedBelow, 1,
            "The log had become shorter than what was read: {m} got offset {o}, which the group had passed already",
            "日志变得比已读的还短：{m}得到位移{o}，而消费者组早已越过它";
        AllLostPower, 3,
            "All nodes lost power at once, when no disk was certain to have {m} yet",
            "所有节点同时掉电，那时没有一个磁盘确定写入了{m}";
        LostPower, 3,
            "{k} lost power before {m} was certain to be on its disk",
            "{k}掉电，那时{m}还不一定落了盘";
        DiskLost, 1,
            "{k} was lost with its disk, and its copy of {m} with it",
            "{k}连同磁盘损坏，它的那份{m}也没了";
        LedWithout, 1,
            "{s} left the lead to {k}, whose log did not have {m}",
            "{s}由{k}接任主副本，而它的日志里没有{m}";
        LedUncleanly, 1,
            "{s} left the lead to {k}, which was not in sync and did not have {m}: an unclean election",
            "{s}并不同步的{k}接任主副本，而它没有{m}：这是一次不干净的选举";
        CameToLeadWithout, 2,
            "{k} came back first and led, without {m} in its log",
            "{k}先回来，成为主副本，而它的日志里没有{m}";
        ShorterLog, 2,
            "{s} left the lead to {k}, whose log was shorter than what had been read",
            "{s}由{k}接任主副本，而它的日志比已读的还短";
        TailLost, 1,
            "{k} had {m} only in its page cache, and its disk never got it",
            "{k}的{m}只在页缓存里，没有写到磁盘";
        Truncated, 1,
            "{k} followed the new leader and cut {m} off its log",
            "{k}跟随新的主副本，从日志里截掉了{m}";

        // Reading.
        Took, 6,
            "{c} polled {m}, at offset {o}",
            "{c}拉取到位移{o}处的{m}";
        TookFirst, 5,
            "{c} polled {m} for the first time, at offset {o}",
            "{c}第一次拉取到{m}，在位移{o}";
        TookAgain, 5,
            "{c} polled {m} again",
            "{c}又拉取到{m}";
        TookToo, 5,
            "{c} polled {m} too",
            "{c}也拉取到{m}";
        NewerTook, 3,
            "{c} polled the newer {n}",
            "{c}拉取到较新的{n}";
        SideBySide, 2,
            "{c} had {m} and {n} in hand at once, for several threads to work on",
            "{c}手中同时有{m}和{n}，由多个线程处理";
        AppliedFirst, 2,
            "{c} processed {m}: that was the effect it was meant to have",
            "{c}处理了{m}：这正是它该产生的效果";
        Applied, 2,
            "{c} processed {m} yet again",
            "{c}又处理了一遍{m}";
        AppliedToo, 2,
            "{c} processed {m} too",
            "{c}也处理了{m}";
        NewerApplied, 1,
            "{c} processed the newer {n}",
            "{c}处理了较新的{n}";
        CommittedOver, 1,
            "{c} committed offset {o}, as if {m} were done, while it was not processed yet",
            "{c}提交了位移{o}，仿佛{m}已经处理，而它还没有";
        CommittedByClose, 1,
            "An exception left the handler of {c}, and its close() committed offset {o}, as if {m} were done",
            "{c}的处理程序抛出异常，它的 close() 提交了位移{o}，仿佛{m}已经处理";
        CommittedByRebalance, 1,
            "{c} gave the partition up in a rebalance and committed offset {o}, as if {m} were done",
            "{c}在再均衡中交出分区，并提交了位移{o}，仿佛{m}已经处理";
        CommittedBack, 1,
            "{c} committed offset {o} late, which set the stored offset back",
            "{c}迟来的提交把位移退回到{o}";
        CrashedWithIt, 1,
            "{c} crashed with {m} in hand, not yet processed",
            "{c}崩溃时，手中的{m}还没有处理";
        ClosedWithIt, 1,
            "An exception left the handler of {c}, and it closed with {m} in hand, not yet processed",
            "{c}的处理程序抛出异常，它关闭时手中的{m}还没有处理";
        EndedWithIt, 1,
            "{c} ended with an error with {m} in hand, for there was no usable offset",
            "{c}没有可用的位移，报错退出，手中的{m}还没有处理";
        RolledBack, 1,
            "{c} rolled its transaction for {m} back, because another offset was stored",
            "{c}回滚了{m}的事务，因为已存的位移是另一个";
        Crashed, 1,
            "{c} crashed while no stored offset was beyond {m}",
            "{c}崩溃时，已提交的位移还没有越过{m}";
        Closed, 1,
            "An exception left the handler of {c}, and it closed while no stored offset was beyond {m}",
            "{c}的处理程序抛出异常，它关闭时，已提交的位移还没有越过{m}";
        KickedOut, 1,
            "The group took {c} for dead, for it had not polled in time, while no stored offset was beyond {m}",
            "{c}没有按时 poll()，消费者组认为它已失效，那时已提交的位移还没有越过{m}";
        Rebalanced, 1,
            "A rebalance took the partition from {c} while no stored offset was beyond {m}",
            "再均衡把分区从{c}那里收回，那时已提交的位移还没有越过{m}";
        GaveUp, 1,
            "{c} gave the partition up while no stored offset was beyond {m}",
            "{c}交出分区，那时已提交的位移还没有越过{m}";
        KickedWithIt, 1,
            "The group took {c} for dead, for it had not polled in time, but it worked on with {m} in hand",
            "{c}没有按时 poll()，消费者组认为它已失效，它却继续处理手中的{m}";
        RebalancedWithIt, 1,
            "A rebalance took the partition from {c}, but it worked on with {m} in hand",
            "再均衡把分区从{c}那里收回，它却继续处理手中的{m}";
        TookOver, 2,
            "{c} took over and began at the stored offset {o}",
            "{c}接手，从已提交的位移{o}读起";
        TookOverFromStart, 2,
            "{c} took over, found no stored offset and began with the oldest record",
            "{c}接手，没有已提交的位移，从最早的记录读起";
        TookOverAtEnd, 1,
            "{c} took over, found no stored offset and began at the end, offset {o}: auto.offset.reset is latest",
            "{c}接手，没有已提交的位移，按 auto.offset.reset=latest 从末尾位移{o}读起";
        BeganAnew, 1,
            "The log ended before the position of {c}, so it began with the oldest record again",
            "日志比{c}的消费位置还短，它又从最早的记录读起";
        WentToTheEnd, 1,
            "The log ended before the position of {c}, so by auto.offset.reset=latest it went to the end, offset {o}",
            "日志比{c}的消费位置还短，按 auto.offset.reset=latest 移到末尾位移{o}";
        NobodyReads, 1,
            "Nobody was left who knew where to begin, for no offset was stored",
            "没有已提交的位移，再没有人知道该从哪里读起";

        // The end of it.
        Lost, 0,
            "So {m} was lost: no log had it, and nobody would send it again",
            "于是{m}丢失了：哪份日志里都没有，也没有人会重发";
        LostOffTheLeader, 0,
            "So {m} was lost: the leader's log did not have it, what was left of it elsewhere would never be read, and nobody would send it again",
            "于是{m}丢失了：主副本的日志里没有它，别的节点残留的那份不会再有人读，也没有人会重发";
        LostUnread, 0,
            "So {m} was lost: the log had it, but nobody would read it any more",
            "于是{m}丢失了：日志里虽有，却再也没有人会读";
        TwiceInLog, 0,
            "So the committed log had {m} twice",
            "于是已提交的日志里有了两份{m}";
        DeliveredTwice, 0,
            "{c} polled {m}: the second delivery of the same message",
            "{c}拉取到{m}：这是同一条消息的第二次投递";
        EffectTwice, 0,
            "{c} processed {m}: the second effect of the same message",
            "{c}处理了{m}：同一条消息第二次生效";
        OutOfOrderInLog, 0,
            "So the committed log had {m} behind the newer {n}: the order was lost",
            "于是已提交的日志里，{m}排在较新的{n}之后：顺序乱了";
        OldBehindNewer, 0,
            "So the committed log had the old {m} again, behind the newer {n}",
            "于是已提交的日志里，旧的{m}又排在较新的{n}之后";
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
        FailedByCut, 0,
            "The producer had no response for {m} and does not retry, so it reported {m} as failed",
            "生产者没有等到对{m}的响应，又不重试，于是报告{m}失败";
        FailedByError, 0,
            "The producer read the error and does not retry, so it reported {m} as failed",
            "生产者读到错误，又不重试，于是报告{m}失败";
    }
}
