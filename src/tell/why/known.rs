//! What the strategy against repeats had to do with it: where it looked and found nothing, marked too early or too late, or
//! wrote back what it had read before. The same for both brokers, for it happens in the consumer.
//!
//! Gaps: `{m}` the message, `{n}` another one, `{c}` the consumer.

use std::ops::Range;

use super::table::table;
use crate::model::{Consumer, Event, Message};
use crate::play::Run;
use crate::setup::Dedup;

table! {
    Known {
        NotInMemory, 2,
            "{c} looked for {m} in its own memory, which did not know it",
            "{c}在自己的内存里查{m}，那里没有";
        NotInDatabase, 2,
            "{c} queried the database for {m} and found nothing yet",
            "{c}到数据库查询{m}，那时还没有这一行";
        NotMarked, 2,
            "{c} looked for the mark of {m} and found none yet",
            "{c}查{m}的标记，那时还没有";
        NeverMarked, 1,
            "{c} was gone before it had marked {m} as done",
            "{c}还没有把{m}标记为已处理，就不在了";
        MemoryGone, 1,
            "{c} crashed, and with it the set in its memory that knew {m}",
            "{c}崩溃，内存里那个记着{m}的集合也没了";
        MarkedFirst, 1,
            "{c} marked {m} before its effect",
            "{c}在{m}生效之前就先写了标记";
        DiedBetween, 1,
            "{c} crashed between the mark of {m} and its effect",
            "{c}在写标记与{m}生效之间崩溃了";
        GaveBackBetween, 1,
            "{c} gave {m} up between its mark and its effect",
            "{c}写了标记，却没有让{m}生效就放手了";
        TakenForDone, 1,
            "{c} found the mark of {m} and left it out, though its effect had never happened",
            "{c}查到{m}的标记，于是跳过，可它的效果从未发生";
        TotalRead, 1,
            "{c} read the total, to add {n}, when it lacked {m}",
            "{c}为了加上{n}读出总数，那时总数里没有{m}";
        Overwritten, 1,
            "{c} wrote back the total that it had read, and with that erased what {m} had added",
            "{c}把先前读到的总数写了回去，{m}加上的那一份就被抹掉了";
        MissingForGood, 0,
            "So {m} is missing from the total for good: no copy of it is left",
            "于是总数里永远少了{m}：它的副本一份也不剩";
    }
}

/// One thing that the strategy did, and who it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Note {
    pub step: usize,
    pub known: Known,
    pub consumer: Consumer,
    /// The other message that it is about.
    pub other: Message,
}

impl Note {
    const fn new(step: usize, known: Known, consumer: Consumer) -> Self {
        Self { step, known, consumer, other: Message(1) }
    }
}

/// A hand whose effect happened: who had it, from which step on, and the step of the effect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Done {
    pub consumer: Consumer,
    pub took: usize,
    pub applied: usize,
}

/// Why the second effect was not recognised as one.
pub fn not_recognised(run: &Run, message: Message, first: Done, second: Done) -> Vec<Note> {
    let mut notes = Vec::new();
    let looked = |event: &Event| *event == Event::NotKnown { consumer: second.consumer, message };
    let looked = last(run, second.took..second.applied, looked);
    let found_nothing = match run.setup().effects.dedup {
        Dedup::MemorySet => Known::NotInMemory,
        Dedup::QueryThenInsert => Known::NotInDatabase,
        _ => Known::NotMarked,
    };
    notes.extend(looked.map(|step| Note::new(step, found_nothing, second.consumer)));
    notes.extend(forgotten(run, message, first, second.applied));
    notes
}

/// What the first effect should have left behind, and did not, or not for long.
fn forgotten(run: &Run, message: Message, first: Done, until: usize) -> Option<Note> {
    let Done { consumer, applied, .. } = first;
    let marks_last = run.setup().effects.dedup.marks_last();
    let died =
        last(run, applied + 1..until, |event| *event == Event::ConsumerDown { consumer }).filter(|_| marks_last)?;
    let marked = last(run, applied + 1..died, |event| *event == Event::Marked { consumer, message }).is_some();
    let known = match (marked, run.setup().effects.dedup) {
        (false, _) => Known::NeverMarked,
        (true, Dedup::MemorySet) => Known::MemoryGone,
        (true, _) => return None,
    };
    Some(Note::new(died, known, consumer))
}

/// How the strategy lost the message, up to the step that ended it: a mark that came before the effect, or a total that was
/// written over.
pub fn lost(run: &Run, message: Message, end: usize) -> Vec<Note> {
    let mut notes = marked_in_vain(run, message, end);
    notes.extend(overwritten(run, message, end));
    notes
}

fn marked_in_vain(run: &Run, message: Message, end: usize) -> Vec<Note> {
    let (Some((marked, marker)), Some((left_out, finder))) = (
        find(run, 1..end + 1, |event| match *event {
            Event::Marked { consumer, message: of } if of == message => Some(consumer),
            _ => None,
        }),
        find(run, 1..end + 1, |event| match *event {
            Event::Repeat { consumer, message: of } if of == message => Some(consumer),
            _ => None,
        }),
    ) else {
        return Vec::new();
    };
    let died = last(run, marked + 1..left_out, |event| *event == Event::ConsumerDown { consumer: marker });
    let gave_back = find(run, marked + 1..left_out, |event| match *event {
        Event::Requeued { message: of, .. } if of == message => Some(()),
        _ => None,
    });
    let between = match (died, gave_back) {
        (Some(step), _) => Some(Note::new(step, Known::DiedBetween, marker)),
        (None, Some((step, ()))) => Some(Note::new(step, Known::GaveBackBetween, marker)),
        (None, None) => None,
    };
    let mut notes =
        vec![Note::new(marked, Known::MarkedFirst, marker), Note::new(left_out, Known::TakenForDone, finder)];
    notes.extend(between);
    notes
}

fn overwritten(run: &Run, message: Message, end: usize) -> Vec<Note> {
    let Some(undone) = last(run, 1..end + 1, |event| *event == Event::Undone { message }) else { return Vec::new() };
    let writer = find(run, undone..undone + 1, |event| match *event {
        Event::Applied { consumer, message, .. } => Some((consumer, message)),
        _ => None,
    });
    let Some((_, (consumer, other))) = writer else { return Vec::new() };
    let read = last(run, 1..undone, |event| *event == Event::TotalRead { consumer, message: other });
    let mut notes =
        vec![Note::new(undone, Known::Overwritten, consumer), Note::new(end, Known::MissingForGood, consumer)];
    notes.extend(read.map(|step| Note { other, ..Note::new(step, Known::TotalRead, consumer) }));
    notes
}

/// The last of these steps that told this.
fn last(run: &Run, mut steps: Range<usize>, told: impl Fn(&Event) -> bool) -> Option<usize> {
    steps.rfind(|step| run.events(*step).iter().any(&told))
}

/// The last of these steps that told something of this sort, and what.
fn find<T>(run: &Run, steps: Range<usize>, what: impl Fn(&Event) -> Option<T>) -> Option<(usize, T)> {
    steps.rev().find_map(|step| run.events(step).iter().find_map(&what).map(|found| (step, found)))
}
