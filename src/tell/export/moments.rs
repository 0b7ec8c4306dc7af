//! The moments of a run that matter: those of the chain behind its gravest broken promise, and where none is broken,
//! those in which it could have been.

use crate::model::{Event, Flag, Message, Pace};
use crate::play::Run;
use crate::tell::{Lang, Reason, sentence, why, why_briefly};

/// So many are told.
pub const MOMENTS_MAX: usize = 5;

/// The flags, gravest first; a quiet companion comes after its question (look: three questions, six flags).
const GRAVEST: [Flag; 6] =
    [Flag::Lost, Flag::EffectTwice, Flag::Reordered, Flag::StaleReplay, Flag::ReportedFailure, Flag::DeliveredTwice];

/// The gravest broken promise of a run, and the first message of which it is broken.
pub fn gravest(run: &Run) -> Option<(Flag, Message)> {
    let flags = &run.ledger(run.steps()).flags;
    let flag = GRAVEST.into_iter().find(|flag| flags.has(*flag))?;
    run.all_events().find_map(|(_, event)| match *event {
        Event::Raised { flag: raised, message } if raised == flag => Some((flag, message)),
        _ => None,
    })
}

/// The message whose story a run tells: that of its gravest broken promise, or else the first one that a fault struck or
/// that was sent again.
pub fn subject(run: &Run) -> Option<Message> {
    let struck = || {
        run.all_events().find_map(|(_, event)| match *event {
            Event::Destroyed { envelope, .. } => envelope.messages.iter().next(),
            Event::Sent { envelope, .. } if envelope.again => envelope.messages.iter().next(),
            Event::Requeued { message, .. } | Event::ToResend { message } | Event::Dropped { message, .. } => {
                Some(message)
            }
            Event::Vanished { message, .. } | Event::DeadLettered { message, .. } => Some(message),
            _ => None,
        })
    };
    gravest(run).map(|(_, message)| message).or_else(struck)
}

/// The moments that matter, at most five, in their order: each with its step and its sentence.
pub fn moments(run: &Run, lang: Lang) -> Vec<Reason> {
    let mut told = gravest(run).map_or_else(Vec::new, |(flag, message)| {
        let all = why(run, flag, message, lang);
        if all.len() > MOMENTS_MAX { why_briefly(run, flag, message, lang, MOMENTS_MAX) } else { all }
    });
    for step in turning_points(run) {
        if told.len() == MOMENTS_MAX {
            break;
        }
        if told.iter().all(|reason| reason.step != step) {
            told.push(Reason { step, words: sentence(run, step, lang) });
        }
    }
    told.sort_by_key(|reason| reason.step);
    told
}

/// Steps that tell of a run beside a chain of reasons, those that tell most first: what broke, what became of the message
/// that the run is about, how that one began, the first and the last effect of all, anything.
fn turning_points(run: &Run) -> Vec<usize> {
    let is_fault = |step: &usize| run.moment(*step).action.is_some_and(|action| action.pace() == Pace::Fault);
    let mut points: Vec<usize> = (1..=run.steps()).filter(is_fault).take(MOMENTS_MAX - 2).collect();
    let first = |found: &dyn Fn(&Event) -> bool| (1..=run.steps()).find(|step| run.events(*step).iter().any(found));
    let message = subject(run).unwrap_or(Message(1));
    let is_sent = |event: &Event, resent: bool| matches!(event, Event::Sent { envelope, .. } if envelope.carries(message) && envelope.again == resent);
    let is_recognised = |event: &Event| match *event {
        Event::Repeat { message: of, .. } | Event::Recognised { message: of } => of == message,
        Event::Outdated { message: of, .. } | Event::CameBack { message: of, .. } => of == message,
        _ => false,
    };
    let is_applied = |event: &Event| matches!(*event, Event::Applied { message: of, .. } if of == message);
    let is_taken = |event: &Event| matches!(*event, Event::Took { message: of, .. } if of == message);
    points.extend(first(&is_recognised));
    points.extend(first(&|event| is_sent(event, true)));
    points.extend(first(&is_applied));
    points.extend(first(&|event| is_sent(event, false)));
    points.extend(first(&is_taken));
    let is_effect = |event: &Event| matches!(event, Event::Applied { .. });
    points.extend(first(&is_effect));
    let effects = (1..=run.steps()).filter(|step| run.events(*step).iter().any(is_effect));
    points.extend(effects.clone().next_back());
    points.extend(effects.chain([run.steps()]).chain(1..=run.steps()));
    points
}
