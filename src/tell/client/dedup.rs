//! What recognises a repeat, as it has to be done where the message takes effect (C0–C10).

use crate::setup::{Dedup, EffectKind, Effects, Setup};

/// The steps of the setup's strategy, as lines in both languages.
pub fn steps(setup: &Setup) -> &'static str {
    let Effects { kind, dedup, version_guard } = setup.effects;
    match (dedup, kind) {
        (Dedup::None, _) => {
            "⟦Nothing here recognises a repeat: the same id may come again, and then this happens again.‖这里认不出重复：同一个 id 可能再来，那就会再做一遍。⟧"
        }
        (Dedup::MemorySet, _) => {
            "
            if id in seen: return
            ⟦do the work, then‖完成业务，然后⟧ seen.add(id)
            ⟦seen is gone with this process, and another consumer does not have it.‖进程一结束 seen 就没了，别的消费者也看不到它。⟧
            "
        }
        (Dedup::QueryThenInsert, _) => {
            "
            SELECT 1 FROM done WHERE message_id = :id;
            ⟦no row: do the work and insert the id. Two consumers can both see no row: put a unique key on message_id.‖没有记录：完成业务并插入 id。两个消费者可能都看到没有记录：请给 message_id 加唯一键。⟧
            "
        }
        (Dedup::UniqueConstraint, _) => {
            "
            INSERT INTO orders (message_id, …) VALUES (:id, …) ON CONFLICT (message_id) DO NOTHING;
            ⟦0 rows: it was done before. That is success: ack it, do not reject it.‖影响 0 行：以前做过。这算成功：照常确认，不要拒绝。⟧
            "
        }
        (Dedup::Upsert, _) if version_guard => {
            "
            INSERT INTO state (key, version, value) VALUES (:key, :version, :value)
              ON CONFLICT (key) DO UPDATE SET version = excluded.version, value = excluded.value
              WHERE state.version < excluded.version;
            ⟦an older version changes nothing: ack it.‖旧版本什么都不改：照常确认。⟧
            "
        }
        (Dedup::Upsert, _) => {
            "
            INSERT INTO state (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value;
            ⟦a repeat of an old message brings the old value back; a version to compare stops that.‖旧消息重来会把旧值写回；比较版本可以防住。⟧
            "
        }
        (Dedup::RedisGetSet, _) => {
            "
            GET total; SET total (total + amount)
            ⟦two consumers can both read the same total, and a repeat adds again.‖两个消费者可能读到同一个总数；重复的消息会再加一次。⟧
            "
        }
        (Dedup::RedisIncr, _) => "INCRBY total amount  ⟦(a repeat adds again)‖（重复的消息会再加一次）⟧",
        (Dedup::RedisCheckActMark, _) => {
            "
            EXISTS done:<id>  → 1: ⟦done before, ack‖以前做过，确认即可⟧
            ⟦do the work, then‖完成业务，然后⟧ SET done:<id> 1
            ⟦a crash between the two repeats the work.‖两步之间崩溃，业务会再做一遍。⟧
            "
        }
        (Dedup::RedisMarkAct, _) => {
            "
            SET done:<id> 1 NX  → nil: ⟦marked before, ack‖已有标记，确认即可⟧
            ⟦then do the work. A crash between the two loses it: the next delivery sees the mark.‖然后完成业务。两步之间崩溃就丢了：下次投递会看到标记。⟧
            "
        }
        (Dedup::MarkerRowFirst, _) => {
            "
            BEGIN; INSERT INTO done (message_id) VALUES (:id) ON CONFLICT DO NOTHING; COMMIT;
            ⟦1 row: do the work. A crash after the COMMIT loses it: the next delivery sees the marker.‖插入 1 行：完成业务。COMMIT 之后崩溃就丢了：下次投递会看到标记。⟧
            "
        }
        (Dedup::Inbox, EffectKind::ExternalCall) => {
            "
            ⟦Marker and effect in one transaction needs an effect that lives in that database; a call outside does not.‖标记与业务效果同在一个事务，要求效果就在该数据库里；外部调用做不到。⟧
            ⟦Give the callee the id as its idempotency key.‖请把 id 作为幂等键交给被调用方。⟧
            "
        }
        (Dedup::Inbox, _) => {
            "
            BEGIN;
              INSERT INTO inbox (message_id) VALUES (:id) ON CONFLICT DO NOTHING;
              ⟦1 row: do the work in this same transaction; 0 rows: it was done before‖插入 1 行：在同一个事务里完成业务；0 行：以前做过⟧
            COMMIT;
            ⟦ack only after the COMMIT.‖COMMIT 之后才确认。⟧
            "
        }
    }
}
