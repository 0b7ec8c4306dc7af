//! What Spring Boot does with RabbitMQ where several entries say it together, or none does.

use super::Draft;
use crate::setup::import::keys::Part;
use crate::setup::import::remark::Remark;
use crate::setup::value::whole_of;
use crate::setup::{Ack, Field, FieldKind, Publish, Resend, Value};

impl Draft {
    pub fn finish_rabbitmq(&mut self) {
        let confirm = self.said(Part::ConfirmType).map(str::to_owned);
        let (publish, window, remark) = match confirm.as_deref() {
            Some("correlated") => (Publish::Confirm, 16, Some(Remark::NobodyWaits)),
            Some("simple") => (Publish::Confirm, 1, None),
            _ => (Publish::FireAndForget, 1, None),
        };
        let value = Value::Choice(publish.name());
        match confirm {
            Some(_) => self.decide(Part::ConfirmType, Field::Publish, value, remark),
            None => self.assume(Field::Publish, value, Remark::ClientDefault),
        }
        if publish == Publish::Confirm {
            self.put(Field::Window, Value::Number(window));
            self.assume(Field::Resend, Value::Choice(Resend::Never.name()), Remark::NothingResent);
        }
        if self.said(Part::ListenerType) == Some("stream") {
            self.remark(Part::ListenerType, Remark::Streams);
        }
        self.finish_returns();
        self.finish_consumers();
        for field in [Field::Durable, Field::Persistent] {
            self.assume(field, Value::Bool(true), Remark::SpringIsDurable);
        }
        self.finish_acks();
        if self.setup.rabbitmq.ack != Ack::Auto && !self.is_named(Field::Prefetch) {
            self.assume(Field::Prefetch, Value::Number(16), Remark::DefaultCapped(250));
        }
        if let Some(size) = self.said(Part::BatchSize).map(str::to_owned) {
            self.decide(Part::BatchSize, Field::MultipleAck, Value::Bool(size != "1"), None);
        }
    }

    /// Spring Boot makes the template's messages mandatory where it listens for returns and nobody says otherwise.
    fn finish_returns(&mut self) {
        let listens = self.said(Part::Returns) == Some("true");
        if self.said(Part::Returns).is_none() {
            return;
        }
        if self.is_named(Field::Mandatory) {
            let remark = (listens && !self.setup.rabbitmq.mandatory).then_some(Remark::NeedsMandatory);
            if let Some(remark) = remark {
                self.remark(Part::Returns, remark);
            }
        } else {
            let remark = listens.then_some(Remark::ReturnsAreMandatory);
            self.decide(Part::Returns, Field::Mandatory, Value::Bool(listens), remark);
        }
    }

    /// The container may start more consumers while there is work, so the most counts: two compete (D1).
    fn finish_consumers(&mut self) {
        let Some(most) = self.parts.iter().rev().find(|said| said.part == Part::MaxConcurrency) else { return };
        let (word, line_of) = (most.word.clone(), self.known.get(most.place).map(|known| known.entry.line));
        let FieldKind::Number { max, .. } = Field::Consumers.kind() else { return };
        let number = whole_of(&word).unwrap_or(max);
        let fixed = self.named.iter().rev().find(|(named, _)| *named == Field::Consumers).map(|(_, place)| *place);
        let fixed = fixed.and_then(|place| self.known.get_mut(place));
        let least = match fixed.as_ref().and_then(|known| known.becomes) {
            Some((_, Value::Number(least))) => least,
            _ => 1,
        };
        if number <= least {
            return;
        }
        if let (Some(fixed), Some(grows)) = (fixed, line_of) {
            fixed.becomes = None;
            fixed.remarks.push(Remark::GrowsIn(grows));
        }
        let remark = if number > max { Remark::Capped(max) } else { Remark::Grows };
        self.decide(Part::MaxConcurrency, Field::Consumers, Value::Number(number.min(max)), Some(remark));
    }

    fn finish_acks(&mut self) {
        let mode = self.said(Part::AckMode).map(str::to_owned);
        let (ack, remark) = match mode.as_deref() {
            Some("none") => (Ack::Auto, None),
            Some("manual") => (Ack::AfterEffect, Some(Remark::ProgramAcks)),
            _ => (Ack::AfterEffect, Some(Remark::ContainerAcks)),
        };
        let value = Value::Choice(ack.name());
        match mode {
            Some(_) => self.decide(Part::AckMode, Field::Ack, value, remark),
            None => self.assume(Field::Ack, value, Remark::ContainerAcks),
        }
    }
}
