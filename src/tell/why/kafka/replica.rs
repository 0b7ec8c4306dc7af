//! The replicas' part: who led without the message, and which logs gave it up.

use super::link::Link;
use super::trail::Trail;
use super::what::What;
use crate::model::{Event, Member};
use crate::setup::FaultKind;
use crate::tell::kafka::logs;

impl Trail<'_> {
    /// What this event took from the logs of the message.
    pub fn log_loss(&self, step: usize, event: &Event) -> Vec<Link> {
        match *event {
            Event::TailLost { member, message, .. } if message == self.message => {
                let power = self.lost_power(step, member);
                [Some(Link::new(step, What::TailLost).on(member)), power].into_iter().flatten().collect()
            }
            Event::Truncated { member, message, .. } if message == self.message => {
                vec![Link::new(step, What::Truncated).on(member)]
            }
            Event::NodeDown { member } if self.loses_disk(step, member) => {
                vec![Link::new(step, What::DiskLost).on(member)]
            }
            Event::Leads { member, clean, .. } => self.led_without(step, member, clean).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn has(&self, position: usize, member: Member) -> bool {
        logs::messages_on(&self.run.scene(position), member).contains(self.message)
    }

    fn loses_disk(&self, step: usize, member: Member) -> bool {
        self.told(step, |event| matches!(event, Event::Fault { kind: FaultKind::DiskLoss, .. }))
            && self.has(step - 1, member)
    }

    /// The power loss before a log lost its tail.
    fn lost_power(&self, step: usize, member: Member) -> Option<Link> {
        let down = self.last_before(step, |event| *event == Event::NodeDown { member })?;
        let all = |event: &Event| matches!(event, Event::Fault { kind: FaultKind::ClusterPowerLoss, .. });
        Some(match self.told(down, all) {
            true => Link::new(down, What::AllLostPower),
            false => Link::new(down, What::LostPower).on(member),
        })
    }

    /// Somebody leads without the message, although some log had it.
    fn led_without(&self, step: usize, member: Member, clean: bool) -> Option<Link> {
        let known = !logs::holders_of(&self.run.scene(step - 1), self.message).is_empty();
        if !known || self.has(step, member) {
            return None;
        }
        let struck = self.told(step, |event| matches!(event, Event::Fault { .. }));
        let what = match (struck, clean) {
            (false, _) => What::CameToLeadWithout,
            (true, true) => What::LedWithout,
            (true, false) => What::LedUncleanly,
        };
        Some(Link::new(step, what).on(member))
    }

    /// The last election up to a step whose leader's log was shorter than what the group had read.
    pub fn shorter_log(&self, step: usize) -> Option<Link> {
        let leads = |event: &Event| match *event {
            Event::Leads { member, .. } => Some(member),
            _ => None,
        };
        let step = self.last_before(step + 1, |event| leads(event).is_some())?;
        let member = self.run.events(step).iter().find_map(leads)?;
        let length = logs::of(&self.run.scene(step), member, self.partition()).map(|log| log.records.len())?;
        let read = self.reader(step)?.position;
        let struck = self.told(step, |event| matches!(event, Event::Fault { .. }));
        (struck && length < usize::from(read)).then(|| Link::new(step, What::ShorterLog).on(member))
    }
}
