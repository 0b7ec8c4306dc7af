//! When a message can't come any more, and what is broken in the log itself where nobody reads it.

use super::rules::Rules;
use super::state::{State, Step};
use crate::model::{Belief, EnvelopeKind, Flag, Listener, Message, Way};
use crate::setup::AutoOffsetReset;

impl<L: Listener> Step<'_, L> {
    /// Raises `lost` for every message that can no longer have an effect and of which the producer was never told.
    pub fn look_for_losses(&mut self) {
        for index in 0..self.rules.messages as usize {
            let message = Message::at(index);
            if is_lost(self.rules, self.state, message) {
                self.raise(Flag::Lost, message);
            }
        }
    }

    /// Without consumers the flags describe the committed log: stored twice is delivered twice, and order is its order.
    pub fn judge_log(&mut self) {
        if self.rules.consumers > 0 {
            return;
        }
        self.state.outcome.ledger.records.iter_mut().for_each(|record| record.taken = 0);
        for partition in self.rules.partition_ids() {
            let end = self.state.cluster.high_watermarks[partition.index()];
            for offset in 0..end as usize {
                let log = self.state.leader_log(partition);
                let Some(record) = log.and_then(|log| log.records.get(offset)).copied() else { continue };
                record.message.into_iter().for_each(|message| self.judge_record(message));
            }
        }
    }

    /// One more record of the committed log, in its order.
    fn judge_record(&mut self, message: Message) {
        let times = self.state.outcome.ledger.take(message);
        if times > 1 {
            self.raise(Flag::DeliveredTwice, message);
        }
        if !self.newer_is_stored(message) {
            return;
        }
        if times == 1 {
            self.raise(Flag::Reordered, message);
        }
        self.raise(Flag::StaleReplay, message);
    }

    /// Whether the part of the committed log that has been judged holds a newer message of the same key.
    fn newer_is_stored(&self, message: Message) -> bool {
        let records = self.state.outcome.ledger.records.iter().enumerate().skip(message.index() + 1);
        let keys = self.rules.keys;
        records
            .filter(|(_, record)| record.taken > 0)
            .any(|(index, _)| Message::at(index).key(keys) == message.key(keys))
    }
}

/// No effect, nobody told, and no copy left anywhere it could still come from.
fn is_lost(rules: &Rules, state: &State, message: Message) -> bool {
    is_lost_but_for_logs(state, message) && !in_a_log(rules, state, message)
}

/// The same, whatever the logs hold.
pub fn is_lost_but_for_logs(state: &State, message: Message) -> bool {
    !state.outcome.is_settled(message)
        && state.outcome.ledger.record(message).belief != Belief::Unsent
        && !state.producer.keeps(message)
        && !on_the_wire(state, message)
        && !state
            .consumers
            .iter()
            .any(|consumer| consumer.hand.iter().any(|held| held.message == message && held.is_unapplied()))
}

fn on_the_wire(state: &State, message: Message) -> bool {
    state.line.has_of(Way::ToBroker, EnvelopeKind::Produce, message)
}

/// Some log has it at an offset that the group may still read; without a group any log will do.
fn in_a_log(rules: &Rules, state: &State, message: Message) -> bool {
    let partition = rules.partition(message);
    let from = if rules.consumers == 0 { Some(0) } else { read_from(rules, state, message) };
    let Some(from) = from else { return false };
    let logs = state.cluster.nodes.iter().map(|node| &node.logs[partition.index()]);
    logs.into_iter().any(|log| log.records.iter().skip(from as usize).any(|record| record.message == Some(message)))
}

/// The lowest offset that somebody may still read: the owner from its position, a later owner from the committed offset.
/// Where a log ends before that, reading may begin anew (B39).
fn read_from(rules: &Rules, state: &State, message: Message) -> Option<u16> {
    let partition = rules.partition(message);
    let claim = state.claim(partition);
    let owner = claim.owner.map(|_| claim.position);
    let begin = [owner, claim.restart(rules)].into_iter().flatten().min()?;
    let ends = state.cluster.nodes.iter().map(|node| node.logs[partition.index()].end());
    let begins_anew = ends.min().is_some_and(|shortest| shortest < begin) || claim.position_is_stale;
    Some(match rules.reset {
        _ if !begins_anew => begin,
        AutoOffsetReset::Earliest | AutoOffsetReset::None => 0,
        AutoOffsetReset::Latest => begin.min(state.cluster.high_watermarks[partition.index()]),
    })
}
